/**
 * Draws when asked, in an animation frame, but takes at most a fifth of the page's time: what costs more is drawn less
 * often.
 */
export class Paced {
  readonly #draw: () => void;
  #frame = 0;
  #endedAt = 0;
  #took = 0;

  constructor(draw: () => void) {
    this.#draw = draw;
  }

  /** Asks for a drawing; once is enough. */
  ask(): void {
    this.#frame ||= requestAnimationFrame(this.#tick);
  }

  /** Takes back what was asked. */
  cancel(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }

  #tick = (): void => {
    this.#frame = 0;
    const started = performance.now();
    if (started - this.#endedAt < 4 * this.#took) {
      this.ask();
      return;
    }
    this.#draw();
    this.#endedAt = performance.now();
    this.#took = this.#endedAt - started;
  };
}
