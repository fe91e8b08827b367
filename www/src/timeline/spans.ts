/** Draws the states of a lane one by one, where few enough are in view to be told apart. */
import type { Span } from "./lane";
import { heightOf, type Paint, type Shades, slit } from "./paint";
import { type Layout, type Row, type View, xOf } from "./view";

const INSET = 2;
/** Lanes lower than this, and bars narrower, have no text. */
const LEAST_LANE = 14;
const LEAST_TEXT = 14;

/** The floor of the bars of a lane, and their full height. */
export function bars({ top, height }: Row): { floor: number; full: number } {
  return { floor: top + height - INSET, full: height - 2 * INSET };
}

export function drawSpan(
  context: CanvasRenderingContext2D,
  span: Span,
  to: number,
  row: Row,
  at: Layout,
  paint: Paint,
  shades: Shades,
  view: View,
): void {
  const left = Math.max(xOf(span.from, at, view), -10);
  const width = Math.max(0.75, Math.min(xOf(to, at, view), at.width + 10) - left);
  const { floor, full } = bars(row);
  const height = heightOf(span.state, full);
  // A hair of paper after each chunk keeps neighbours apart.
  const shown = width > 4 ? width - 1 : width;
  context.fillStyle = shades.fill[span.state];
  context.fillRect(left, floor - height, shown, height);
  if (span.state === "hold") {
    context.fillStyle = paint.paper;
    context.fillRect(left, floor - height + slit(full), shown, slit(full));
  }
  if ((span.state === "run" || span.state === "hold") && width > LEAST_TEXT && row.height >= LEAST_LANE) {
    const begin = Math.max(left, at.left) + 4;
    context.font = `${Math.min(12, row.height - 6)}px system-ui, sans-serif`;
    const text = fitted(context, span, left + width - 4 - begin, paint.widths);
    if (!text) return;
    context.fillStyle = paint.paper;
    context.textBaseline = "middle";
    context.textAlign = "left";
    context.fillText(text, begin, floor - (full - (span.state === "hold" ? 2 * slit(full) : 0)) / 2);
  }
}

/** Its label, or else the number in it, or else nothing: half a word tells less than none. */
function fitted(context: CanvasRenderingContext2D, span: Span, room: number, widths: Map<string, number>): string {
  return [span.label, span.number].find((text) => text && widthOf(context, text, widths) <= room) ?? "";
}

/** Measuring is dear, so each text is measured once. */
function widthOf(context: CanvasRenderingContext2D, text: string, widths: Map<string, number>): number {
  const key = `${context.font} ${text}`;
  let width = widths.get(key);
  if (width === undefined) {
    if (widths.size > 5000) widths.clear();
    width = context.measureText(text).width;
    widths.set(key, width);
  }
  return width;
}
