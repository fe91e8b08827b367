/** Gives a run's trace to the reader as a file. Loaded when someone asks for it. */
import type { RunEvent } from "../api/types";
import { chromeTrace } from "./trace";

export function save(lesson: string, events: RunEvent[], endUs: number, leftOut: number | undefined): void {
  const json = JSON.stringify(chromeTrace(lesson, events, endUs, leftOut));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([json], { type: "application/json" }));
  link.download = `${lesson}-trace.json`;
  link.click();
  // Revoked later: the download may begin only after this task.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
