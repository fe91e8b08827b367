/** Predict, then run: a lesson's question, to be answered before a run or not at all. It never holds Run back. */
import { msg } from "@lit/localize";
import { css, html, LitElement, nothing, type PropertyValues } from "lit";
import type { Lesson } from "../api/types";
import { prose } from "../kit/prose";
import { controls } from "../styles/sheets";
import { keepPrediction, predictionOf } from "./predictions";

export class Predict extends LitElement {
  static override properties = { lesson: { attribute: false }, _said: { state: true } };

  declare lesson: Lesson;
  /** The number of the answer that the reader chose. */
  declare _said: number | undefined;

  static override styles = [
    controls,
    css`
      :host {
        display: block;
        margin-bottom: 1.6rem;
      }
      fieldset {
        margin: 0;
        padding: 0;
        border: 0;
      }
      legend {
        margin-bottom: 0.2rem;
        padding: 0;
      }
      b {
        display: block;
        margin-bottom: 0.5rem;
        font-family: var(--sans);
        font-size: 0.9rem;
        font-weight: 600;
      }
      label {
        display: flex;
        align-items: baseline;
        gap: 0.5rem;
        padding: 0.3rem 0;
        line-height: 1.35;
      }
      input {
        flex: none;
        margin: 0;
      }
    `,
  ];

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("lesson")) this._said = predictionOf(this.lesson);
  }

  override render() {
    const { question } = this.lesson;
    if (!question) return nothing;
    return html`<fieldset>
      <legend><b>${msg("Predict, then run")}</b> ${prose(question.text)}</legend>
      ${question.answers.map(
        (answer, number) => html`<label>
          <input
            type="radio"
            name="answer"
            value=${number}
            .checked=${this._said === number}
            @change=${() => this.#say(number)}
          />
          <span>${prose(answer)}</span>
        </label>`,
      )}
    </fieldset>`;
  }

  #say(number: number): void {
    this._said = number;
    keepPrediction(this.lesson, number);
  }
}

customElements.define("mh-predict", Predict);
