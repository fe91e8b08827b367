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

/** An element whose large renderings have a task of their own each, by Lit's own way to put an update off. */
export class LaterElement extends LitElement {
  /** Whether the next rendering is large: the first is. */
  protected isLarge = true;

  protected override async scheduleUpdate(): Promise<void> {
    if (this.isLarge) await nextTask();
    this.isLarge = false;
    await super.scheduleUpdate();
  }
}

/** A task is not longer than this, of what can be done in parts. */
const SLICE_MS = 8;

/** Does one after the other, in as many tasks as that needs; `isWanted` is asked before each but the first. False where it ended early. */
export async function inSlices(parts: Iterable<() => void>, isWanted: () => boolean): Promise<boolean> {
  let began = performance.now();
  for (const part of parts) {
    if (performance.now() - began > SLICE_MS) {
      await nextTask();
      if (!isWanted()) return false;
      began = performance.now();
    }
    part();
  }
  return true;
}
