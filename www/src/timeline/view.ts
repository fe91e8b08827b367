/** What part of the run is shown, and where it lies on the canvas. */

/** A part of the run, in milliseconds. */
export interface View {
  from: number;
  to: number;
}

/** Where things lie, in CSS pixels. */
export interface Layout {
  width: number;
  height: number;
  left: number;
  /** Where the plot ends. */
  right: number;
  top: number;
  /** The height of a lane. */
  lane: number;
}

const AXIS = 24;
const MARGIN = 10;
/** Nobody needs to see less than this, in milliseconds. */
const LEAST = 0.001;

/** Lanes get thinner as they get more, so that 64 of them stay one picture. */
export function layout(width: number, lanes: number): Layout {
  const lane = Math.max(9, Math.min(26, 420 / Math.max(1, lanes)));
  const height = Math.round(6 + lane * Math.max(1, lanes) + AXIS);
  return { width, height, left: 44, right: Math.max(45, width - MARGIN), top: 6, lane };
}

export function timeAt(x: number, at: Layout, view: View): number {
  return view.from + ((x - at.left) / (at.right - at.left)) * (view.to - view.from);
}

export function xOf(time: number, at: Layout, view: View): number {
  return at.left + ((time - view.from) * (at.right - at.left)) / Math.max(1e-9, view.to - view.from);
}

/** The view made `factor` times as long, with `around` where it was; undefined is the whole run, to `end`. */
export function zoomed(view: View, factor: number, around: number, end: number): View | undefined {
  const length = Math.max(LEAST, (view.to - view.from) * factor);
  if (length >= end) return undefined;
  return within(around - ((around - view.from) / (view.to - view.from)) * length, length, end);
}

/** A view of this length that begins as near to `from` as the run's bounds allow. */
export function within(from: number, length: number, end: number): View {
  const start = Math.max(0, Math.min(from, end - length));
  return { from: start, to: start + length };
}
