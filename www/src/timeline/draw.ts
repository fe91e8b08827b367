/** Draws a trace on a canvas: lanes of states, messages, an axis. Its cost is bounded by pixels, not by events. */
import { type Lane, SLOTS, type Span, STATES, type State } from "./lane";
import type { Message, TraceModel } from "./model";
import type { Paint } from "./paint";

/** What part of the run is shown, in milliseconds. */
export interface View {
  from: number;
  to: number;
}

/** Where things lie, in CSS pixels. */
export interface Layout {
  width: number;
  height: number;
  left: number;
  top: number;
  lane: number;
}

const AXIS = 24;
const RIGHT = 10;
/** Arrows nearer to each other than this, in pixels on the average, are left out: their ends are marked anyway. */
const ARROW_SPACING = 12;

/** Lanes get thinner as they get more, so that 64 of them stay one picture. */
export function layout(width: number, lanes: number): Layout {
  const lane = Math.max(9, Math.min(26, 420 / Math.max(1, lanes)));
  return { width, height: Math.round(6 + lane * Math.max(1, lanes) + AXIS), left: 44, top: 6, lane };
}

export function timeAt(x: number, at: Layout, view: View): number {
  return view.from + ((x - at.left) / (at.width - at.left - RIGHT)) * (view.to - view.from);
}

export function draw(
  context: CanvasRenderingContext2D,
  model: TraceModel,
  view: View,
  now: number,
  at: Layout,
  paint: Paint,
): void {
  const plot = at.width - at.left - RIGHT;
  const perMs = plot / Math.max(1e-9, view.to - view.from);
  const x = (time: number) => at.left + (time - view.from) * perMs;
  context.clearRect(0, 0, at.width, at.height);
  const lanes = model.sorted;
  drawAxis(context, view, at, paint, lanes.length, x);
  context.save();
  context.beginPath();
  context.rect(at.left, 0, plot + 1, at.height);
  context.clip();
  const rows = new Map<number, number>();
  lanes.forEach((lane, index) => {
    const y = at.top + index * at.lane;
    rows.set(lane.worker, y);
    const first = lane.firstAfter(view.from);
    const last = lane.firstAfter(view.to) + 1;
    if (view.to <= lane.keptUntil && last - first < 1.5 * plot) {
      for (const span of lane.spans.slice(first, last)) drawSpan(context, span, span.to, y, at.lane, paint, x);
    } else {
      drawSlots(context, lane, model.slotWidth, y, at, paint, view);
    }
    if (lane.open) drawSpan(context, lane.open, now, y, at.lane, paint, x);
    drawMessageMarks(context, lane, model.slotWidth, y, at, paint, x);
  });
  drawArrows(context, model.messages, view, rows, at, paint, x);
  context.restore();
  drawNames(context, lanes, at, paint);
}

type X = (time: number) => number;

function drawSpan(
  context: CanvasRenderingContext2D,
  span: Span,
  to: number,
  y: number,
  lane: number,
  paint: Paint,
  x: X,
): void {
  const left = Math.max(x(span.from), -10);
  const width = Math.max(0.75, x(to) - left);
  const height = band(span.state, lane, paint);
  const top = y + (lane - height) / 2;
  context.fillStyle = paint.fill[span.state];
  // A hair of paper after each chunk keeps neighbours apart.
  context.fillRect(left, top, width > 4 ? width - 1 : width, height);
  if (span.state === "run" && width > 34 && lane >= 14) {
    context.fillStyle = paint.paper;
    context.font = `${Math.min(11, lane - 6)}px system-ui, sans-serif`;
    context.textBaseline = "middle";
    context.textAlign = "left";
    const text = fitText(context, span.label, width - 8);
    if (text) context.fillText(text, Math.max(left, 44) + 4, y + lane / 2);
  }
}

function fitText(context: CanvasRenderingContext2D, text: string, width: number): string {
  if (context.measureText(text).width <= width) return text;
  const keep = Math.floor((width / context.measureText(text).width) * text.length) - 1;
  return keep >= 2 ? `${text.slice(0, keep)}…` : "";
}

function band(state: State, lane: number, paint: Paint): number {
  return Math.max(2, (lane - 4) * paint.height[state]);
}

