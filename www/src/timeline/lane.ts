/**
 * What one worker did, in bounded memory: every state as it was, up to a limit, and all of them summed into time
 * slots whose width doubles when the run outgrows them.
 */
import { msg } from "@lit/localize";

/** The states that a worker can be in, in the order of the legend. Who holds a lock runs, and others wait for it. */
export const STATES = ["run", "hold", "wait", "sleep"] as const;
export type State = (typeof STATES)[number];

export const SLOTS = 2048;
/** How many names of what was waited for or held are told apart in one lane. */
const MOST_NAMES = 40;
export const OTHERS = "others";

/** One state, from its beginning to its end, in milliseconds. */
export interface Span {
  state: State;
  from: number;
  to: number;
  /** What it does, as it stands on the bar. */
  label: string;
  /** Which one of those it is, for a bar that has no room for more. */
  number: string;
  /** What it waits for or holds. */
  on: string;
}

/** How long and how often. */
export interface Sum {
  time: number;
  count: number;
}

/** The spans of a lane again, as numbers side by side: drawing goes through very many of them in a frame. */
export class Columns {
  size = 0;
  begins = new Float64Array(64);
  ends = new Float64Array(64);
  /** Indices into `STATES`. */
  states = new Uint8Array(64);

  push({ state, from, to }: Span): void {
    if (this.size === this.states.length) {
      this.begins = twice(this.begins, new Float64Array(2 * this.size));
      this.ends = twice(this.ends, new Float64Array(2 * this.size));
      this.states = twice(this.states, new Uint8Array(2 * this.size));
    }
    this.begins[this.size] = from;
    this.ends[this.size] = to;
    this.states[this.size] = STATES.indexOf(state);
    this.size += 1;
  }
}

function twice<T extends Float64Array | Uint8Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

const perState = <T>(make: () => T) => Object.fromEntries(STATES.map((state) => [state, make()])) as Record<State, T>;

export class Lane {
  /** Its number: the worker's, or where lanes are threads the thread's, in the order in which they began. */
  readonly worker: number;
  /** The thread's own name, where lanes are threads. */
  name: string | undefined;
  /** Kept while there is room: beyond `keptUntil` only the slots know. */
  readonly spans: Span[] = [];
  readonly columns = new Columns();
  keptUntil = Infinity;
  /** The state that has begun and not ended; its `to` is not yet known. */
  open: Span | undefined;
  readonly sum: Record<State, Sum> = perState(() => ({ time: 0, count: 0 }));
  /** By what was waited for, and by what was held. */
  readonly by: { wait: Map<string, Sum>; hold: Map<string, Sum> } = { wait: new Map(), hold: new Map() };
  sent = 0;
  received = 0;
  /** How often it got a lock from another worker. */
  handed = 0;
  /** Milliseconds in each state, by slot. */
  readonly slots: Record<State, Float32Array> = perState(() => new Float32Array(SLOTS));
  readonly sends = new Float32Array(SLOTS);
  readonly receipts = new Float32Array(SLOTS);

  constructor(worker: number) {
    this.worker = worker;
  }

  keep(span: Span): void {
    this.spans.push(span);
    this.columns.push(span);
  }

  /** Two slots become one. */
  halve(): void {
    for (const slots of [...Object.values(this.slots), this.sends, this.receipts]) {
      for (let i = 0; i < SLOTS / 2; i++) slots[i] = (slots[2 * i] ?? 0) + (slots[2 * i + 1] ?? 0);
      slots.fill(0, SLOTS / 2);
    }
  }

  /** Adds a closed span to the sums and to the slots, each slot getting its part. */
  count(span: Span, width: number): void {
    const { state, from, to, on } = span;
    add(this.sum[state], to - from);
    if (state === "wait" || state === "hold") {
      const names = this.by[state];
      const name = names.has(on) || names.size < MOST_NAMES ? on : OTHERS;
      let sum = names.get(name);
      if (!sum) {
        sum = { time: 0, count: 0 };
        names.set(name, sum);
      }
      add(sum, to - from);
    }
    const slots = this.slots[state];
    const first = Math.floor(from / width);
    const last = Math.min(SLOTS - 1, Math.floor(to / width));
    for (let i = first; i <= last; i++) {
      const part = Math.min(to, (i + 1) * width) - Math.max(from, i * width);
      slots[i] = (slots[i] ?? 0) + Math.max(0, part);
    }
  }

  /** Where the spans that end after `time` begin. */
  firstAfter(time: number): number {
    const { ends, size } = this.columns;
    let low = 0;
    let high = size;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] ?? 0) > time) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

function add(sum: Sum, time: number): void {
  sum.time += time;
  sum.count += 1;
}

export function nameOf(lane: Lane): string {
  if (lane.name !== undefined) return lane.name;
  return lane.worker === 0
    ? msg("main", { id: "timeline-main", desc: "The main program’s lane in the timeline: room for some six letters" })
    : String(lane.worker);
}
