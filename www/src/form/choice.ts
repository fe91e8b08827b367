/** One of a few: a select. What the chosen one means stands in the field's description. */
import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import type { Spec } from "../setting/spec";
import type { Widget } from "./field";

type ChoiceSpec = Extract<Spec, { kind: "choice" }>;

export const choice: Widget<ChoiceSpec> = (field) => {
  const { choices } = field.spec;
  const value = field.value ?? field.fallback;
  const chosen = choices.findIndex((candidate) => candidate.value === value);
  return html`<select
    id=${field.id}
    aria-label=${field.label ?? nothing}
  aria-describedby=${field.describedBy}
    aria-invalid=${field.invalid}
    .value=${live(String(chosen))}
    @input=${(event: Event) => field.set(choices[Number((event.target as HTMLSelectElement).value)]?.value)}
  >
    ${choices.map((one, index) => html`<option value=${index} ?selected=${index === chosen}>${one.label}</option>`)}
  </select>`;
};
