/** What need not be there with the first words of a page: so that no task holds up the reader's own first click or key. */
import { LitElement } from "lit";

/** Resolves in a task of its own: what waits meanwhile, a click or a frame, has its turn before. */
export const nextTask = () => new Promise<void>((resolve) => setTimeout(resolve));

/** An element that is rendered for the first time in a task of its own, by Lit's own way to put an update off. */
export class LaterElement extends LitElement {
  protected override async scheduleUpdate(): Promise<void> {
    if (!this.hasUpdated) await nextTask();
    await super.scheduleUpdate();
  }
}
