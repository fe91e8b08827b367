/**
 * A lesson's Rust file in parts, in the order of the file: the program is shown, and what is only said about it (imports,
 * parameters and their defaults, texts) is folded. Found in the parse tree of the very file that was compiled.
 */
import type { SyntaxNode, Tree } from "@lezer/common";
import { msg } from "@lit/localize";

export interface Part {
  from: number;
  to: number;
  /** What a folded part holds; undefined of a part that is shown. */
  folds: string | undefined;
  /** Of lines, from 1. */
  lines: [number, number];
}

export interface Parts {
  parts: Part[];
  /** Where the program begins to run; undefined where the file has no such function. */
  run: number | undefined;
}

interface Fold {
  from: number;
  to: number;
  what: string;
}

export function partsOf(tree: Tree, text: string): Parts {
  const items = childrenOf(tree.topNode);
  const implementation = items.find((item) => item.name === "ImplItem" && /^impl Lesson for /.test(textOf(item, text)));
  const type = implementation && /^impl Lesson for (\w+)/.exec(textOf(implementation, text))?.[1];
  const parameters = items.find(
    (item) => item.name === "StructItem" && new RegExp(`\\bstruct ${type}\\b`).test(textOf(item, text)),
  );
  const members = childrenOf(implementation?.getChild("DeclarationList"));
  const about = members.find((member) => /^const ABOUT\b/.test(textOf(member, text)));
  const run = members.find((member) => /^(async )?fn run\b/.test(textOf(member, text)));

  const folds: Fold[] = [];
  if (parameters) {
    const what = msg("what it needs, and its parameters", { desc: "what folded lines of a lesson's program hold" });
    folds.push({ from: 0, to: parameters.to, what });
  }
  // A function that only gives a parameter its default.
  const attributes = text.slice(0, parameters?.to ?? 0);
  const defaults = new Set([...attributes.matchAll(/default = "(\w+)"/g)].map(([, name]) => name));
  for (const item of items) {
    const name = item.name === "FunctionItem" && /^fn (\w+)\(\)/.exec(textOf(item, text))?.[1];
    if (!name || !defaults.has(name)) continue;
    const what = msg("defaults", { id: "folded-defaults", desc: "what folded lines of a lesson's program hold" });
    folds.push({ from: item.from, to: item.to, what });
  }
  if (about) {
    const what = msg("its texts", { desc: "what folded lines of a lesson's program hold" });
    folds.push({ from: about.from, to: about.to, what });
  }
  return { parts: inLines(merge(folds, text), text), run: run && lineStart(run.from, text) };
}

function childrenOf(node: SyntaxNode | null | undefined): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node?.firstChild; child; child = child.nextSibling) children.push(child);
  return children;
}

const textOf = (node: SyntaxNode, text: string) => text.slice(node.from, node.to);

/** Folds with nothing between them but empty lines are one. */
function merge(folds: Fold[], text: string): Fold[] {
  const merged: Fold[] = [];
  for (const fold of folds.sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last && text.slice(last.to, fold.from).trim() === "") last.to = Math.max(last.to, fold.to);
    else merged.push({ ...fold });
  }
  return merged;
}

const lineStart = (at: number, text: string) => text.lastIndexOf("\n", at - 1) + 1;

/** Whole lines, folded and shown in turn. */
function inLines(folds: Fold[], text: string): Part[] {
  const parts: Part[] = [];
  let at = 0;
  let line = 1;
  const add = (to: number, what: string | undefined) => {
    const piece = text.slice(at, to);
    const lines = piece.split("\n").length - (piece.endsWith("\n") ? 1 : 0);
    if (piece.trim() !== "") parts.push({ from: at, to, folds: what, lines: [line, line + lines - 1] });
    line += lines;
    at = to;
  };
  for (const fold of folds) {
    add(lineStart(fold.from, text), undefined);
    const end = text.indexOf("\n", fold.to);
    add(end < 0 ? text.length : end + 1, fold.what);
  }
  add(text.length, undefined);
  return parts;
}
