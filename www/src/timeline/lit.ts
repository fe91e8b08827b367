/** What of a run a line of the program shows is lit: all else in the lanes is veiled, and a line runs above and below it. */
import { means } from "../api/shows";
import type { Shows } from "../api/types";
import type { Lane, Span } from "./lane";
import type { TraceModel } from "./model";
import type { Paint } from "./paint";
import { type Layout, rowOf, type View, xOf } from "./view";

/** How much of the paper lies over what is not lit. */
const VEIL = 0.72;
/** Nothing that is lit is narrower, in pixels: one could not find it. */
const LEAST = 2;
const LINE = 2;

/** What a state shows. Who holds a lock runs something at the same time. */
export function showsOf({ state, label, on }: Span): Shows[] {
  switch (state) {
    case "hold":
      return [
        { state, what: on },
        { state: "run", what: label },
      ];
    case "wait":
      return [{ state, what: on }];
    case "run":
    case "sleep":
      return [{ state, what: label }];
  }
}

/** Over the finished picture. Its cost is that of the states in view, each kind of which is judged once. */
export function drawLit(
  context: CanvasRenderingContext2D,
  model: TraceModel,
  lit: readonly Shows[],
  view: View,
  now: number,
  at: Layout,
  paint: Paint,
): void {
  const isLit = judge(lit);
  model.sorted.forEach((lane, index) => {
    const { top, height } = rowOf(at, index);
    let left = at.left;
    context.fillStyle = paint.paper;
    context.globalAlpha = VEIL;
    const parts = litParts(lane, isLit, view, now, at);
    for (const [from, to] of [...parts, [at.right + 1, at.right + 1]] as const) {
      if (from > left) context.fillRect(left, top, from - left, height);
      left = to;
    }
    context.fillStyle = paint.ink;
    context.globalAlpha = 1;
    for (const [from, to] of parts) {
      context.fillRect(from, top, to - from, LINE);
      context.fillRect(from, top + height - LINE, to - from, LINE);
    }
  });
}

type Part = [from: number, to: number];

/** From where to where a lane is lit, in pixels; parts that meet are one. */
function litParts(lane: Lane, isLit: (span: Span) => boolean, view: View, now: number, at: Layout): Part[] {
  const parts: Part[] = [];
  const add = (from: number, to: number) => {
    const begin = Math.max(at.left, Math.min(xOf(from, at, view), at.right - LEAST));
    const end = Math.min(at.right, Math.max(xOf(to, at, view), begin + LEAST));
    const last = parts.at(-1);
    if (last && begin <= last[1]) last[1] = Math.max(last[1], end);
    else parts.push([begin, end]);
  };
  for (let i = lane.firstAfter(view.from); i < lane.spans.length; i++) {
    const span = lane.spans[i];
    if (!span || span.from > view.to) break;
    if (isLit(span)) add(span.from, span.to);
  }
  const { open } = lane;
  if (open && open.from <= view.to && isLit(open)) add(open.from, Math.max(now, open.from));
  return parts;
}

/** Asks once for each kind of state that there is. */
function judge(lit: readonly Shows[]): (span: Span) => boolean {
  const known = new Map<string, boolean>();
  return (span) => {
    const kind = span.state === "hold" ? `hold ${span.on}\n${span.label}` : `${span.state} ${span.on || span.label}`;
    let is = known.get(kind);
    if (is === undefined) {
      const shown = showsOf(span);
      is = lit.some((line) => shown.some((state) => means(line, state)));
      known.set(kind, is);
    }
    return is;
  };
}
