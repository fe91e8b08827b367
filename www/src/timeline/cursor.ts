/** A place in the picture, a time in a lane, and how the keys move it. */
import type { Lane } from "./lane";
import { type Layout, rowAt, timeAt, type View, xOf } from "./view";

export interface Place {
  time: number;
  /** The lane's index, from the top. */
  row: number;
}

/** How far an arrow key goes, in pixels. */
const STEP = 8;

/** The place under a point of the canvas. */
export function placeAt(x: number, y: number, at: Layout, view: View, lanes: number): Place | undefined {
  const row = rowAt(at, y);
  const time = timeAt(x, at, view);
  return x < at.left || x > at.right || row < 0 || row >= lanes ? undefined : { time, row };
}

/** Where this key takes the cursor; undefined if it is no key of the cursor's. */
export function moved(key: string, from: Place | undefined, at: Layout, view: View, lanes: Lane[], end: number) {
  const place = from ?? { time: view.from, row: Math.min(1, lanes.length - 1) };
  const to = (time: number): Place => ({ ...place, time: Math.max(0, Math.min(end, time)) });
  const beside = (pixels: number) => (from ? to(timeAt(xOf(place.time, at, view) + pixels, at, view)) : place);
  const row = (step: number) =>
    from ? { ...place, row: Math.max(0, Math.min(lanes.length - 1, place.row + step)) } : place;
  const lane = lanes[place.row];
  switch (key) {
    case "ArrowLeft":
      return beside(-STEP);
    case "ArrowRight":
      return beside(STEP);
    case "ArrowUp":
      return row(-1);
    case "ArrowDown":
      return row(1);
    case "Home":
      return to(0);
    case "End":
      return to(end);
    case "n":
      return to((lane && nextChange(lane, place.time)) ?? place.time);
    case "p":
      return to((lane && lastChange(lane, place.time)) ?? place.time);
    default:
      return undefined;
  }
}

/** When the lane's next state begins. */
function nextChange({ spans, open }: Lane, time: number): number | undefined {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.from ?? 0) > time) high = middle;
    else low = middle + 1;
  }
  return spans[low]?.from ?? (open && open.from > time ? open.from : undefined);
}

/** When the lane's state began, or the one before it, where it has only just begun. */
function lastChange(lane: Lane, time: number): number | undefined {
  const { spans, open } = lane;
  if (open && open.from < time) return open.from;
  for (let i = Math.min(spans.length - 1, lane.firstAfter(time)); i >= 0; i--) {
    const from = spans[i]?.from ?? 0;
    if (from < time) return from;
  }
  return undefined;
}
