/** Program text in colour: the parse tree that lezer makes, as spans. Loaded when the page has nothing better to do. */
import type { Parser } from "@lezer/common";
import { highlightTree, tagHighlighter, tags } from "@lezer/highlight";
import { html, type TemplateResult } from "lit";
import type { Language } from "./rows";

/** Few kinds, so that each is told apart; the classes are those of the program's style sheet. */
const kinds = tagHighlighter([
  { tag: [tags.keyword, tags.self, tags.bool, tags.null], class: "keyword" },
  { tag: [tags.string, tags.character, tags.special(tags.string)], class: "string" },
  { tag: tags.number, class: "number" },
  { tag: tags.comment, class: "comment" },
  { tag: [tags.typeName, tags.className, tags.namespace], class: "type" },
  { tag: [tags.function(tags.variableName), tags.function(tags.propertyName), tags.macroName], class: "function" },
  { tag: tags.meta, class: "meta" },
]);

const parsers: Record<Language, () => Promise<{ parser: Parser }>> = {
  python: () => import("@lezer/python"),
  rust: () => import("@lezer/rust"),
};

/** Gives the text from one place to another. */
export type Pieces = (from: number, to: number) => (string | TemplateResult)[];

/** Gives text its colours. */
export type Colour = (text: string) => Pieces;

/** The colours of one language, whose parser comes for it alone. */
export async function colours(language: Language): Promise<Colour> {
  const { parser } = await parsers[language]();
  return (text) => {
    const tree = parser.parse(text);
    return (from, to) => {
      const parts: (string | TemplateResult)[] = [];
      let at = from;
      const plainUntil = (end: number) => {
        if (end > at) parts.push(text.slice(at, end));
        at = end;
      };
      const style = (start: number, end: number, kind: string) => {
        // A token may be longer than what is asked for: a text over several lines.
        const [begin, stop] = [Math.max(start, from), Math.min(end, to)];
        plainUntil(begin);
        parts.push(html`<span class=${kind}>${text.slice(begin, stop)}</span>`);
        at = stop;
      };
      highlightTree(tree, kinds, style, from, to);
      plainUntil(to);
      return parts;
    };
  };
}
