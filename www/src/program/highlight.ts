/** Program text in colour: the parse tree that lezer makes, as spans. Loaded when somebody looks at a program. */
import type { Parser } from "@lezer/common";
import { highlightTree, tagHighlighter, tags } from "@lezer/highlight";
import { parser as python } from "@lezer/python";
import { parser as rust } from "@lezer/rust";
import { html, type TemplateResult } from "lit";

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

export type Language = "python" | "rust";

const parsers: Record<Language, Parser> = { python, rust };

/** Gives the text from one place to another, in colour. */
export function colour(language: Language, text: string): (from: number, to: number) => (string | TemplateResult)[] {
  const tree = parsers[language].parse(text);
  return (from, to) => {
    const parts: (string | TemplateResult)[] = [];
    let at = from;
    const plainUntil = (end: number) => {
      if (end > at) parts.push(text.slice(at, end));
      at = end;
    };
    const style = (start: number, end: number, kind: string) => {
      plainUntil(start);
      parts.push(html`<span class=${kind}>${text.slice(start, end)}</span>`);
      at = end;
    };
    highlightTree(tree, kinds, style, from, to);
    plainUntil(to);
    return parts;
  };
}
