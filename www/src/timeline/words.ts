/** What the timeline says in words. */
import { ms } from "../elements/format";
import { type Lane, nameOf, type Span } from "./lane";
import { spanAt } from "./model";

export function who(lane: Lane): string {
  return lane.worker === 0 ? "main" : `worker ${nameOf(lane)}`;
}

/** What a worker does in a state. */
export function doing({ state, label, on }: Span): string {
  switch (state) {
    case "run":
      return `runs ${label}`;
    case "hold":
      return label === on ? `holds ${on}` : `holds ${on}, ${label}`;
    case "wait":
      return `waits for ${on}`;
    case "sleep":
      return `sleeps ${label}`;
  }
}

/** Time and state under a cursor: who, does what, since when, for how long. */
export function readOut(lane: Lane, time: number, now: number): string {
  const at = `at ${ms(time)}, ${who(lane)}`;
  const span = spanAt(lane, time);
  if (!span) return `${at}: ${time > lane.keptUntil ? "more happened than is kept one by one" : "nothing recorded"}`;
  const so = span === lane.open ? " so far," : "";
  const until = span === lane.open ? Math.max(now, span.from) : span.to;
  return `${at}: ${doing(span)}, ${ms(until - span.from)}${so} from ${ms(span.from)}`;
}
