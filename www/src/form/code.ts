/** A program that stands in for a built-in one: its editor is opened when someone asks for it. */
import { msg } from "@lit/localize";
import { html, nothing } from "lit";
import type { CodeEvent } from "../editor/code";
import { problemsIn } from "../editor/problems";
import type { Spec } from "../setting/spec";
import type { Widget } from "./field";
import "../editor/code";

export type CodeSpec = Spec & { builtin: string };

export const code: Widget<CodeSpec> = (field) => {
  const value = typeof field.value === "string" ? field.value : null;
  const isOpen = field.editor?.isOpen ?? false;
  const edit = msg("Edit", { id: "edit-program", desc: "button that opens the editor of a program" });
  const which =
    value === null
      ? msg("the built-in one", { desc: "beside the button “Edit”: which program it is now" })
      : msg("one of your own", { desc: "beside the button “Edit”: which program it is now" });
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
      ${isOpen ? msg("Close the editor") : edit}
    </button>
    <span class="aside">${which}</span>
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
