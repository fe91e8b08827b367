/** A value that may be absent: a checkbox says whether there is one, the widget of its kind shows it. */
import { msg } from "@lit/localize";
import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import type { Json } from "../api/types";
import type { Spec } from "../setting/spec";
import type { Field, Widget } from "./field";

export function nullable(inner: Widget<Spec>): Widget<Spec> {
  return (field) => {
    const hasValue = field.value !== null && field.value !== undefined;
    return html`
      <label class="own-value">
        <input
          type="checkbox"
          id=${hasValue ? nothing : field.id}
          aria-describedby=${field.describedBy}
          .checked=${live(hasValue)}
          @input=${(event: Event) => field.set((event.target as HTMLInputElement).checked ? empty(field) : null)}
        />
        ${msg("of my own", { desc: "checkbox at a parameter: it has a value, which the reader gives" })}
      </label>
      ${hasValue ? inner(field) : nothing}
    `;
  };
}

function empty({ spec }: Field): Json {
  switch (spec.kind) {
    case "integer":
    case "number":
      return spec.minimum ?? 0;
    case "choice":
      return spec.choices[0]?.value ?? null;
    case "list":
      return [];
    case "boolean":
      return true;
    default:
      return "";
  }
}
