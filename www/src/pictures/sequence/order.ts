/**
 * Puts the sendings and receipts of a run in one order in which they can have happened.
 *
 * The clocks of two workers agree only nearly, so their times alone may have a message taken before it was sent. What
 * is certain is Lamport's relation "happened before": what one worker did, it did in that order, and a message is sent
 * before it is taken. Among what that leaves open, the times decide. (L. Lamport, Time, Clocks, and the Ordering of
 * Events in a Distributed System, Communications of the ACM 21 (7), 1978.)
 */

/** A message, with as much as is known of its way. */
export interface Message {
  /** 0 is the main program, 1 and up are the actors. */
  from: number;
  to: number;
  /** The sender's count of its messages. */
  number: number;
  sent?: Moment;
  taken?: Moment;
}

/** A sending or a receipt. */
export interface Moment {
  message: Message;
  kind: "send" | "receive";
  worker: number;
  /** What the worker's clock said, in milliseconds since the run began. */
  measured: number;
  /** The same, set right where another clock was behind: never before what happened before. */
  at: number;
  /** Its place in the order, from 0. */
  place: number;
}

interface Lane {
  moments: Moment[];
  next: number;
}

/** Gives each moment its `at` and its `place`. Those of one worker have to come in the order in which it did them. */
export function putInOrder(moments: readonly Moment[]): void {
  const lanes = new Map<number, Lane>();
  for (const moment of moments) {
    moment.place = -1;
    const lane = lanes.get(moment.worker);
    if (lane) lane.moments.push(moment);
    else lanes.set(moment.worker, { moments: [moment], next: 0 });
  }
  let now = 0;
  for (let place = 0; place < moments.length; place++) {
    const next = earliest(lanes.values());
    if (!next) return;
    // What it waited for has a place already, so `now` is no earlier than any of that.
    now = Math.max(now, next.measured);
    next.at = now;
    next.place = place;
  }
}

/** The earliest of the moments that wait for nothing. */
function earliest(lanes: Iterable<Lane>): Moment | undefined {
  let found: Moment | undefined;
  let missed: Moment | undefined;
  for (const lane of lanes) {
    while ((lane.moments[lane.next]?.place ?? -1) >= 0) lane.next += 1;
    const head = lane.moments[lane.next];
    if (!head) continue;
    const sent = head.kind === "receive" ? head.message.sent : undefined;
    if (sent && sent.place < 0) missed ??= sent;
    else if (!found || head.measured < found.measured) found = head;
  }
  // Where every lane waits for a sending, they wait for one another, and no order is right: a sending goes first then,
  // so that at least no message is taken before it was sent.
  return found ?? missed;
}
