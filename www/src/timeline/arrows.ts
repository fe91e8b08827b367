/** Draws the arrows between lanes: messages as lines with an open head, hand-overs dashed with a full one. */
import type { TraceModel } from "./model";
import type { Paint } from "./paint";
import { type Layout, type Row, type View, xOf } from "./view";

/** Arrows nearer to each other than this, in pixels on the average, are left out: their ends are seen anyway. */
const SPACING = 12;
const HEAD = 6;

interface Arrow {
  from: number;
  begins: number;
  to: number;
  ends: number;
}

/** Either kind is drawn where few enough of it are in view. */
export function drawArrows(
  context: CanvasRenderingContext2D,
  model: TraceModel,
  view: View,
  rows: Map<number, Row>,
  at: Layout,
  paint: Paint,
): void {
  const most = (at.right - at.left) / SPACING;
  // Both stop at the first too many: nothing is drawn then.
  const messages: Arrow[] = [];
  for (const { from, sentAt, to, takenAt } of model.messages) {
    // Of one that is not there yet, or whose sender is not told of yet, nothing is drawn.
    if (!(takenAt >= view.from && sentAt <= view.to) || from === to) continue;
    messages.push({ from, begins: sentAt, to, ends: takenAt });
    if (messages.length > most) break;
  }
  const handOvers: Arrow[] = [];
  for (const { from, givenAt, to, takenAt } of model.handOvers) {
    if (takenAt < view.from || givenAt > view.to) continue;
    handOvers.push({ from, begins: givenAt, to, ends: takenAt });
    if (handOvers.length > most) break;
  }
  context.lineJoin = "round";
  if (messages.length <= most) {
    context.strokeStyle = context.fillStyle = paint.ink;
    context.lineWidth = 0.8;
    draw(context, messages, view, rows, at, false);
  }
  if (handOvers.length <= most) {
    context.strokeStyle = context.fillStyle = paint.ink;
    context.lineWidth = 1.2;
    context.setLineDash([3, 2]);
    draw(context, handOvers, view, rows, at, true);
    context.setLineDash([]);
  }
}

function draw(
  context: CanvasRenderingContext2D,
  arrows: Arrow[],
  view: View,
  rows: Map<number, Row>,
  at: Layout,
  isFull: boolean,
): void {
  const heads: [x: number, y: number, angle: number][] = [];
  context.beginPath();
  for (const { from, begins, to, ends } of arrows) {
    const [source, target] = [rows.get(from), rows.get(to)];
    if (!source || !target) continue;
    const [x1, y1] = [xOf(begins, at, view), source.top + source.height / 2];
    const [x2, y2] = [xOf(ends, at, view), target.top + target.height / 2];
    context.moveTo(x1, y1);
    context.lineTo(x2, y2);
    heads.push([x2, y2, Math.atan2(y2 - y1, x2 - x1)]);
  }
  context.stroke();
  context.setLineDash([]);
  context.beginPath();
  const size = Math.min(HEAD, at.lane / 2);
  for (const [x, y, angle] of heads) {
    const side = (turn: number) => [x - size * Math.cos(angle + turn), y - size * Math.sin(angle + turn)] as const;
    context.moveTo(...side(0.45));
    context.lineTo(x, y);
    context.lineTo(...side(-0.45));
  }
  if (isFull) context.fill();
  else context.stroke();
}
