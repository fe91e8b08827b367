/** Whatever has no widget of its own: its JSON. */
import { html, nothing } from "lit";
import type { Json } from "../api/types";
import { sameJson } from "../setting/change";
import { parseJson } from "../setting/levels";
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

/**
 * JSON whose short parts stand on one line: a row of a table is read as a row. What a setting holds is never so deep that a
 * function in a function would find no end (`setting/levels.ts`).
 */
function written(value: Json, indent = ""): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const line = flat(value, LINE);
  if (line !== undefined) return line;
  const inner = `${indent} `;
  const [open, close, parts] = Array.isArray(value)
    ? ["[", "]", value.map((item) => written(item, inner))]
    : ["{", "}", Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${written(item, inner)}`)];
  return `${open}\n${parts.map((part) => `${inner}${part}`).join(",\n")}\n${indent}${close}`;
}

/** On one line, if that is no longer: it stops where it is, so that each part is looked at a few times and no more. */
function flat(value: Json, room: number): string | undefined {
  if (typeof value !== "object" || value === null) {
    const text = JSON.stringify(value);
    return text.length <= room ? text : undefined;
  }
  const isList = Array.isArray(value);
  let text = isList ? "[" : "{";
  for (const key in value) {
    if (text.length > 1) text += ",";
    if (!isList) text += `${JSON.stringify(key)}:`;
    const part = flat(isList ? (value[Number(key)] as Json) : (value[key] as Json), room - text.length - 1);
    if (part === undefined) return undefined;
    text += part;
  }
  text += isList ? "]" : "}";
  return text.length <= room ? text : undefined;
}

/** Text that is no JSON is passed on as text, for the engine to name. */
function parse(text: string): Json | undefined {
  if (text.trim() === "") return undefined;
  return parseJson(text) ?? text;
}
