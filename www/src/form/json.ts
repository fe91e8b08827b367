/** Whatever has no widget of its own: its JSON. */
import { html } from "lit";
import type { Json } from "../api/types";
import type { Spec } from "./spec";
import { sameJson, typed, type Widget } from "./widget";

export const json: Widget<Spec> = (field) => {
  const { value } = field;
  const text = value === undefined ? "" : JSON.stringify(value, null, 1);
  return html`<textarea
    id=${field.id}
    class="wide"
    rows=${Math.min(12, text.split("\n").length + 1)}
    spellcheck="false"
    aria-describedby=${field.describedBy}
    aria-invalid=${field.invalid}
    .value=${typed(text, (now) => sameJson(parse(now), value))}
    @input=${(event: Event) => field.set(parse((event.target as HTMLTextAreaElement).value))}
  ></textarea>`;
};

/** Text that is no JSON is passed on as text, for the engine to name. */
function parse(text: string): Json | undefined {
  if (text.trim() === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
