/**
 * Draws when asked, in an animation frame, but takes at most a fifth of the page's time: what costs more is drawn less
 * often. In one frame one of them draws, the others in the next ones, each in its turn, so that no frame is long. Only what a
 * reader's own hand does is drawn in every frame.
 */
export class Paced {
  /** The time of the last frame in which one of them drew. */
  static #lastFrame = 0;
  /** Who had to leave a frame to another: the next one is theirs. */
  static #next: Paced | undefined;
  readonly #draw: () => void;
  #frame = 0;
  #endedAt = 0;
  #took = 0;
  #isUrgent = false;

  constructor(draw: () => void) {
    this.#draw = draw;
  }

  /** Asks for a drawing; once is enough. An urgent one is made in the next frame, whatever the last one cost. */
  ask(isUrgent = false): void {
    this.#isUrgent ||= isUrgent;
    this.#frame ||= requestAnimationFrame(this.#tick);
  }

  /** Takes back what was asked. */
  cancel(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    if (Paced.#next === this) Paced.#next = undefined;
  }

  #tick = (frame: number): void => {
    this.#frame = 0;
    const started = performance.now();
    const isEarly = started - this.#endedAt < 4 * this.#took;
    const isTaken = Paced.#lastFrame === frame || (Paced.#next !== undefined && Paced.#next !== this);
    if (!this.#isUrgent && (isEarly || isTaken)) {
      if (!isEarly) Paced.#next ??= this;
      this.ask();
      return;
    }
    if (Paced.#next === this) Paced.#next = undefined;
    this.#isUrgent = false;
    Paced.#lastFrame = frame;
    this.#draw();
    this.#endedAt = performance.now();
    this.#took = this.#endedAt - started;
  };
}
