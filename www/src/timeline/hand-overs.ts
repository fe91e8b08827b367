/**
 * Locks that go from one worker to another: who gives one up, and who has it next.
 *
 * The events of different workers come nearly in the order of their times, and here the order is all that matters:
 * so what is newer than a moment waits until what is older must have come.
 */

/** By how much an event may come later than one that it was before, in milliseconds; seen are some microseconds. */
const SETTLE_MS = 20;

/** A lock that one worker gave up and another had next. Times in milliseconds. */
export interface HandOver {
  lock: string;
  from: number;
  givenAt: number;
  to: number;
  takenAt: number;
}

interface Change {
  lock: string;
  worker: number;
  at: number;
  takes: boolean;
}

export class HandOvers {
  #waiting: Change[] = [];
  /** By the lock, who gave it up last, while nobody has taken it. */
  #free = new Map<string, Change>();

  gives(lock: string, worker: number, at: number): void {
    this.#waiting.push({ lock, worker, at, takes: false });
  }

  takes(lock: string, worker: number, at: number): void {
    this.#waiting.push({ lock, worker, at, takes: true });
  }

  /** The hand-overs that are certain now; at the end of the run all of them. */
  settle(now: number): HandOver[] {
    const until = now - SETTLE_MS;
    const waiting = this.#waiting.sort((a, b) => a.at - b.at);
    const firstNew = waiting.findIndex(({ at }) => at > until);
    const certain = firstNew < 0 ? waiting.splice(0) : waiting.splice(0, firstNew);
    return certain.flatMap((change) => this.#match(change));
  }

  #match(change: Change): HandOver[] {
    const { lock, worker, at, takes } = change;
    if (!takes) {
      this.#free.set(lock, change);
      return [];
    }
    const given = this.#free.get(lock);
    this.#free.delete(lock);
    if (!given || given.worker === worker) return [];
    return [{ lock, from: given.worker, givenAt: given.at, to: worker, takenAt: at }];
  }
}
