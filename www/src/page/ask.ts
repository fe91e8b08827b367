/** The field at which a program's `input()` is answered. */
import { msg } from "@lit/localize";
import { css, html, type TemplateResult } from "lit";

export const askStyles = css`
  .ask {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.3rem 0.6rem;
    margin: 0;
    padding: 0.35rem 0.7rem;
    border-top: 1px solid var(--rule);
  }
  .ask label {
    display: flex;
    flex: 1 1 14rem;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.3rem 0.6rem;
    min-width: 0;
  }
  .ask span {
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .ask input {
    flex: 1 1 6rem;
    min-width: 0;
    font: inherit;
  }
`;

/**
 * @param prompt what the program has written since its last line's end, or its last question
 * @param answer gets the line, or nothing where the input is to end
 */
export function askField(prompt: string, answer: (line?: string) => void): TemplateResult {
  const give = (event: SubmitEvent) => {
    event.preventDefault();
    const field = (event.target as HTMLFormElement).elements.namedItem("line") as HTMLInputElement;
    const line = field.value;
    field.value = "";
    answer(line);
  };
  return html`<form class="ask" @submit=${give}>
    <label>
      <span
        >${prompt.trim() || msg("The program asks for a line:", { desc: "before the field at which input() is answered" })}</span
      >
      <input name="line" autocomplete="off" autocapitalize="off" spellcheck="false" />
    </label>
    <button class="small">${msg("Enter", { id: "enter-input", desc: "button: gives a program the line that was typed" })}</button>
    <button class="small" type="button" @click=${() => answer()}>
      ${msg("End of input", { desc: "button: input() then raises EOFError" })}
    </button>
  </form>`;
}
