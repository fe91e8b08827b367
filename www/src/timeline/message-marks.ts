/** The messages of a lane, from its slots: sends are ticks at its top, receipts are squares at its bottom. */
import { type Lane, SLOTS } from "./lane";
import type { Row, View } from "./view";

/** Where they are drawn: a view on so many device pixels, of which those of `part` are wanted. */
export interface Place {
  row: Row;
  scale: number;
  view: View;
  width: number;
  part: View;
}

/** Fills a rectangle of device pixels, counted from the plot's left and from the top. */
export type Fill = (x: number, y: number, width: number, height: number) => void;

export function drawMarks(lane: Lane, slotWidth: number, { row, scale, view, width, part }: Place, fill: Fill): void {
  if (lane.sent + lane.received === 0) return;
  const { from, to } = view;
  const size = (pixels: number) => Math.max(1, Math.round(pixels * scale));
  // Those a little beside it too, because a mark may reach into it.
  const reach = (size(3) * (to - from)) / width;
  const first = Math.max(0, Math.floor((part.from - reach) / slotWidth));
  const last = Math.min(SLOTS - 1, Math.ceil((part.to + reach) / slotWidth));
  const { sends, receipts } = lane;
  // Those on one pixel are one mark.
  let [sent, received] = [-1, -1];
  for (let i = first; i <= last; i++) {
    if (!sends[i] && !receipts[i]) continue;
    const x = Math.round((((i + 0.5) * slotWidth - from) / (to - from)) * width);
    if (sends[i] && x !== sent) {
      fill(x, Math.round((row.top + 1) * scale), size(1), size(4));
      sent = x;
    }
    if (receipts[i] && x !== received) {
      fill(x - size(1), Math.round((row.top + row.height - 4) * scale), size(3), size(3));
      received = x;
    }
  }
}
