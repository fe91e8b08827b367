/** Shows a place in the picture: a line with its time, and the lane between two lines. Over the canvas, not in it. */
import { fixed } from "../kit/format";
import type { Place } from "./cursor";
import { type Layout, type View, xOf } from "./view";

export function mark(root: ParentNode, place: Place | undefined, at: Layout, view: View): void {
  const row = root.querySelector<HTMLElement>(".row");
  const line = root.querySelector<HTMLElement>(".line");
  const label = line?.firstElementChild as HTMLElement | null | undefined;
  if (!row || !line || !label) return;
  row.hidden = !place;
  line.hidden = !place || place.time < view.from || place.time > view.to;
  if (!place) return;
  row.style.height = `${at.lane}px`;
  row.style.transform = `translateY(${at.top + place.row * at.lane}px)`;
  const x = Math.round(xOf(place.time, at, view));
  line.style.height = `${at.height}px`;
  line.style.transform = `translateX(${x}px)`;
  label.textContent = timeIn(view, place.time);
  // On that side on which there is more room.
  const isLeft = x > (at.left + at.right) / 2;
  label.style.left = isLeft ? "auto" : "0";
  label.style.right = isLeft ? "0" : "auto";
}

/** As precise as the view tells times apart: to a thousandth of it. */
export function timeIn(view: View, time: number): string {
  const length = view.to - view.from;
  const [per, unit] = view.to >= 10_000 ? [1000, "s"] : length < 0.5 ? [0.001, "µs"] : [1, "ms"];
  const digits = Math.max(0, Math.min(6, 3 - Math.ceil(Math.log10(length / per))));
  return `${fixed(time / per, digits)} ${unit}`;
}
