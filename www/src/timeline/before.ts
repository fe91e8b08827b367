/** Where the run before ended: a faint mark across the lanes, with its name where there is room. */
import { msg } from "@lit/localize";
import type { Paint } from "./paint";
import { AXIS, type Layout, type View, xOf } from "./view";

export function drawBefore(
  context: CanvasRenderingContext2D,
  end: number | undefined,
  view: View,
  at: Layout,
  paint: Paint,
): void {
  if (end === undefined || end < view.from || end > view.to) return;
  const left = Math.round(xOf(end, at, view)) + 0.5;
  const bottom = at.height - AXIS;
  context.save();
  context.strokeStyle = context.fillStyle = paint.quiet;
  context.lineWidth = 1;
  context.setLineDash([3, 3]);
  context.beginPath();
  context.moveTo(left, at.top);
  context.lineTo(left, bottom);
  context.stroke();
  context.font = "11px system-ui, sans-serif";
  context.textBaseline = "bottom";
  const name = msg("the run before");
  const width = context.measureText(name).width;
  const isRight = left + width + 4 < at.right;
  if (isRight || left - width - 4 > at.left) {
    context.textAlign = "left";
    const x = isRight ? left + 4 : left - width - 4;
    // On a ground of its own: it may stand in a lane.
    context.fillStyle = paint.paper;
    context.fillRect(x - 2, bottom - 14, width + 4, 13);
    context.fillStyle = paint.quiet;
    context.fillText(name, x, bottom - 2);
  }
  context.restore();
}
