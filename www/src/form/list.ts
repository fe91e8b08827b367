/** A list of numbers or of words: one line, with commas between. */
import { msg } from "@lit/localize";
import { html, nothing } from "lit";
import type { Json } from "../api/types";
import { sameJson } from "../setting/change";
import { isText, type Spec } from "../setting/spec";
import { typed, type Widget } from "./field";

type ListSpec = Extract<Spec, { kind: "list" }>;

export const list: Widget<ListSpec> = (field) => {
  const { spec, value, fallback } = field;
  const items = Array.isArray(value) ? value : [];
  return html`<input
    type="text"
    id=${field.id}
    class="wide"
    autocomplete="off"
    spellcheck="false"
    placeholder=${Array.isArray(fallback) && fallback.length > 0 ? msg("nothing: an empty list") : ""}
    aria-label=${field.label ?? nothing}
  aria-describedby=${field.describedBy}
    aria-invalid=${field.invalid}
    .value=${typed(items.map(String).join(", "), (text) => sameJson(parse(text, spec), items))}
    @input=${(event: Event) => field.set(parse((event.target as HTMLInputElement).value, spec))}
  />`;
};

/** What is no number is passed on as it stands, for the engine to name. */
function parse(text: string, spec: ListSpec): Json[] {
  const parts = text
    .replace(/^\s*\[|\]\s*$/g, "")
    .split(isText(spec.item) ? "," : /[\s,;]+/)
    .map((part) => part.trim())
    .filter((part) => part !== "");
  if (isText(spec.item)) return parts;
  return parts.map((part) => (Number.isFinite(Number(part)) ? Number(part) : part));
}
