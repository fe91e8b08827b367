/** The interpreter's switch beside Run: the program as it stands, with the lock around the interpreter and without. */
import { msg } from "@lit/localize";
import { css, html, nothing } from "lit";
import { INTERPRETER } from "../api/own-program";
import type { Lesson } from "../api/types";
import type { Setting } from "../setting/address";
import { valueIn, withValue } from "../setting/change";
import { type Choice, specsOf } from "../setting/spec";

export const switchStyles = css`
  .switch {
    display: flex;
    min-width: 0;
    margin: 0;
    padding: 0;
    border: 1px solid var(--quiet);
    border-radius: 3px;
  }
  .switch label {
    position: relative;
    display: grid;
    place-items: center;
    min-height: 38px;
    padding: 0 0.7rem;
    font-size: 0.88rem;
    line-height: 1.15;
    text-align: center;
    cursor: pointer;
  }
  .switch label + label {
    border-left: 1px solid var(--quiet);
  }
  .switch input {
    position: absolute;
    inset: 0;
    margin: 0;
    opacity: 0;
    cursor: pointer;
  }
  .switch label:has(:checked) {
    background: color-mix(in srgb, var(--accent) 14%, transparent);
    box-shadow: inset 0 -3px var(--accent);
    font-weight: 600;
  }
  .switch label:has(:focus-visible) {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }
`;

export function interpreterSwitch(lesson: Lesson, setting: Setting, change: (setting: Setting) => void) {
  const spec = specsOf(lesson).get(INTERPRETER);
  if (spec?.kind !== "choice") return nothing;
  const value = valueIn(lesson, setting, INTERPRETER) ?? spec.default;
  const description = spec.description.replaceAll("`", "");
  return html`<fieldset class="switch" title=${description} aria-label=${spec.title} aria-describedby="interpreter-description">
    <span class="unseen" id="interpreter-description">${description}</span>
    ${spec.choices.map(
      (choice) => html`<label title=${choice.description.replaceAll("`", "")}>
        <input
          type="radio"
          name="interpreter"
          value=${String(choice.value)}
          .checked=${choice.value === value}
          @change=${() => change(withValue(lesson, setting, INTERPRETER, choice.value))}
        />
        ${nameOf(choice)}
      </label>`,
    )}
  </fieldset>`;
}

function nameOf({ value, label }: Choice): string {
  switch (value) {
    case "gil":
      return msg("with the GIL", { desc: "choice of a switch: the program runs under the interpreter’s lock" });
    case "free-threaded":
      return msg("without", { id: "without-gil", desc: "choice of a switch: … without the interpreter’s lock" });
    default:
      return label;
  }
}
