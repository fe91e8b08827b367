/** Problems in the text itself: a sign in the gutter beside the line, and a line under the place. */
import { RangeSet, RangeSetBuilder, StateEffect, StateField, type Text } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, GutterMarker, gutter } from "@codemirror/view";
import type { Problem } from "./problems";

/** Replaces the problems that are shown. */
export const setProblems = StateEffect.define<Problem[]>();

class Sign extends GutterMarker {
  readonly #texts: string[];
  readonly #isWarning: boolean;

  constructor(problems: Problem[]) {
    super();
    this.#texts = problems.map(({ text }) => text);
    this.#isWarning = problems.every(({ isWarning }) => isWarning);
  }

  // Told by its shape as well as by its colour.
  override toDOM(): HTMLElement {
    const sign = document.createElement("span");
    sign.className = this.#isWarning ? "sign warning" : "sign error";
    sign.textContent = this.#isWarning ? "!" : "✕";
    sign.title = this.#texts.join("\n");
    return sign;
  }
}

interface Shown {
  under: DecorationSet;
  signs: RangeSet<GutterMarker>;
}

const NONE: Shown = { under: Decoration.none, signs: RangeSet.empty };

function show(problems: Problem[], doc: Text): Shown {
  const byLine = new Map<number, Problem[]>();
  for (const problem of problems) {
    if (problem.line === undefined || problem.line > doc.lines) continue;
    byLine.set(problem.line, [...(byLine.get(problem.line) ?? []), problem]);
  }
  const signs = new RangeSetBuilder<GutterMarker>();
  const under = [];
  for (const [number, here] of [...byLine].sort(([a], [b]) => a - b)) {
    const line = doc.line(number);
    signs.add(line.from, line.from, new Sign(here));
    for (const { column, length, isWarning } of here) {
      const { from, to } = placeOf(line, column, length);
      if (from < to)
        under.push(Decoration.mark({ class: isWarning ? "under warning" : "under error" }).range(from, to));
    }
  }
  return { under: Decoration.set(under, true), signs: signs.finish() };
}

/** The place in the text, no further than the line: a compiler may mean its end. */
function placeOf(line: { from: number; to: number }, column: number, length: number) {
  const from = Math.max(line.from, Math.min(line.from + column - 1, line.to - 1));
  return { from, to: Math.min(line.to, from + Math.max(1, length)) };
}

const field = StateField.define<Shown>({
  create: () => NONE,
  update(shown, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(setProblems)) return show(effect.value, transaction.newDoc);
    }
    if (!transaction.docChanged) return shown;
    return { under: shown.under.map(transaction.changes), signs: shown.signs.map(transaction.changes) };
  },
  provide: (own) => EditorView.decorations.from(own, ({ under }) => under),
});

export const marks = [field, gutter({ class: "signs", markers: (view) => view.state.field(field).signs })];
