/** The parts of a run that have a name: “one worker”, then “the pool”. A record tells them as `metrics.phases`. */
import type { Json } from "../api/types";
import type { Phase } from "./draw";

/** Those that follow each other under one name are one. */
export function phasesOf(told: Json | undefined): Phase[] {
  const phases: Phase[] = [];
  for (const one of Array.isArray(told) ? told : []) {
    if (typeof one !== "object" || one === null || Array.isArray(one)) continue;
    const { name, from_ms: from, to_ms: to } = one;
    if (typeof name !== "string" || typeof from !== "number" || typeof to !== "number") continue;
    const last = phases.at(-1);
    if (last?.name === name) last.to = to;
    else phases.push({ name, from, to });
  }
  return phases;
}
