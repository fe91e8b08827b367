/**
 * Pointers on the canvas: a drag moves the view, two fingers zoom it, a tap sets the cursor, a mouse that only moves
 * over it points. One finger moves sideways only: up and down it scrolls the page (`touch-action: pan-y`).
 */

/** What the gestures do to the picture. Points are in CSS pixels of the canvas, times in milliseconds. */
export interface Hand {
  /** The mouse is over this point. */
  point(x: number, y: number): void;
  /** The mouse is over none. */
  leave(): void;
  /** The cursor is wanted here. */
  tap(x: number, y: number): void;
  timeAt(x: number): number;
  /** Brings this time to `x`; false where all is shown, so that there is nothing to move. */
  bring(time: number, x: number): boolean;
  /** Shows `factor` times as much as now, with this time at `x`. */
  zoom(factor: number, time: number, x: number): void;
}

interface Finger {
  x: number;
  y: number;
  /** Where it came down. */
  startX: number;
  startY: number;
}

/** A pointer that has moved no further than this taps, in CSS pixels. */
const SLOP = 4;

export class Gestures {
  readonly #hand: Hand;
  #fingers = new Map<number, Finger>();
  /** The time that was under the pointer, or in the middle between two, when this part of the gesture began. */
  #grip = 0;
  #isTap = false;

  constructor(hand: Hand) {
    this.#hand = hand;
  }

  down = (event: PointerEvent): void => {
    if (event.pointerType === "mouse" && event.button !== 0) return;
    const { x, y } = pointOf(event);
    // More fingers than two mean nothing.
    if (this.#fingers.size === 2) return;
    this.#fingers.set(event.pointerId, { x, y, startX: x, startY: y });
    capture(event);
    this.#isTap = this.#fingers.size === 1;
    this.#takeHold();
    this.#hand.leave();
  };

  move = (event: PointerEvent): void => {
    const { x, y } = pointOf(event);
    const finger = this.#fingers.get(event.pointerId);
    if (!finger) {
      if (event.pointerType !== "touch") this.#hand.point(x, y);
      return;
    }
    const before = this.#spread();
    finger.x = x;
    finger.y = y;
    if (Math.hypot(x - finger.startX, y - finger.startY) > SLOP) this.#isTap = false;
    if (this.#isTap) return;
    const middle = this.#middle();
    if (this.#fingers.size === 2) {
      this.#hand.zoom(before / this.#spread(), this.#grip, middle);
    } else if (!this.#hand.bring(this.#grip, middle)) {
      // Where the view has nowhere to go, the finger takes the cursor along.
      this.#hand.tap(x, y);
    }
  };

  up = (event: PointerEvent): void => {
    const finger = this.#fingers.get(event.pointerId);
    if (!finger) return;
    this.#fingers.delete(event.pointerId);
    if (this.#isTap) this.#hand.tap(finger.x, finger.y);
    this.#isTap = false;
    this.#takeHold();
  };

  /** The browser took the pointer for itself, as to scroll the page. */
  cancel = (event: PointerEvent): void => {
    this.#fingers.delete(event.pointerId);
    this.#isTap = false;
    this.#takeHold();
  };

  leave = (): void => this.#hand.leave();

  /** The other finger is still down, or a second has come: what is under them now is what they hold. */
  #takeHold(): void {
    if (this.#fingers.size > 0) this.#grip = this.#hand.timeAt(this.#middle());
  }

  #middle(): number {
    const all = [...this.#fingers.values()];
    return all.reduce((sum, { x }) => sum + x, 0) / all.length;
  }

  /** How far the fingers are apart; so little that they touch counts as a finger's breadth. */
  #spread(): number {
    const [a, b] = [...this.#fingers.values()];
    return a && b ? Math.max(20, Math.hypot(a.x - b.x, a.y - b.y)) : 1;
  }
}

/** Where it happened on the canvas, in CSS pixels. */
export function pointOf(event: MouseEvent): { x: number; y: number } {
  const { left, top } = (event.currentTarget as Element).getBoundingClientRect();
  return { x: event.clientX - left, y: event.clientY - top };
}

function capture(event: PointerEvent): void {
  try {
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
  } catch {
    // The pointer is gone already, and its `pointercancel` is on the way.
  }
}
