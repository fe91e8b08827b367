/** The messages of one run as the sequence diagram shows them. It takes events as they come, at a cost that does not grow. */
import type { RunEvent } from "../../api/types";
import { type Message, type Moment, putInOrder } from "./order";

/** How many messages are kept one by one: the first ones. */
const MOST_MESSAGES = 2000;
/** What one window shows. */
const WINDOW_MESSAGES = 20;
const WINDOW_PARTICIPANTS = 8;

/** Messages that are shown together, in the order in which they were sent. */
export interface Window {
  messages: Message[];
  /** How many messages were before. */
  before: number;
  /** From the main program up. */
  participants: number[];
}

export class SequenceModel {
  finished = false;
  readonly #kept = new Map<string, Message>();
  /** In the order in which they came, which for each worker is the order in which it did them. */
  readonly #moments: Moment[] = [];
  readonly #participants = new Set<number>();
  /** Sendings and receipts of messages that are not kept. */
  #unkeptSent = 0;
  #unkeptTaken = 0;
  #windows: Window[] | undefined;

  add(events: RunEvent[]): void {
    for (const event of events) if (event.kind === "send" || event.kind === "receive") this.#take(event);
  }

  /** How many messages are kept one by one. */
  get kept(): number {
    return this.#kept.size;
  }

  /** How many are not: at least so many, where the engine left out events. */
  get unkept(): number {
    return Math.max(this.#unkeptSent, this.#unkeptTaken);
  }

  /** How many senders and receivers the kept messages have. */
  get participants(): number {
    return this.#participants.size;
  }

  /** The kept messages by windows, each of them the next few; made anew only when something has come. */
  get windows(): readonly Window[] {
    if (!this.#windows) {
      putInOrder(this.#moments);
      this.#windows = windowsOf([...this.#kept.values()].sort((a, b) => firstPlace(a) - firstPlace(b)));
    }
    return this.#windows;
  }

  #take({ kind, from, to, message: number, worker, t_us }: Extract<RunEvent, { kind: "send" | "receive" }>): void {
    // Once as many are kept as may be, and all are whole, nothing that comes can be of them.
    const isFull = this.#kept.size >= MOST_MESSAGES;
    const isComplete = isFull && this.#moments.length >= 2 * MOST_MESSAGES;
    const key = isComplete ? "" : `${from} ${to} ${number}`;
    let message = this.#kept.get(key);
    if (!message) {
      if (isFull) {
        if (kind === "send") this.#unkeptSent += 1;
        else this.#unkeptTaken += 1;
        return;
      }
      // A receipt may come first: in an earlier batch than its sending, or with its sending left out.
      message = { from, to, number };
      this.#kept.set(key, message);
      this.#participants.add(from).add(to);
    }
    const end = kind === "send" ? "sent" : "taken";
    if (message[end]) return;
    const measured = t_us / 1000;
    message[end] = { message, kind, worker, measured, at: measured, place: -1 };
    this.#moments.push(message[end]);
    this.#windows = undefined;
  }
}

function firstPlace({ sent, taken }: Message): number {
  return sent?.place ?? taken?.place ?? 0;
}

/** As many messages to a window as it has room for, and as have room for their senders and receivers. */
function windowsOf(messages: Message[]): Window[] {
  const windows: Window[] = [];
  let before = 0;
  let current: Message[] = [];
  let participants = new Set<number>();
  const close = () => {
    if (current.length === 0) return;
    windows.push({ messages: current, before, participants: [...participants].sort((a, b) => a - b) });
    before += current.length;
    current = [];
    participants = new Set();
  };
  for (const message of messages) {
    const both = new Set(participants).add(message.from).add(message.to);
    if (current.length === WINDOW_MESSAGES || both.size > WINDOW_PARTICIPANTS) close();
    current.push(message);
    participants.add(message.from).add(message.to);
  }
  close();
  return windows;
}
