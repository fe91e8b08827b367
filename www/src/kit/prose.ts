/** A lesson's prose: paragraphs, lists with "- ", and `code`. Everything else is text; nothing is taken as markup. */
import { html, type TemplateResult } from "lit";

/** One line of text, with `code` set as code. */
export function prose(text: string): TemplateResult[] {
  return text.split("`").map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : html`${part}`));
}

/** Paragraphs, with an empty line between. */
export function paragraphs(text: string): TemplateResult[] {
  return text
    .trim()
    .split(/\n\s*\n/)
    .map((paragraph) => html`<p>${prose(paragraph.replace(/\s*\n\s*/g, " "))}</p>`);
}
