/** Whole and other numbers: a number input, with a slider beside it where the range is narrow. */
import { html, nothing } from "lit";
import { digits } from "../kit/format";
import type { Spec } from "../setting/spec";
import { type Field, typed, type Widget } from "./field";

type NumberSpec = Extract<Spec, { kind: "integer" | "number" }>;

const WIDEST_SLIDER = 256;
/** From here on a number is hard to read without its groups of three. */
const LONG = 10_000;

export const number: Widget<NumberSpec> = (field) => {
  const { spec, value, fallback } = field;
  return html`
    <input
      type="number"
      id=${field.id}
      class=${isNarrow(spec) ? "narrow" : nothing}
      min=${spec.minimum ?? nothing}
      max=${spec.maximum ?? nothing}
      step=${spec.kind === "integer" ? 1 : "any"}
      placeholder=${typeof fallback === "number" ? fallback : nothing}
      aria-label=${field.label ?? nothing}
  aria-describedby=${field.describedBy}
      aria-invalid=${field.invalid}
      .value=${typed(typeof value === "number" ? String(value) : "", (text) => parse(text) === value)}
      @input=${(event: Event) => take(field, event.target as HTMLInputElement)}
    />
    ${field.label === undefined ? html`${slider(field)} ${grouped(value)}` : nothing}
  `;
};

function isNarrow({ kind, minimum, maximum }: NumberSpec): boolean {
  if (kind !== "integer" || minimum === undefined || maximum === undefined) return false;
  return maximum - minimum <= WIDEST_SLIDER;
}

function parse(text: string): number | undefined {
  return text === "" ? undefined : Number(text);
}

function take(field: Field<NumberSpec>, input: HTMLInputElement): void {
  // What the browser cannot read as a number it does not hand out: null lets the engine say so.
  field.set(input.validity.badInput ? null : parse(input.value));
}

function slider(field: Field<NumberSpec>) {
  const { spec, value, fallback } = field;
  if (!isNarrow(spec)) return nothing;
  // The number input is the control; the slider is a second handle on it for a pointer.
  return html`<input
    type="range"
    tabindex="-1"
    aria-hidden="true"
    min=${spec.minimum ?? nothing}
    max=${spec.maximum ?? nothing}
    .value=${String(value ?? fallback ?? spec.minimum)}
    @input=${(event: Event) => field.set(Number((event.target as HTMLInputElement).value))}
  />`;
}

function grouped(value: unknown) {
  if (typeof value !== "number" || Math.abs(value) < LONG) return nothing;
  return html`<span class="aside">${digits(value)}</span>`;
}
