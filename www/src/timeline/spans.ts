/** Draws the states of a lane one by one, where few enough are in view to be told apart. */
import type { Span } from "./lane";
import { type Paint, slit } from "./paint";
import { type Layout, type View, xOf } from "./view";

const INSET = 2;
/** Lanes lower than this, and bars narrower, have no text. */
const LEAST_LANE = 14;
const LEAST_TEXT = 34;

/** The floor of the bars of a lane at `y`, and their full height. */
export function bars(y: number, at: Layout): { floor: number; full: number } {
  return { floor: y + at.lane - INSET, full: at.lane - 2 * INSET };
}

export function drawSpan(
  context: CanvasRenderingContext2D,
  span: Span,
  to: number,
  y: number,
  at: Layout,
  paint: Paint,
  view: View,
): void {
  const left = Math.max(xOf(span.from, at, view), -10);
  const width = Math.max(0.75, Math.min(xOf(to, at, view), at.width + 10) - left);
  const { floor, full } = bars(y, at);
  const height = Math.max(2, full * paint.height[span.state]);
  // A hair of paper after each chunk keeps neighbours apart.
  const shown = width > 4 ? width - 1 : width;
  context.fillStyle = paint.fill[span.state];
  context.fillRect(left, floor - height, shown, height);
  if (span.state === "hold") {
    context.fillStyle = paint.paper;
    context.fillRect(left, floor - height + slit(full), shown, slit(full));
  }
  if ((span.state === "run" || span.state === "hold") && width > LEAST_TEXT && at.lane >= LEAST_LANE) {
    const begin = Math.max(left, at.left) + 4;
    context.font = `${Math.min(11, at.lane - 6)}px system-ui, sans-serif`;
    const text = fitted(context, span.label, left + width - 4 - begin, paint.widths);
    if (!text) return;
    context.fillStyle = paint.paper;
    context.textBaseline = "middle";
    context.textAlign = "left";
    context.fillText(text, begin, floor - (full - (span.state === "hold" ? 2 * slit(full) : 0)) / 2);
  }
}

/** As much of the text as there is room for. Measuring is dear, so each text is measured once. */
function fitted(context: CanvasRenderingContext2D, text: string, room: number, widths: Map<string, number>): string {
  let width = widths.get(text);
  if (width === undefined) {
    if (widths.size > 5000) widths.clear();
    width = context.measureText(text).width;
    widths.set(text, width);
  }
  if (width <= room) return text;
  const keep = Math.floor((room / width) * text.length) - 1;
  return keep >= 2 ? `${text.slice(0, keep)}…` : "";
}
