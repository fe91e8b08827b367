/**
 * Lanes by threads rather than by workers: where a reader's own program runs, a worker runs one thread after another, and
 * each run event is named after its thread.
 */
import type { RunEvent } from "../api/types";
import type { Lane } from "./lane";

/** Further threads share the lanes of the workers that they run on, where their bars tell them apart. */
const MOST_LANES = 64;

export class Threads {
  /** The lane of the thread that a worker runs now. */
  readonly #lanes = new Map<number, Lane>();
  /** The workers whose thread has ended. */
  readonly #idle = new Set<number>();
  #count = 0;

  /**
   * The lane of an event's thread.
   * @param isEnd whether the event is the thread's last
   * @param make gives a lane of this number, a new one if there is none
   */
  laneOf(event: RunEvent, isEnd: boolean, make: (lane: number) => Lane): Lane {
    const { worker } = event;
    const name = (event.kind === "run" && event.what) || undefined;
    let lane = this.#lanes.get(worker);
    const isOther = name !== undefined && lane?.name !== undefined && lane.name !== name;
    const isNext = this.#idle.has(worker) && !isEnd;
    if (!lane || ((isOther || isNext) && this.#count < MOST_LANES)) {
      lane = make(++this.#count);
      this.#lanes.set(worker, lane);
    }
    lane.name ??= name;
    if (isEnd) this.#idle.add(worker);
    else this.#idle.delete(worker);
    return lane;
  }
}
