/** What each worker did from when to when, of the events of a run. */
import type { Json, RunEvent } from "../api/types";

export interface State {
  worker: number;
  kind: "run" | "wait" | "sleep";
  /** On what it works, or for what it waits. */
  what: string;
  item?: Json | undefined;
  holding?: string | undefined;
  /** In milliseconds since the run began. */
  from: number;
  /** Nothing as long as it lasts. */
  to?: number;
}

/** More would be no picture; how many there were beyond is counted. */
const MOST = 20_000;

export class States {
  /** In the order in which they came, which for each worker is that of their times. */
  readonly all: State[] = [];
  /** How many states were not kept. */
  dropped = 0;
  /** When the last event was, in milliseconds. */
  latest = 0;
  readonly #open = new Map<number, State>();

  /** Says whether there was a state among them. */
  add(events: RunEvent[]): boolean {
    let has = false;
    for (const event of events) {
      this.latest = Math.max(this.latest, event.t_us / 1000);
      if (event.kind === "run" || event.kind === "wait" || event.kind === "sleep") {
        has = true;
        this.#take(event);
      }
    }
    return has;
  }

  /** What still lasts ends now. */
  end(ms: number | undefined): void {
    this.latest = Math.max(this.latest, ms ?? 0);
    for (const state of this.#open.values()) state.to = this.latest;
    this.#open.clear();
  }

  #take(event: Extract<RunEvent, { kind: State["kind"] }>): void {
    const { worker, kind } = event;
    const from = event.t_us / 1000;
    const before = this.#open.get(worker);
    if (before) before.to = Math.max(before.from, from);
    this.#open.delete(worker);
    if (this.all.length === MOST) {
      this.dropped += 1;
      return;
    }
    const what = event.kind === "run" ? event.what : event.kind === "wait" ? event.on : "";
    const state: State = { worker, kind, what, from };
    if (event.kind === "run") Object.assign(state, { item: event.item, holding: event.holding });
    this.all.push(state);
    this.#open.set(worker, state);
  }
}
