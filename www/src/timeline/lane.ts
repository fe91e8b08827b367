/**
 * What one worker did, in bounded memory: every state as it was, up to a limit, and all of them summed into time
 * slots whose width doubles when the run outgrows them.
 */

/** The states that a worker can be in, in the order of the legend. */
export const STATES = ["run", "wait", "sleep"] as const;
export type State = (typeof STATES)[number];

export const SLOTS = 2048;

/** One state, from its beginning to its end, in milliseconds. */
export interface Span {
  state: State;
  from: number;
  to: number;
  label: string;
}

export class Lane {
  readonly worker: number;
  /** Kept while there is room: beyond `keptUntil` only the slots know. */
  readonly spans: Span[] = [];
  keptUntil = Infinity;
  /** The state that has begun and not ended; its `to` is not yet known. */
  open: Span | undefined;
  readonly total: Record<State, number> = { run: 0, wait: 0, sleep: 0 };
  readonly count: Record<State, number> = { run: 0, wait: 0, sleep: 0 };
  sent = 0;
  received = 0;
  /** Milliseconds in each state, by slot. */
  readonly slots: Record<State, Float32Array> = {
    run: new Float32Array(SLOTS),
    wait: new Float32Array(SLOTS),
    sleep: new Float32Array(SLOTS),
  };
  readonly sends = new Float32Array(SLOTS);
  readonly receipts = new Float32Array(SLOTS);

  constructor(worker: number) {
    this.worker = worker;
  }

  /** Two slots become one. */
  halve(): void {
    for (const slots of [...Object.values(this.slots), this.sends, this.receipts]) {
      for (let i = 0; i < SLOTS / 2; i++) slots[i] = (slots[2 * i] ?? 0) + (slots[2 * i + 1] ?? 0);
      slots.fill(0, SLOTS / 2);
    }
  }

  /** Adds a closed span to the slots, each getting its part. */
  fill(span: Span, width: number): void {
    const slots = this.slots[span.state];
    const first = Math.floor(span.from / width);
    const last = Math.min(SLOTS - 1, Math.floor(span.to / width));
    for (let i = first; i <= last; i++) {
      const part = Math.min(span.to, (i + 1) * width) - Math.max(span.from, i * width);
      slots[i] = (slots[i] ?? 0) + Math.max(0, part);
    }
  }

  /** Where the spans that end after `time` begin. */
  firstAfter(time: number): number {
    let low = 0;
    let high = this.spans.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.spans[middle]?.to ?? 0) > time) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
