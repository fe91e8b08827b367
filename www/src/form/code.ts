/** A program that stands in for a built-in one: its editor is opened when someone asks for it. */
import { html, nothing } from "lit";
import type { CodeEvent } from "../editor/code";
import { problemsIn } from "../editor/problems";
import type { Spec } from "./spec";
import type { Widget } from "./widget";
import "../editor/code";

export type CodeSpec = Spec & { builtin: string };

export const code: Widget<CodeSpec> = (field) => {
  const value = typeof field.value === "string" ? field.value : null;
  const isOpen = field.editor?.isOpen ?? false;
  return html`
    <button
      type="button"
      class="small"
      id=${field.id}
      aria-labelledby="${field.id}-label ${field.id}"
      aria-describedby=${field.describedBy}
      aria-expanded=${isOpen}
      @click=${() => field.editor?.open(!isOpen)}
    >
      ${isOpen ? "Close the editor" : "Edit"}
    </button>
    <span class="aside">${value === null ? "the built-in one" : "one of your own"}</span>
    ${
      isOpen
        ? html`<mh-code
            .builtin=${field.spec.builtin}
            .value=${value}
            .label=${field.spec.title}
            .problems=${problemsIn(field.message)}
            ?data-invalid=${field.invalid}
            @code=${(event: CodeEvent) => field.set(event.detail)}
          ></mh-code>`
        : nothing
    }
  `;
};
