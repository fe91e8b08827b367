/** The events of one run as they came, up to a limit, for the file that a reader downloads. */
import type { RunEvent } from "../api/types";

/** More would be a file that no viewer opens gladly. */
export const MOST_EVENTS = 400_000;

export class Recording {
  readonly events: RunEvent[] = [];
  /** How many came when there was no more room. */
  leftOut = 0;

  add(events: RunEvent[]): void {
    const room = Math.min(events.length, MOST_EVENTS - this.events.length);
    for (let i = 0; i < room; i++) {
      const event = events[i];
      if (event) this.events.push(event);
    }
    this.leftOut += events.length - room;
  }
}
