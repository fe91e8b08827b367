/**
 * A value that can be changed where it stands in the program. The text stays what is read and copied; over it lies the
 * form's own control for such a value, which is seen in its place while somebody is at it.
 */
import { msg, str } from "@lit/localize";
import { html, type TemplateResult } from "lit";
import { ref } from "lit/directives/ref.js";
import type { Json } from "../api/types";
import type { Field } from "../form/field";
import { json } from "../form/json";
import { isTable, widget } from "../form/widgets";
import type { Spec } from "../setting/spec";

export interface Value {
  name: string;
  spec: Spec;
  /** What is set, or what somebody is typing. */
  value: Json | undefined;
  fallback: Json | undefined;
  /** What is wrong with it. */
  message: string;
  /** Whether the text says another value: one that is not allowed, or one that the listing has yet to follow. */
  isBehind: boolean;
  /** Takes what is typed. */
  draft(value: Json | undefined): void;
  /** It is done: what was typed holds, if it may. */
  apply(): void;
  restore(): void;
}

/** Whether there is a control for such a value that fits into a line. A file is picked in the form. */
export function canStandInText({ kind, builtin }: Spec): boolean {
  return kind !== "file" && builtin === undefined;
}

/** A choice and the like hold at once; all else when it is done. */
const isChosen = ({ kind }: Spec) => kind === "choice" || kind === "boolean";

export function value(shown: Value, text: TemplateResult): TemplateResult {
  const { spec, isBehind } = shown;
  return html`<span class="value ${isChosen(spec) ? "chosen" : "typed"} ${isBehind ? "behind" : ""}"
    ><span class="text" aria-hidden="true">${text}</span
    ><span
      class="control"
      ${ref((element) => measure(element as HTMLElement | undefined, shown.value))}
      @keydown=${(event: KeyboardEvent) => key(event, shown)}
      @input=${(event: Event) => grow(event)}
      @focusout=${shown.apply}
      >${control(shown)}</span
    ></span
  >`;
}

/** The same for lines that are there because of a parameter. */
export function choice(shown: Value): TemplateResult {
  return html`<span class="control chip">${shown.spec.title} ${control(shown)}</span>`;
}

function control({ name, spec, value, fallback, message, draft, apply }: Value): TemplateResult {
  const field: Field = {
    // It has one, or none is asked for: the checkbox that says so stands in the form.
    spec: { ...spec, nullable: false },
    id: `value-${name}`,
    // The form has one of the same name.
    label: msg(str`${spec.title}, in the program`, {
      desc: "a value that can be changed where it stands in the program",
    }),
    value,
    fallback,
    describedBy: `message-${name}`,
    invalid: message !== "",
    message,
    errorAt: [],
    set: (value) => {
      draft(value);
      if (isChosen(spec)) apply();
    },
  };
  return isTable(spec) ? json(field) : widget(field);
}

function key(event: KeyboardEvent, { apply, restore }: Value): void {
  // In a field of several lines Enter begins a line, as it does everywhere.
  const isLong = event.target instanceof HTMLTextAreaElement && !event.ctrlKey && !event.metaKey;
  if (event.key === "Enter" && !isLong) apply();
  else if (event.key === "Escape") restore();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

/** The control gets the room of its text. */
function grow({ currentTarget, target }: Event): void {
  room(currentTarget as HTMLElement, (target as HTMLInputElement).value ?? "");
}

function measure(element: HTMLElement | undefined, value: Json | undefined): void {
  if (element) room(element, typeof value === "string" ? value : (JSON.stringify(value) ?? ""));
}

function room(element: HTMLElement, text: string): void {
  // By the object model: the content policy lets no template write a style.
  element.style.setProperty("--characters", String(Math.max(2, Math.min(60, text.length))));
}
