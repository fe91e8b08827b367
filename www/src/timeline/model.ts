/** The trace of one run as the timeline draws it. It takes events as they come, at a cost that does not grow. */
import type { RunEvent } from "../api/types";
import { Lane, SLOTS, type Span, type State } from "./lane";

/** How many states are kept one by one, over all workers. */
const MOST_SPANS = 120_000;
/** How many messages are kept one by one. */
const MOST_MESSAGES = 20_000;
const FIRST_SLOT_MS = 1 / 64;

/** A message that was sent and, when `toLane` is there, received. Times in milliseconds. */
export interface Message {
  fromLane: number;
  sentAt: number;
  toLane: number;
  receivedAt: number;
}

export class TraceModel {
  readonly lanes = new Map<number, Lane>();
  readonly messages: Message[] = [];
  /** The latest time known, in milliseconds since the run began. */
  end = 0;
  finished = false;
  slotWidth = FIRST_SLOT_MS;
  #spanCount = 0;
  #onTheWay = new Map<string, Message>();

  /** The lanes from the coordinator down. */
  get sorted(): Lane[] {
    return [...this.lanes.values()].sort((a, b) => a.worker - b.worker);
  }

  add(events: RunEvent[]): void {
    for (const event of events) this.#take(event);
  }

  /** The run is over: what has begun ends with it. */
  finish(end: number): void {
    this.finished = true;
    this.#reach(Math.max(this.end, end));
    for (const lane of this.lanes.values()) this.#close(lane, this.end);
  }

  #take(event: RunEvent): void {
    const time = event.t_us / 1000;
    switch (event.kind) {
      case "run":
      case "wait":
      case "sleep": {
        const lane = this.#lane(event.worker);
        this.#reach(time);
        this.#close(lane, time);
        lane.open = { state: event.kind, from: time, to: time, label: labelOf(event) };
        break;
      }
      case "send":
      case "receive":
        this.#reach(time);
        this.#message(event, time);
        break;
      default:
        this.#reach(time);
    }
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
    lane.total[span.state] += span.to - span.from;
    lane.count[span.state] += 1;
    lane.fill(span, this.slotWidth);
    if (this.#spanCount < MOST_SPANS && lane.keptUntil === Infinity) {
      lane.spans.push(span);
      this.#spanCount += 1;
    } else {
      lane.keptUntil = Math.min(lane.keptUntil, span.from);
    }
  }

  #message(event: Extract<RunEvent, { kind: "send" | "receive" }>, time: number): void {
    const lane = this.#lane(event.worker);
    const slot = Math.min(SLOTS - 1, Math.floor(time / this.slotWidth));
    const key = JSON.stringify([event.from, event.to, event.message]);
    if (event.kind === "send") {
      lane.sent += 1;
      lane.sends[slot] = (lane.sends[slot] ?? 0) + 1;
      if (this.messages.length >= MOST_MESSAGES) return;
      const message = { fromLane: event.worker, sentAt: time, toLane: Number.NaN, receivedAt: Number.NaN };
      this.messages.push(message);
      this.#onTheWay.set(key, message);
    } else {
      lane.received += 1;
      lane.receipts[slot] = (lane.receipts[slot] ?? 0) + 1;
      const message = this.#onTheWay.get(key);
      if (!message) return;
      message.toLane = event.worker;
      message.receivedAt = time;
      this.#onTheWay.delete(key);
    }
  }
}

function labelOf(event: Extract<RunEvent, { kind: State }>): string {
  switch (event.kind) {
    case "run": {
      const item = event.item === undefined || event.item === null ? "" : ` ${plain(event.item)}`;
      return `${event.what}${item}`;
    }
    case "wait":
      return `waits for ${event.on}`;
    case "sleep":
      return `sleeps ${event.ms} ms`;
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
