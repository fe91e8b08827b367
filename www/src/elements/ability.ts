/** The way to the panel *What can this browser do?*, which is loaded when someone asks for it. */
export async function openAbility(place: ParentNode): Promise<void> {
  const { AbilityDialog } = await import("./ability-dialog");
  await new AbilityDialog().open(place);
}
