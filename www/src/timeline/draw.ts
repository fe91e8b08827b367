/** Draws a trace on a canvas: an axis, lanes of states, arrows. Its cost is bounded by pixels, not by events. */
import { fixed } from "../kit/format";
import { drawArrows } from "./arrows";
import { type Lane, nameOf } from "./lane";
import { drawMarks } from "./message-marks";
import type { TraceModel } from "./model";
import type { Paint } from "./paint";
import { isSparse, type Raster } from "./raster";
import { drawSpan } from "./spans";
import { type Layout, type View, xOf } from "./view";

export function draw(
  context: CanvasRenderingContext2D,
  raster: Raster,
  model: TraceModel,
  view: View,
  now: number,
  at: Layout,
  paint: Paint,
): void {
  context.clearRect(0, 0, at.width, at.height);
  const lanes = model.sorted;
  drawAxis(context, view, at, paint, lanes.length);
  context.save();
  context.beginPath();
  context.rect(at.left, 0, at.right - at.left + 1, at.height);
  context.clip();
  const sparse = new Set(lanes.filter((lane) => view.to <= lane.keptUntil && isSparse(inView(lane, view), at)));
  const dense = lanes.filter((lane) => !sparse.has(lane));
  raster.begin(model, dense, at, view, paint);
  const rows = new Map<number, number>();
  for (const [index, lane] of lanes.entries()) {
    const y = at.top + index * at.lane;
    rows.set(lane.worker, y);
    if (sparse.has(lane)) {
      const [first, last] = inView(lane, view);
      for (const span of lane.spans.slice(first, last)) drawSpan(context, span, span.to, y, at, paint, view);
      context.fillStyle = paint.ink;
      const { scale } = paint;
      const place = { y, at, scale, view, width: (at.right - at.left) * scale, part: view };
      drawMarks(lane, model.slotWidth, place, (x, top, width, height) =>
        context.fillRect(at.left + x / scale, top / scale, width / scale, height / scale),
      );
    } else {
      raster.lane(lane, y, model.slotWidth);
    }
    if (lane.open) drawSpan(context, lane.open, now, y, at, paint, view);
  }
  raster.end(context);
  drawArrows(context, model, view, rows, at, paint);
  context.restore();
  drawNames(context, lanes, at, paint);
}

/** From which to before which of its spans a lane has in view. */
function inView(lane: Lane, view: View): [first: number, last: number] {
  return [lane.firstAfter(view.from), Math.min(lane.spans.length, lane.firstAfter(view.to) + 1)];
}

function drawNames(context: CanvasRenderingContext2D, lanes: Lane[], at: Layout, paint: Paint): void {
  context.fillStyle = paint.quiet;
  context.font = `${Math.min(12, at.lane)}px system-ui, sans-serif`;
  context.textBaseline = "middle";
  context.textAlign = "right";
  const every = Math.ceil(11 / at.lane);
  lanes.forEach((lane, index) => {
    if (index % every === 0) context.fillText(nameOf(lane), at.left - 8, at.top + (index + 0.5) * at.lane);
  });
}

function drawAxis(context: CanvasRenderingContext2D, view: View, at: Layout, paint: Paint, lanes: number): void {
  const bottom = at.top + lanes * at.lane + 2;
  const { step, unit, per } = ticks(view, at.right - at.left);
  context.strokeStyle = paint.rule;
  context.fillStyle = paint.quiet;
  context.font = "11px system-ui, sans-serif";
  context.textBaseline = "top";
  context.textAlign = "center";
  context.lineWidth = 1;
  context.beginPath();
  const digits = Math.max(0, -Math.floor(Math.log10(step / per) + 1e-9));
  for (let time = Math.ceil(view.from / step) * step; time <= view.to + step / 1e6; time += step) {
    const left = Math.round(xOf(time, at, view)) + 0.5;
    context.moveTo(left, at.top);
    context.lineTo(left, bottom + 3);
    const isLast = time + step > view.to + step / 1e6;
    const text = `${fixed(time / per, digits)}${isLast ? ` ${unit}` : ""}`;
    // With its unit the last one is wide, and may stand at the very edge.
    const half = context.measureText(text).width / 2;
    context.fillText(text, Math.min(left, at.width - half), bottom + 6);
  }
  context.moveTo(at.left, bottom + 0.5);
  context.lineTo(at.right, bottom + 0.5);
  context.stroke();
}

/** Steps of 1, 2 or 5 times a power of ten, about 80 pixels apart, in the unit that suits them. */
function ticks(view: View, width: number): { step: number; unit: string; per: number } {
  const rough = (Math.max(1e-6, view.to - view.from) * 80) / Math.max(80, width);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
  if (view.to >= 10_000) return { step, unit: "s", per: 1000 };
  if (view.to - view.from < 0.5) return { step, unit: "µs", per: 0.001 };
  return { step, unit: "ms", per: 1 };
}
