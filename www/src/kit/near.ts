/** Whether a drawing is in view, or nearly: nobody sees the others, and they need not be drawn. On paper all are in view. */
import { idle } from "./later";

/** So far out of view it is near, in CSS pixels. */
const NEAR_PX = 64;

export class Near {
  /** Whether what is watched is near. */
  isNear = false;
  readonly #ask: () => void;
  readonly #print: () => void;
  /** Whether it may wait until the page has nothing better to do: what comes into the page above it may still push it away. */
  mayWait = false;
  readonly #observer = new IntersectionObserver((entries) => void this.#look(entries), {
    rootMargin: `${NEAR_PX}px 0px`,
  });
  #isSeen = false;

  /**
   * @param ask asks for a drawing: what is watched has come near
   * @param draw draws at once
   */
  constructor(ask: () => void, draw: () => void) {
    this.#ask = ask;
    this.#print = () => {
      this.isNear = true;
      draw();
    };
  }

  /** Watches this element, and no other; none until there is one. */
  watch(element: Element | null): void {
    this.stop();
    if (!element) return;
    this.#observer.observe(element);
    addEventListener("beforeprint", this.#print);
  }

  stop(): void {
    this.#observer.disconnect();
    this.isNear = this.#isSeen = false;
    removeEventListener("beforeprint", this.#print);
  }

  async #look(entries: IntersectionObserverEntry[]): Promise<void> {
    this.#isSeen = entries.at(-1)?.isIntersecting ?? false;
    if (this.#isSeen && this.mayWait) await idle();
    this.isNear = this.#isSeen;
    if (this.isNear) this.#ask();
  }
}
