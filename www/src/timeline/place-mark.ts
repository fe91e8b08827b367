/** Shows a place in the picture: a line with its time, and the lane between two lines. Over the canvas, not in it. */
import { fixed } from "../kit/format";
import type { Place } from "./cursor";
import { type Layout, rowOf, type View, xOf } from "./view";

export function mark(root: ParentNode, place: Place | undefined, at: Layout, view: View): void {
  const row = root.querySelector<HTMLElement>(".row");
  const line = root.querySelector<HTMLElement>(".line");
  const label = line?.firstElementChild as HTMLElement | null | undefined;
  if (!row || !line || !label) return;
  row.hidden = !place;
  line.hidden = !place || place.time < view.from || place.time > view.to;
  if (!place) return;
  const { top, height } = rowOf(at, place.row);
  row.style.height = `${height}px`;
  row.style.transform = `translateY(${top}px)`;
  const x = Math.round(xOf(place.time, at, view));
  line.style.height = `${at.height}px`;
  line.style.transform = `translateX(${x}px)`;
  label.textContent = timeIn(view, place.time);
  // On that side on which there is more room.
  const isLeft = x > (at.left + at.right) / 2;
  label.style.left = isLeft ? "auto" : "0";
  label.style.right = isLeft ? "0" : "auto";
  const told = root.querySelector<HTMLElement>(".pointed");
  if (!told) return;
  // Beside the place and below its lane, on that side on which there is more room.
  told.style.maxWidth = `${Math.min(320, (isLeft ? x : at.width - x) - 8)}px`;
  told.style.top = `${top + height + 5}px`;
  told.style.left = isLeft ? "auto" : `${Math.max(0, x + 8)}px`;
  told.style.right = isLeft ? `${Math.max(0, at.width - x + 8)}px` : "auto";
}

/** As precise as the view tells times apart: to a thousandth of it. */
export function timeIn(view: View, time: number): string {
  const length = view.to - view.from;
  const [per, unit] = view.to >= 10_000 ? [1000, "s"] : length < 0.5 ? [0.001, "µs"] : [1, "ms"];
  const digits = Math.max(0, Math.min(6, 3 - Math.ceil(Math.log10(length / per))));
  return `${fixed(time / per, digits)} ${unit}`;
}
