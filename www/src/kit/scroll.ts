/** What may be wider than there is room for, and is then moved sideways: with the arrow keys too, so one can come to it. */
import { html, type TemplateResult } from "lit";

/** Its style is among the controls'. */
export const scroll = (label: string, content: TemplateResult): TemplateResult =>
  html`<div class="scroll" tabindex="0" role="group" aria-label=${label}>${content}</div>`;
