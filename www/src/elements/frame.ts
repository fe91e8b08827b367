/** What embed.html says to the page that frames it: how high its lesson is, in CSS pixels. */
export const HEIGHT_MESSAGE = "manyhands:height";

export interface HeightMessage {
  type: typeof HEIGHT_MESSAGE;
  height: number;
}

export function isHeightMessage(data: unknown): data is HeightMessage {
  return (
    typeof data === "object" &&
    data !== null &&
    (data as HeightMessage).type === HEIGHT_MESSAGE &&
    Number.isFinite((data as HeightMessage).height)
  );
}
