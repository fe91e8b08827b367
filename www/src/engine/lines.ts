/** The printed lines that a record keeps: all of them, or the first and the last of very many, as `src/engine/lines.rs` does. */
import type { OutputLine } from "../api/types";

/** How many lines a record keeps, and how many bytes they have. */
const MOST_LINES = 200_000;
const MOST_BYTES = 32 * 1024 * 1024;

const encoder = new TextEncoder();

export class Lines {
  #first: OutputLine[] = [];
  #firstBytes = 0;
  #isFull = false;
  #last: OutputLine[] = [];
  #lastBytes = 0;
  /** How many of the last ones are no longer kept: they are cut off now and then, all at once. */
  #gone = 0;

  push(line: OutputLine): void {
    const bytes = bytesOf(line);
    this.#isFull ||= this.#first.length === MOST_LINES / 2 || this.#firstBytes + bytes > MOST_BYTES / 2;
    if (!this.#isFull) {
      this.#firstBytes += bytes;
      this.#first.push(line);
      return;
    }
    this.#lastBytes += bytes;
    this.#last.push(line);
    while (this.#last.length - this.#gone > MOST_LINES / 2 || this.#lastBytes > MOST_BYTES / 2) {
      const oldest = this.#last[this.#gone];
      if (!oldest) break;
      this.#lastBytes -= bytesOf(oldest);
      this.#gone += 1;
    }
    if (this.#gone > MOST_LINES / 2) {
      this.#last.splice(0, this.#gone);
      this.#gone = 0;
    }
  }

  get kept(): OutputLine[] {
    return [...this.#first, ...this.#last.slice(this.#gone)];
  }
}

/** As UTF-8. */
function bytesOf({ text }: OutputLine): number {
  return /^[\0-\x7f]*$/.test(text) ? text.length : encoder.encode(text).length;
}
