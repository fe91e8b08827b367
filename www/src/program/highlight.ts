/** Program text in colour: the parse tree that lezer makes, as spans. Loaded when the page has nothing better to do. */
import type { Parser, Tree } from "@lezer/common";
import { highlightTree, tagHighlighter, tags } from "@lezer/highlight";
import { html, type TemplateResult } from "lit";
import { inSlices, nextTask } from "../kit/later";
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

/** A part of the text that has a colour. */
interface Token {
  from: number;
  to: number;
  kind: string;
}

/** The colours of one language, whose parser comes for it alone. The first text is read a little at a time, before it is asked for. */
export async function colours(language: Language, first: string): Promise<Colour> {
  const { parser } = await parsers[language]();
  await nextTask();
  const tree = await parsedInSlices(parser, first);
  await nextTask();
  const known = tokensOf(tree);
  await nextTask();
  return (text) => piecesOf(text, text === first ? known : tokensOf(parser.parse(text)));
}

/** A parser that runs for the first time takes its time. */
async function parsedInSlices(parser: Parser, text: string): Promise<Tree> {
  const parse = parser.startParse(text);
  let tree: Tree | null = null;
  const steps = function* () {
    while (!tree)
      yield () => {
        tree = parse.advance();
      };
  };
  await inSlices(steps(), () => true);
  return tree ?? parser.parse(text);
}

/** In their order, none within another. */
function tokensOf(tree: Tree): Token[] {
  const tokens: Token[] = [];
  highlightTree(tree, kinds, (from, to, kind) => tokens.push({ from, to, kind }));
  return tokens;
}

function piecesOf(text: string, tokens: readonly Token[]): Pieces {
  return (from, to) => {
    const parts: (string | TemplateResult)[] = [];
    let at = from;
    const plainUntil = (end: number) => {
      if (end > at) parts.push(text.slice(at, end));
      at = end;
    };
    for (const token of tokens) {
      if (token.from >= to) break;
      // A token may be longer than what is asked for: a text over several lines.
      const [begin, end] = [Math.max(token.from, from), Math.min(token.to, to)];
      if (begin >= end) continue;
      plainUntil(begin);
      parts.push(html`<span class=${token.kind}>${text.slice(begin, end)}</span>`);
      at = end;
    }
    plainUntil(to);
    return parts;
  };
}
