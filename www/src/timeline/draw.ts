/** Draws a trace on a canvas: an axis, lanes of states, arrows. Its cost is bounded by pixels, not by events. */
import { fixed } from "../kit/format";
import { drawArrows } from "./arrows";
import { type Lane, nameOf } from "./lane";
import { drawMarks } from "./message-marks";
import type { TraceModel } from "./model";
import type { Paint } from "./paint";
import { isSparse, type Raster } from "./raster";
import { drawSpan } from "./spans";
import { AXIS, type Layout, type Row, rowOf, type View, xOf } from "./view";

export function draw(
  context: CanvasRenderingContext2D,
  raster: Raster,
  model: TraceModel,
  view: View,
  now: number,
  at: Layout,
  paint: Paint,
  phases: readonly Phase[] = [],
): void {
  context.clearRect(0, 0, at.width, at.height);
  const lanes = model.sorted;
  drawAxis(context, view, at, paint);
  drawPhases(context, phases, view, at, paint);
  context.save();
  context.beginPath();
  context.rect(at.left, 0, at.right - at.left + 1, at.height);
  context.clip();
  const sparse = new Set(lanes.filter((lane) => view.to <= lane.keptUntil && isSparse(inView(lane, view), at)));
  const dense = lanes.filter((lane) => !sparse.has(lane));
  raster.begin(model, dense, at, view, paint);
  const rows = new Map<number, Row>();
  for (const [index, lane] of lanes.entries()) {
    const row = rowOf(at, index);
    rows.set(lane.worker, row);
    // The main program stands behind its workers, and mostly waits for them.
    const isPale = at.main > 0 && index === 0;
    const shades = isPale ? paint.pale : paint;
    if (sparse.has(lane)) {
      const [first, last] = inView(lane, view);
      for (const span of lane.spans.slice(first, last)) drawSpan(context, span, span.to, row, at, paint, shades, view);
      context.fillStyle = paint.ink;
      const { scale } = paint;
      const place = { row, scale, view, width: (at.right - at.left) * scale, part: view };
      drawMarks(lane, model.slotWidth, place, (x, top, width, height) =>
        context.fillRect(at.left + x / scale, top / scale, width / scale, height / scale),
      );
    } else {
      raster.lane(lane, row, model.slotWidth, isPale);
    }
    if (lane.open) drawSpan(context, lane.open, now, row, at, paint, shades, view);
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

/** Between a lane's name and its bars. */
const GAP = 8;

const fontOf = (height: number) => `${Math.min(12, height)}px system-ui, sans-serif`;

/** How wide the names of the lanes want to be, where they have names of their own and `most` is there for them. */
export function namesWidth(context: CanvasRenderingContext2D, model: TraceModel, most: number): number {
  if (!model.isOfThreads) return 0;
  context.font = fontOf(12);
  const names = model.sorted.map(nameOf);
  const widest = (all: string[]) => Math.max(0, ...all.map((name) => context.measureText(name).width)) + GAP + 2;
  const whole = widest(names);
  return whole <= most ? whole : widest(names.map(withoutTarget));
}

/** “Thread-1 (work)” without what it runs. */
const withoutTarget = (name: string) => name.replace(/ \(.*\)$/, "");

/** So many letters at the end of a name tell it from others: ThreadPoolExecutor-0_1. */
const TELLING = 4;

/** What of a name fits: what the thread runs goes first, and then what stands before its end. */
function fittedName(context: CanvasRenderingContext2D, name: string, room: number): string {
  const short = withoutTarget(name);
  const whole = [name, short].find((one) => context.measureText(one).width <= room);
  if (whole !== undefined) return whole;
  const end = short.length > 2 * TELLING ? short.slice(-TELLING) : "";
  let length = short.length - end.length;
  while (length > 1 && context.measureText(`${short.slice(0, length)}…${end}`).width > room) length -= 1;
  return `${short.slice(0, length)}…${end}`;
}

function drawNames(context: CanvasRenderingContext2D, lanes: Lane[], at: Layout, paint: Paint): void {
  context.fillStyle = paint.quiet;
  context.textBaseline = "middle";
  context.textAlign = "right";
  const every = Math.ceil(11 / at.lane);
  lanes.forEach((lane, index) => {
    if (index % every !== 0) return;
    const { top, height } = rowOf(at, index);
    context.font = fontOf(height);
    context.fillText(fittedName(context, nameOf(lane), at.left - GAP), at.left - GAP, top + height / 2);
  });
}

function drawAxis(context: CanvasRenderingContext2D, view: View, at: Layout, paint: Paint): void {
  const bottom = floorOf(at);
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

/** A part of the run that has a name of its own, in milliseconds. */
export interface Phase extends View {
  name: string;
}

/** Each phase has its name above the lanes, where it has room, and a line where it begins. */
function drawPhases(
  context: CanvasRenderingContext2D,
  phases: readonly Phase[],
  view: View,
  at: Layout,
  paint: Paint,
): void {
  context.font = "12px system-ui, sans-serif";
  context.textBaseline = "top";
  context.textAlign = "left";
  context.strokeStyle = context.fillStyle = paint.quiet;
  context.lineWidth = 1;
  for (const { name, from, to } of phases) {
    const left = Math.max(at.left, xOf(from, at, view));
    const right = Math.min(at.right, xOf(to, at, view));
    if (right <= left) continue;
    context.beginPath();
    context.moveTo(Math.round(left) + 0.5, 3);
    context.lineTo(Math.round(left) + 0.5, floorOf(at));
    context.moveTo(Math.round(left) + 0.5, 3.5);
    context.lineTo(right - 3, 3.5);
    context.stroke();
    if (context.measureText(name).width + 7 < right - left) context.fillText(name, left + 4, 6);
  }
}

/** The line below the lanes. */
function floorOf(at: Layout): number {
  return at.height - AXIS + 1;
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
