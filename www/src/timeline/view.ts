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
  /** The height of the main program's, which is thin; 0 where it is a lane like the others, or none. */
  main: number;
}

/** Where a lane lies. */
export interface Row {
  top: number;
  height: number;
}

/** How high the axis below the lanes is. */
export const AXIS = 22;
const MARGIN = 10;
/** So high is a lane where there is room, and so high all lanes together, until they would be too low to be seen. */
const HIGHEST = 40;
const ROOM = 190;
const LOWEST = 9;
const MAIN = 12;
/** For the names of the phases, above the lanes. */
const NAMES = 18;
/** Nobody needs to see less than this, in milliseconds. */
const LEAST = 0.001;

/** For the names of the lanes: at least so much, and at most this part of the width. */
const LEAST_NAME = 44;
const MOST_NAME = 0.32;

/** How much room there is for the names of the lanes. */
export const roomForNames = (width: number) => MOST_NAME * width;

/** Lanes get thinner as they get more, so that 64 of them stay one picture; `names` is how wide their names want to be. */
export function layout(width: number, lanes: number, { hasMain = false, hasPhases = false, names = 0 } = {}): Layout {
  const main = hasMain && lanes > 1 ? MAIN : 0;
  const others = Math.max(1, main > 0 ? lanes - 1 : lanes);
  const lane = Math.max(LOWEST, Math.min(HIGHEST, ROOM / others));
  const top = 4 + (hasPhases ? NAMES : 0);
  const height = Math.round(top + main + lane * others + AXIS);
  const left = Math.round(Math.max(LEAST_NAME, Math.min(names, roomForNames(width))));
  return { width, height, left, right: Math.max(left + 1, width - MARGIN), top, lane, main };
}

export function rowOf({ top, lane, main }: Layout, index: number): Row {
  if (main === 0) return { top: top + index * lane, height: lane };
  return index === 0 ? { top, height: main } : { top: top + main + (index - 1) * lane, height: lane };
}

/** The index of the lane at this height; below 0 above them all. */
export function rowAt({ top, lane, main }: Layout, y: number): number {
  const below = y - top;
  if (below < 0) return -1;
  if (main === 0) return Math.floor(below / lane);
  return below < main ? 0 : 1 + Math.floor((below - main) / lane);
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
