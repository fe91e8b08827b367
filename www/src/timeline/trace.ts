/**
 * A run's events as Chrome Trace Event JSON, which Perfetto opens: the same file that the command line writes for
 * `--trace`. `src/contract/trace.rs` describes it; `tests/trace/` holds the two to each other.
 */
import type { RunEvent } from "../api/types";

/** A flow that leaves a slice at its very end would be taken to leave the next one. In microseconds. */
const WITHIN_US = 0.001;

type TraceEvent = { ph: string; name: string; ts?: number; [key: string]: unknown };

interface State {
  since: number;
  name: string;
  cat: string;
  holding?: string | undefined;
}

/** `endUs` is the run's length, `leftOut` how many events are missing, where that is known. */
export function chromeTrace(lesson: string, events: RunEvent[], endUs: number, leftOut: number | undefined): object {
  const lanes = new Map<number, State | undefined>();
  const locks = new HandOvers();
  const out: TraceEvent[] = [];
  for (const event of [...events].sort((a, b) => a.t_us - b.t_us)) {
    const { worker, t_us: ts } = event;
    const before = lanes.get(worker);
    const state = stateOf(event);
    if (state) {
      if (before) {
        locks.giveUp(before, worker, ts);
        out.push(slice(before, worker, ts));
      }
      out.push(...locks.take(state, worker));
    }
    lanes.set(worker, state ?? before);
    out.push(...moments(event));
  }
  const named = [metadata("process_name", undefined, `manyhands ${lesson}`)];
  for (const worker of [...lanes.keys()].sort((a, b) => a - b)) {
    named.push(metadata("thread_name", worker, worker === 0 ? "main" : `worker ${worker}`));
    const state = lanes.get(worker);
    if (state) out.push(slice(state, worker, endUs));
  }
  out.sort((a, b) => (a.ts ?? 0) - (b.ts ?? 0) || Number(a.ph !== "X") - Number(b.ph !== "X"));
  const otherData = leftOut === undefined ? { lesson } : { lesson, events_left_out: leftOut };
  return { traceEvents: [...named, ...out], displayTimeUnit: "ms", otherData };
}

function stateOf(event: RunEvent): State | undefined {
  const since = event.t_us;
  switch (event.kind) {
    case "run": {
      const { what, item, holding } = event;
      const name = item === undefined || item === null ? what : `${what} ${item}`;
      return holding ? { since, name, cat: "hold", holding } : { since, name, cat: "run" };
    }
    case "wait":
      return { since, name: `wait for ${event.on}`, cat: "wait" };
    case "sleep":
      return { since, name: `sleep ${event.ms} ms`, cat: "sleep" };
    default:
      return undefined;
  }
}

function slice({ since, name, cat, holding }: State, tid: number, until: number): TraceEvent {
  const args = holding === undefined ? {} : { args: { holding } };
  return { ph: "X", pid: 1, tid, ts: since, dur: Math.max(0, until - since), name, cat, ...args };
}

/** Who gave up which lock last, so that whoever takes it next is known to have it from there. */
class HandOvers {
  /** By the lock's name: the worker, and the last moment at which it held it. */
  #givenUp = new Map<string, { from: number; last: number }>();
  #count = 0;

  giveUp({ holding, since }: State, worker: number, until: number): void {
    if (holding !== undefined) this.#givenUp.set(holding, { from: worker, last: Math.max(since, until - WITHIN_US) });
  }

  /** The two ends of the arrow, where the lock comes from another worker. */
  take({ holding: lock, since }: State, worker: number): TraceEvent[] {
    const given = lock === undefined ? undefined : this.#givenUp.get(lock);
    if (lock === undefined || !given) return [];
    this.#givenUp.delete(lock);
    if (given.from === worker) return [];
    this.#count += 1;
    const both = { pid: 1, name: "hand-over", cat: "hand-over", id: `hand-over ${this.#count}`, args: { lock } };
    return [
      { ph: "s", tid: given.from, ts: given.last, ...both },
      { ph: "f", bp: "e", tid: worker, ts: since, ...both },
    ];
  }
}

/** What happens at one moment: lines, progress, the two ends of a message. */
function moments(event: RunEvent): TraceEvent[] {
  const here = { pid: 1, tid: event.worker, ts: event.t_us };
  switch (event.kind) {
    case "print":
      return [{ ph: "i", s: "t", ...here, name: "print", cat: "print", args: { text: event.text } }];
    case "progress":
      return [{ ph: "C", pid: 1, ts: event.t_us, name: "progress", args: { done: event.done } }];
    case "send":
    case "receive": {
      const { kind, from, to, message } = event;
      const arrow = kind === "send" ? { ph: "s" } : { ph: "f", bp: "e" };
      return [
        { ph: "i", s: "t", ...here, name: kind, cat: "message", args: { from, to, message } },
        { ...arrow, ...here, name: "message", cat: "message", id: `${from}-${to}-${message}` },
      ];
    }
    default:
      return [];
  }
}

function metadata(name: string, worker: number | undefined, said: string): TraceEvent {
  return { ph: "M", pid: 1, name, args: { name: said }, ...(worker === undefined ? {} : { tid: worker }) };
}
