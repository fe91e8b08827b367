/** The trace of one run as the timeline draws it. It takes events as they come, at a cost that does not grow. */
import type { RunEvent } from "../api/types";
import { type HandOver, HandOvers } from "./hand-overs";
import { Lane, SLOTS, type Span } from "./lane";
import { Threads } from "./threads";

/** How many states are kept one by one, over all workers. */
const MOST_SPANS = 120_000;
/** How many messages are kept one by one, and how many hand-overs. */
const MOST_ARROWS = 20_000;
const FIRST_SLOT_MS = 1 / 64;

/**
 * A message that was sent and, when `to` is there, received. Lanes are workers; times in milliseconds. What a process tells
 * comes in its own time: of a message the receipt may be told of first, and `from` is not there yet.
 */
export interface Message {
  from: number;
  sentAt: number;
  to: number;
  takenAt: number;
}

/** What a thread is said to wait for, by `engine/threading`, once its target has returned. */
const ENDED = "the end of the run";

type StateEvent = Extract<RunEvent, { kind: "run" | "wait" | "sleep" }>;

export class TraceModel {
  /** Whether each lane is a thread with a name of its own, rather than a worker. */
  readonly isOfThreads: boolean;
  readonly lanes = new Map<number, Lane>();
  readonly messages: Message[] = [];
  readonly handOvers: HandOver[] = [];
  /** The latest time known, in milliseconds since the run began. */
  end = 0;
  finished = false;
  slotWidth = FIRST_SLOT_MS;
  #spanCount = 0;
  #onTheWay = new Map<string, Message>();
  #locks = new HandOvers();
  #threads = new Threads();
  #sorted: Lane[] = [];

  constructor(isOfThreads = false) {
    this.isOfThreads = isOfThreads;
  }

  /** The lanes from the coordinator down. */
  get sorted(): Lane[] {
    if (this.#sorted.length !== this.lanes.size) {
      this.#sorted = [...this.lanes.values()].sort((a, b) => a.worker - b.worker);
    }
    return this.#sorted;
  }

  add(events: RunEvent[]): void {
    for (const event of events) this.#take(event);
    this.#settle(this.end);
  }

  /** The run is over: what has begun ends with it. */
  finish(end: number): void {
    this.finished = true;
    this.#reach(Math.max(this.end, end));
    for (const lane of this.lanes.values()) this.#close(lane, this.end);
    this.#settle(Infinity);
  }

  #take(event: RunEvent): void {
    // The coordinator runs no thread of a reader's own program: it only waits for its end.
    if (this.isOfThreads && event.worker === 0) return;
    const time = event.t_us / 1000;
    this.#reach(time);
    switch (event.kind) {
      case "run":
      case "wait":
      case "sleep": {
        const isEnd = event.kind === "wait" && event.on === ENDED;
        const lane = this.#laneOf(event, isEnd);
        this.#close(lane, time);
        // It has done what it was to do: nothing is drawn of a thread that has ended.
        if (isEnd) break;
        lane.open = spanOf(event, time);
        // Its name stands beside its lane.
        if (lane.open.label === lane.name) lane.open.label = "";
        if (lane.open.state === "hold") this.#locks.takes(lane.open.on, lane.worker, time);
        break;
      }
      case "send":
      case "receive":
        this.#message(event, time);
        break;
    }
  }

  #laneOf(event: RunEvent, isEnd = false): Lane {
    if (!this.isOfThreads) return this.#lane(event.worker);
    return this.#threads.laneOf(event, isEnd, (number) => this.#lane(number));
  }

  #lane(worker: number): Lane {
    let lane = this.lanes.get(worker);
    if (!lane) {
      lane = new Lane(worker);
      this.lanes.set(worker, lane);
    }
    return lane;
  }

  #reach(time: number): void {
    if (time > this.end) this.end = time;
    while (this.end >= this.slotWidth * SLOTS) {
      for (const lane of this.lanes.values()) lane.halve();
      this.slotWidth *= 2;
    }
  }

  #close(lane: Lane, time: number): void {
    const span = lane.open;
    lane.open = undefined;
    if (!span) return;
    // Clocks of different workers agree only nearly: a state never ends before it began.
    span.to = Math.max(span.from, time);
    lane.count(span, this.slotWidth);
    if (span.state === "hold") this.#locks.gives(span.on, lane.worker, span.to);
    if (this.#spanCount < MOST_SPANS && lane.keptUntil === Infinity) {
      lane.keep(span);
      this.#spanCount += 1;
    } else {
      lane.keptUntil = Math.min(lane.keptUntil, span.from);
    }
  }

  #settle(now: number): void {
    for (const one of this.#locks.settle(now)) {
      this.#lane(one.to).handed += 1;
      if (this.handOvers.length < MOST_ARROWS) this.handOvers.push(one);
    }
  }

  #message(event: Extract<RunEvent, { kind: "send" | "receive" }>, time: number): void {
    const lane = this.#laneOf(event);
    const slot = Math.min(SLOTS - 1, Math.floor(time / this.slotWidth));
    const key = `${event.from} ${event.to} ${event.message}`;
    if (event.kind === "send") {
      lane.sent += 1;
      lane.sends[slot] = (lane.sends[slot] ?? 0) + 1;
      const message = this.#arrow(key);
      if (message) [message.from, message.sentAt] = [lane.worker, time];
    } else {
      lane.received += 1;
      lane.receipts[slot] = (lane.receipts[slot] ?? 0) + 1;
      const message = this.#arrow(key);
      if (message) [message.to, message.takenAt] = [lane.worker, time];
    }
  }

  /** The message of which one end is known by now, or a new one, if there is room for it. */
  #arrow(key: string): Message | undefined {
    const known = this.#onTheWay.get(key);
    if (known) {
      this.#onTheWay.delete(key);
      return known;
    }
    if (this.messages.length >= MOST_ARROWS) return undefined;
    const message = { from: Number.NaN, sentAt: Number.NaN, to: Number.NaN, takenAt: Number.NaN };
    this.messages.push(message);
    this.#onTheWay.set(key, message);
    return message;
  }
}

function spanOf(event: StateEvent, from: number): Span {
  const begun = { from, to: from };
  switch (event.kind) {
    case "run": {
      const { what, item, holding } = event;
      const number = item === undefined || item === null ? "" : plain(item);
      const label = number === "" ? what : `${what} ${number}`;
      return { ...begun, state: holding ? "hold" : "run", label, number, on: holding ?? "" };
    }
    case "wait":
      return { ...begun, state: "wait", label: "", number: "", on: event.on };
    case "sleep":
      return { ...begun, state: "sleep", label: `${event.ms} ms`, number: "", on: "" };
  }
}

function plain(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** The span that a worker is in at this time, if it is known one by one. */
export function spanAt(lane: Lane, time: number): Span | undefined {
  if (lane.open && time >= lane.open.from) return lane.open;
  const span = lane.spans[lane.firstAfter(time)];
  return span && span.from <= time ? span : undefined;
}
