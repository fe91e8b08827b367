/** What stands in the way of a run here, and what a reader can do about it. */
import { msg, str } from "@lit/localize";
import { html, nothing } from "lit";
import type { ManyhandsError } from "../api/errors";
import type { Lesson } from "../api/types";
import { hasSharedMemory, whyNoSharedMemory } from "../kit/shared-memory";
import { pageAddress, type Setting } from "../setting/address";
import { engineSays, lacking } from "../setting/faults";
import { baseline, specsOf } from "../setting/spec";
import type { CapabilitiesPart } from "./capabilities-part";

/** Whether the workers of this lesson can be had in this page. */
export const canRun = (lesson: Lesson) => hasSharedMemory() || !lesson.needs_shared_memory;

/** In a page without shared memory: why there is none, and what follows for this lesson. */
export function memoryNote(lesson: Lesson, setting: Setting, panel: CapabilitiesPart, place: ParentNode) {
  if (hasSharedMemory()) return nothing;
  const why = whyNoSharedMemory();
  const more = html`<button class="small" aria-haspopup="dialog" @click=${() => panel.open(place)}>
    ${msg("What can this browser do?")}
  </button>`;
  if (canRun(lesson)) {
    const runs = msg(str`This page has no shared memory: ${why}. The lesson runs in workers that share nothing.`);
    return html`<p class="aside">${runs} ${more}</p>
      ${panel.notice}`;
  }
  const cannotRun = msg(
    str`This page has no shared memory: ${why}. The workers of this lesson share one memory, so it cannot run here.`,
  );
  return html`<div class="trouble">
    <p>${cannotRun} ${more}</p>
    ${panel.notice}
    ${crossOriginIsolated ? nothing : ownTab(lesson, setting)}
  </div>`;
}

/** What the engine said; `runWith` runs the lesson with another setting, where that is a way out. */
export function trouble(lesson: Lesson, setting: Setting, error: ManyhandsError, runWith: (other: Setting) => void) {
  const isElsewherePossible = error.kind === "unsupported" && !crossOriginIsolated;
  const other = onThreads(lesson, setting, error);
  return html`<div class="trouble" role="alert">
    <p>${lacking(engineSays(lesson, error.message))}</p>
    ${isElsewherePossible ? ownTab(lesson, setting) : nothing}
    ${other ? html`<p><button @click=${() => runWith(other)}>${msg("Run on threads instead")}</button></p>` : nothing}
  </div>`;
}

/** Helps where isolation is what is missing: an isolated page has already got all that its browser offers. */
function ownTab(lesson: Lesson, setting: Setting) {
  const address = pageAddress(lesson, setting);
  const text = msg("Open it in a tab of its own");
  return html`<p><a class="button" href=${address} target="_blank" rel="noopener">${text}</a></p>`;
}

/** The setting that takes threads in place of the back end that failed; undefined where that is no way out. */
function onThreads(lesson: Lesson, setting: Setting, error: ManyhandsError): Setting | undefined {
  const backend = specsOf(lesson).get("backend");
  const isAboutIt = error.kind === "unsupported" || error.kind === "failed";
  if (!isAboutIt || backend?.kind !== "choice" || !backend.choices.some(({ value }) => value === "threads")) return;
  const taken = setting.params.backend ?? baseline(lesson, setting.preset).backend;
  if (taken === "threads" || taken === "serial") return;
  return { preset: setting.preset, params: { ...setting.params, backend: "threads" } };
}