/** What is smaller than a pixel is shown as its share of the time: the higher the bar, the busier the worker. */
function drawSlots(
  context: CanvasRenderingContext2D,
  lane: Lane,
  slotWidth: number,
  y: number,
  at: Layout,
  paint: Paint,
  view: View,
): void {
  const full = at.lane - 4;
  const right = at.width - RIGHT;
  const end = Math.min(right, at.left + (SLOTS * slotWidth - view.from) * ((right - at.left) / (view.to - view.from)));
  /** How high each column is filled already: the states are stacked. */
  const filled = new Float32Array(Math.max(0, Math.ceil(end - at.left)));
  for (const state of STATES) {
    if (lane.total[state] === 0) continue;
    context.fillStyle = paint.fill[state];
    let start = 0;
    let below = 0;
    let height = 0;
    // Columns that are alike are one rectangle.
    for (let column = 0; column <= filled.length; column++) {
      const [from, to] = [timeAt(at.left + column, at, view), timeAt(at.left + column + 1, at, view)];
      const share = column < filled.length ? meanShare(lane.slots[state], slotWidth, from, to) : 0;
      const nextBelow = filled[column] ?? 0;
      const nextHeight = Math.round(2 * full * share * paint.height[state]) / 2;
      if (column < filled.length && nextBelow === below && nextHeight === height) continue;
      if (height > 0) {
        context.fillRect(at.left + start, y + 2 + full - below - height, column - start, height);
        filled.fill(below + height, start, column);
      }
      [start, below, height] = [column, nextBelow, nextHeight];
    }
  }
}

/** What part of the time between `from` and `to` the slots have, in whole slots. */
function meanShare(slots: Float32Array, slotWidth: number, from: number, to: number): number {
  const first = Math.max(0, Math.floor(from / slotWidth));
  const last = Math.min(SLOTS, Math.max(first + 1, Math.floor(to / slotWidth)));
  let time = 0;
  for (let i = first; i < last; i++) time += slots[i] ?? 0;
  return last > first ? Math.min(1, time / ((last - first) * slotWidth)) : 0;
}

/** Sends are ticks at the top of a lane, receipts at its bottom. */
function drawMessageMarks(
  context: CanvasRenderingContext2D,
  lane: Lane,
  slotWidth: number,
  y: number,
  at: Layout,
  paint: Paint,
  x: X,
): void {
  if (lane.sent + lane.received === 0) return;
  context.fillStyle = paint.ink;
  let lastSend = -1;
  let lastReceipt = -1;
  for (let i = 0; i < SLOTS; i++) {
    const left = Math.round(x((i + 0.5) * slotWidth));
    if ((lane.sends[i] ?? 0) > 0 && left !== lastSend) {
      context.fillRect(left, y + 1, 1, 4);
      lastSend = left;
    }
    if ((lane.receipts[i] ?? 0) > 0 && left !== lastReceipt) {
      context.fillRect(left - 1, y + at.lane - 4, 3, 3);
      lastReceipt = left;
    }
  }
}

function drawArrows(
  context: CanvasRenderingContext2D,
  messages: Message[],
  view: View,
  rows: Map<number, number>,
  { width, left, lane }: Layout,
  paint: Paint,
  x: X,
): void {
  const inView = messages.filter((m) => m.receivedAt >= view.from && m.sentAt <= view.to && m.fromLane !== m.toLane);
  if (inView.length === 0 || inView.length * ARROW_SPACING > width - left) return;
  context.strokeStyle = paint.ink;
  context.lineWidth = 0.8;
  context.beginPath();
  for (const message of inView) {
    const from = rows.get(message.fromLane);
    const to = rows.get(message.toLane);
    if (from === undefined || to === undefined) continue;
    context.moveTo(x(message.sentAt), from + lane / 2);
    context.lineTo(x(message.receivedAt), to + lane / 2);
  }
  context.stroke();
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

export function nameOf(lane: Lane): string {
  return lane.worker === 0 ? "main" : String(lane.worker);
}

function drawAxis(context: CanvasRenderingContext2D, view: View, at: Layout, paint: Paint, lanes: number, x: X): void {
  const bottom = at.top + lanes * at.lane + 2;
  const { step, unit, per } = ticks(view, at.width - at.left - RIGHT);
  context.strokeStyle = paint.rule;
  context.fillStyle = paint.quiet;
  context.font = "11px system-ui, sans-serif";
  context.textBaseline = "top";
  context.textAlign = "center";
  context.lineWidth = 1;
  context.beginPath();
  const digits = Math.max(0, -Math.floor(Math.log10(step / per) + 1e-9));
  for (let time = Math.ceil(view.from / step) * step; time <= view.to + step / 1e6; time += step) {
    const left = Math.round(x(time)) + 0.5;
    context.moveTo(left, at.top);
    context.lineTo(left, bottom + 3);
    const isLast = time + step > view.to + step / 1e6;
    context.fillText(`${(time / per).toFixed(digits)}${isLast ? ` ${unit}` : ""}`, left, bottom + 6);
  }
  context.moveTo(at.left, bottom + 0.5);
  context.lineTo(at.width - RIGHT, bottom + 0.5);
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
