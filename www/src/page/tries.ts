/** What to try next: each is a button that sets it and runs. */
import { msg, str } from "@lit/localize";
import { html, nothing } from "lit";
import { isSearched, PROGRAM } from "../api/own-program";
import type { Json, Lesson, Params } from "../api/types";
import { prose } from "../kit/prose";
import { inWords, type Spec, specsOf } from "../setting/spec";

/** More of what a button sets would not be read. */
const MOST_SET = 3;
const LONGEST_VALUE = 24;

/** `press` is given the parameters over the defaults; undefined where the lesson cannot run here. */
export function tries(lesson: Lesson, press: ((params: Params) => void) | undefined) {
  if (lesson.tries.length === 0) return nothing;
  return html`<section class="tries">
    <h2>${msg("Try this")}</h2>
    <ol>
      ${lesson.tries.map(({ text, params }, index) => {
        const isToSet = Object.keys(params).length > 0;
        return html`<li>
          <p id="try-${index}">${prose(text)}</p>
          ${
            press && isToSet
              ? html`<button class="small" aria-describedby="try-${index}" @click=${() => press(params)}>
                  ${buttonOf(lesson, params)}
                </button>`
              : nothing
          }
        </li>`;
      })}
    </ol>
  </section>`;
}

/** “Run with Guard: lock” */
function buttonOf(lesson: Lesson, params: Params): string {
  if (PROGRAM in params)
    return isSearched(lesson)
      ? msg("Search this program", { desc: "Button: takes another program, and searches its schedules" })
      : msg("Run this program", { desc: "Button: takes another program, and runs it" });
  const specs = specsOf(lesson);
  const set = Object.entries(params).map(([name, value]) => {
    const spec = specs.get(name);
    const shown = spec && textOf(spec, value);
    return shown === undefined ? (spec?.title ?? name) : `${spec?.title}: ${shown}`;
  });
  const list = set.slice(0, MOST_SET).join(", ");
  const left = set.length - MOST_SET;
  if (left > 0)
    return msg(str`Run with ${list} and ${left} more`, { desc: "Button: sets several parameters and runs" });
  return msg(str`Run with ${list}`, { desc: "Button: sets parameters and runs: “Run with Guard: lock”" });
}

/** Undefined where it is too long for a button. */
function textOf(spec: Spec, value: Json): string | undefined {
  if (spec.kind === "choice") return inWords(spec, value);
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  if (isObject || (Array.isArray(value) && value.some((item) => typeof item === "object"))) return undefined;
  const text = Array.isArray(value) ? value.join(", ") : inWords(spec, value);
  const shown = spec.unit && value !== null ? `${text} ${spec.unit}` : text;
  return shown.length > LONGEST_VALUE ? undefined : shown;
}
