/** What could not be read of a link or of an element's attributes, and what may have been meant. */
import { msg } from "@lit/localize";
import { html, nothing, type TemplateResult } from "lit";
import type { Setting } from "../setting/address";
import type { Problem } from "../setting/link";

/** A sentence each; `take` sets what may have been meant. */
export function problemsOf(
  problems: readonly Problem[],
  take: (problem: Problem, setting: Setting) => void,
  setting: Setting,
) {
  return problems.map((problem) => {
    const { message, offer } = problem;
    const set = () => {
      if (!offer) return;
      const params = { ...setting.params, ...offer.setting.params };
      take(problem, { ...setting, ...offer.setting, params });
    };
    const button = offer ? html`<button class="small" @click=${set}>${offer.label}</button>` : nothing;
    return html`<p class="problem" role="alert">${message}${offer ? didYouMean(button) : nothing}</p>`;
  });
}

/** After a sentence: a link or a button that leads to what may have been meant. */
export function didYouMean(control: TemplateResult | typeof nothing) {
  return html` ${msg("Did you mean this:", { desc: "Before a link or a button with what may have been meant" })} ${control}`;
}
