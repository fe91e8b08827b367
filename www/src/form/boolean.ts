/** Yes or no: a checkbox. */
import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import type { Spec } from "../setting/spec";
import type { Widget } from "./field";

type BooleanSpec = Extract<Spec, { kind: "string" | "boolean" | "json" }>;

export const boolean: Widget<BooleanSpec> = (field) => html`<input
  type="checkbox"
  id=${field.id}
  aria-label=${field.label ?? nothing}
  aria-describedby=${field.describedBy}
  aria-invalid=${field.invalid}
  .checked=${live(field.value === true)}
  @input=${(event: Event) => field.set((event.target as HTMLInputElement).checked)}
/>`;
