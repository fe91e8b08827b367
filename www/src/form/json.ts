/** Whatever has no widget of its own: its JSON. */
import { html, nothing } from "lit";
import type { Json } from "../api/types";
import { sameJson } from "../setting/change";
import type { Spec } from "../setting/spec";
import { typed, type Widget } from "./field";

export const json: Widget<Spec> = (field) => {
  const { value } = field;
  const text = value === undefined ? "" : written(value);
  return html`<textarea
    id=${field.id}
    class="wide"
    rows=${Math.min(12, text.split("\n").length + (field.label === undefined ? 1 : 0))}
    placeholder=${field.fallback === undefined || field.label === undefined ? nothing : written(field.fallback)}
    spellcheck="false"
    aria-label=${field.label ?? nothing}
  aria-describedby=${field.describedBy}
    aria-invalid=${field.invalid}
    .value=${typed(text, (now) => sameJson(parse(now), value))}
    @input=${(event: Event) => field.set(parse((event.target as HTMLTextAreaElement).value))}
  ></textarea>`;
};

const LINE = 44;

/** JSON whose short parts stand on one line: a row of a table is read as a row. */
function written(value: Json, indent = ""): string {
  const flat = JSON.stringify(value);
  if (flat.length <= LINE || typeof value !== "object" || value === null) return flat;
  const inner = `${indent} `;
  const [open, close, parts] = Array.isArray(value)
    ? ["[", "]", value.map((item) => written(item, inner))]
    : ["{", "}", Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${written(item, inner)}`)];
  return `${open}\n${parts.map((part) => `${inner}${part}`).join(",\n")}\n${indent}${close}`;
}

/** Text that is no JSON is passed on as text, for the engine to name. */
function parse(text: string): Json | undefined {
  if (text.trim() === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
