/** What stands in the way of a run here, and what a reader can do about it. */
import { msg, str } from "@lit/localize";
import { html, nothing } from "lit";
import { type ManyhandsError, sentenceOf } from "../api/errors";
import type { Lesson } from "../api/types";
import { whyNoEngine } from "../engine/lacks";
import { hasSharedMemory, whyNoSharedMemory } from "../kit/shared-memory";
import { isFile, isFramed, isSandboxed } from "../kit/site-root";
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
  const nothingRuns = whyNoEngine();
  if (nothingRuns !== undefined)
    return html`<p class="aside">${nothingRuns} ${more}</p>
      ${panel.notice}`;
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
    ${ownTab(lesson, setting)}
  </div>`;
}

/** What the engine said; `runWith` runs the lesson with another setting, where that is a way out. */
export function trouble(lesson: Lesson, setting: Setting, error: ManyhandsError, runWith: (other: Setting) => void) {
  const other = onThreads(lesson, setting, error);
  const instead = hasSharedMemory() ? msg("Run on threads instead") : msg("Run in processes instead");
  return html`<div class="trouble" role="alert">
    <p>${named(lesson, error)}${lacking(engineSays(lesson, sentenceOf(error)))}</p>
    ${error.kind === "unsupported" ? ownTab(lesson, setting) : nothing}
    ${other ? html`<p><button @click=${() => runWith(other)}>${instead}</button></p>` : nothing}
    ${error.details === undefined ? nothing : details(error.details)}
  </div>`;
}

/** The parameter that it is about, where the sentence does not begin with it. */
function named(lesson: Lesson, { parameter, message }: ManyhandsError) {
  const spec = parameter === undefined ? undefined : specsOf(lesson).get(parameter);
  return spec && !message.startsWith(spec.title) ? html`<b>${spec.title}:</b> ` : nothing;
}

/** What only a developer can read, for whoever asks for it. */
export function details(text: string) {
  return html`<details>
    <summary>${msg("Details", { desc: "what a browser said of an error, in its own words" })}</summary>
    <pre tabindex="0"><code>${text}</code></pre>
  </details>`;
}

/**
 * The way into a tab of the lesson's own, where that has what is missing here: not from the site's own page in a tab, which
 * has got all that its browser and its host offer. A sandbox may keep links from opening and would go along into the tab, so
 * there the address is given, to be copied.
 */
function ownTab(lesson: Lesson, setting: Setting) {
  const address = pageAddress(lesson, setting);
  const isOwnPage = !isFramed() && new URL(address).pathname === location.pathname.replace(/\/$/, "/index.html");
  if (crossOriginIsolated || !isSecureContext || isFile() || isOwnPage) return nothing;
  const copied = html`${msg("Open it in a tab of its own, at this address:")} <code>${address}</code>`;
  if (isSandboxed()) return html`<p>${copied}</p>`;
  const text = msg("Open it in a tab of its own");
  const open = (event: Event) => {
    if (!isFramed()) return;
    event.preventDefault();
    const link = event.currentTarget as Element;
    // A sandbox that keeps the origin is noticed only when it opens nothing; Firefox throws.
    try {
      const tab = window.open(address, "_blank");
      if (tab) {
        tab.opener = null;
        return;
      }
    } catch {}
    link.closest(".own-tab")?.classList.add("refused");
  };
  return html`<div class="own-tab">
    <p><a class="button" href=${address} target="_blank" rel="noopener" @click=${open}>${text}</a></p>
    <p>${copied}</p>
  </div>`;
}

/** The setting that takes threads in place of the back end that failed; undefined where that is no way out. */
function onThreads(lesson: Lesson, setting: Setting, error: ManyhandsError): Setting | undefined {
  const backend = specsOf(lesson).get("backend");
  // So begins what the engine says of a back end. Where nothing runs at all, threads do not either.
  const isAboutIt = (error.kind === "unsupported" || error.kind === "failed") && error.message.startsWith("backend ");
  if (!isAboutIt || backend?.kind !== "choice" || !backend.choices.some(({ value }) => value === "threads")) return;
  const taken = setting.params.backend ?? baseline(lesson, setting.preset).backend;
  if (taken === "threads" || taken === "serial") return;
  return { preset: setting.preset, params: { ...setting.params, backend: "threads" } };
}
