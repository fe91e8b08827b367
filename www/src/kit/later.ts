/** What need not be there with the first words of a page: so that no task holds up the reader's own first click or key. */
import { LitElement } from "lit";

/** Resolves in a task of its own: what waits meanwhile, a click or a frame, has its turn before. */
export const nextTask = () => new Promise<void>((resolve) => setTimeout(resolve));

/** Resolves when the page has nothing to do. */
export const idle = () =>
  new Promise<void>((resolve) => {
    // Not every browser tells.
    if ("requestIdleCallback" in window) requestIdleCallback(() => resolve(), { timeout: 2000 });
    else setTimeout(resolve, 200);
  });

/** Resolves when a part of the element is in view. */
export const inView = (element: Element) =>
  new Promise<void>((resolve) => {
    new IntersectionObserver((entries, observer) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      observer.disconnect();
      resolve();
    }).observe(element);
  });

/** An element that is rendered for the first time in a task of its own, by Lit's own way to put an update off. */
export class LaterElement extends LitElement {
  protected override async scheduleUpdate(): Promise<void> {
    if (!this.hasUpdated) await nextTask();
    await super.scheduleUpdate();
  }
}
