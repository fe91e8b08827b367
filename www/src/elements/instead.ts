/** What a lesson offers where the processor that was asked for is not here, or was lost on the way. */
import type { Setting } from "../address";
import type { ManyhandsError } from "../api/errors";
import type { Lesson } from "../api/types";
import { baseline, specsOf } from "../form/spec";

/** The setting that takes threads in place of the back end that failed; undefined where that is no way out. */
export function onThreads(lesson: Lesson, setting: Setting, error: ManyhandsError): Setting | undefined {
  const backend = specsOf(lesson).get("backend");
  const isAboutIt = error.kind === "unsupported" || error.kind === "failed";
  if (!isAboutIt || backend?.kind !== "choice" || !backend.choices.some(({ value }) => value === "threads")) return;
  const taken = setting.params.backend ?? baseline(lesson, setting.preset).backend;
  if (taken === "threads" || taken === "serial") return;
  return { preset: setting.preset, params: { ...setting.params, backend: "threads" } };
}
