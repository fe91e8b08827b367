/** Text: one line, or as many as it has. */
import { html, nothing } from "lit";
import type { Spec } from "../setting/spec";
import { typed, type Widget } from "./field";

type TextSpec = Extract<Spec, { kind: "string" | "boolean" | "json" }>;

export const text: Widget<TextSpec> = (field) => {
  const value = typeof field.value === "string" ? field.value : "";
  const take = (event: Event) => field.set((event.target as HTMLInputElement).value);
  const shown = typed(value, (now) => now === value);
  if (value.includes("\n") || field.lines !== undefined) {
    return html`<textarea
      id=${field.id}
      rows=${Math.min(16, Math.max(field.lines ?? 0, value.split("\n").length + 1))}
      spellcheck="false"
      aria-label=${field.label ?? nothing}
  aria-describedby=${field.describedBy}
      aria-invalid=${field.invalid}
      .value=${shown}
      @input=${take}
    ></textarea>`;
  }
  return html`<input
    type="text"
    id=${field.id}
    placeholder=${typeof field.fallback === "string" ? field.fallback : nothing}
    aria-label=${field.label ?? nothing}
  aria-describedby=${field.describedBy}
    aria-invalid=${field.invalid}
    .value=${shown}
    @input=${take}
  />`;
};
