/**
 * Draws what is smaller than a pixel, pixel by pixel: in each column a state is as high as its share of the time, so
 * that the higher the bar, the busier the worker. All lanes go into one image, whose cost is that of its pixels,
 * however many events there are and however they alternate. While a view is only moved, the image moves along, and
 * just the columns that come into view are drawn.
 */
import { type Lane, SLOTS, STATES } from "./lane";
import { drawMarks } from "./message-marks";
import type { TraceModel } from "./model";
import { heightOf, type Paint, type Shades, slit } from "./paint";
import { bars } from "./spans";
import type { Layout, Row, View } from "./view";

/** The columns that are being drawn, and the time that they stand for. */
interface Part extends View {
  x: number;
  width: number;
}

export class Raster {
  readonly #canvas = document.createElement("canvas");
  #image: ImageData | undefined;
  #pixels = new Uint32Array();
  /** What part of its time each column has in each state, in the order of `STATES`. */
  #shares: Float32Array[] = [];
  /** How high each column of a lane is filled, in pixels. */
  #filled = new Float32Array();
  #at: Layout | undefined;
  /** What the image shows: what was asked for, moved by less than half a pixel. */
  #view: View = { from: 0, to: 1 };
  #part: Part = { from: 0, to: 1, x: 0, width: 1 };
  #paint: Paint | undefined;
  #left = 0;
  /** How far the image has moved since it was drawn whole: the patterns move along. */
  #moved = 0;
  #isEmpty = true;
  /** Whose the image is, and which lanes are in it: as long as neither changes, nor the zoom, it may be moved. */
  #model: TraceModel | undefined;
  #lanes: readonly Lane[] = [];

  /** Before the lanes of a frame, of which these are to be in the image. */
  begin(model: TraceModel, lanes: readonly Lane[], at: Layout, view: View, paint: Paint): void {
    const { scale } = paint;
    const left = Math.round(at.left * scale);
    const width = Math.max(1, Math.round(at.right * scale) - left);
    const height = Math.max(1, Math.round(at.height * scale));
    const isSame =
      model.finished &&
      model === this.#model &&
      paint === this.#paint &&
      left === this.#left &&
      this.#image?.width === width &&
      this.#image.height === height &&
      lanes.length === this.#lanes.length &&
      lanes.every((lane, index) => lane === this.#lanes[index]);
    [this.#model, this.#lanes] = [model.finished ? model : undefined, lanes];
    [this.#at, this.#paint, this.#left] = [at, paint, left];
    if (isSame && this.#move(view)) return;
    if (this.#image?.width !== width || this.#image.height !== height) {
      this.#canvas.width = width;
      this.#canvas.height = height;
      this.#image = new ImageData(width, height);
      this.#pixels = new Uint32Array(this.#image.data.buffer);
      this.#shares = STATES.map(() => new Float32Array(width));
      this.#filled = new Float32Array(width);
    } else if (!this.#isEmpty) {
      this.#pixels.fill(0);
    }
    this.#isEmpty = true;
    this.#moved = 0;
    this.#view = view;
    this.#part = { ...view, x: 0, width };
  }

  /** Moves the image to another view of the same zoom, and leaves the columns that come in to be drawn. */
  #move(view: View): boolean {
    const image = this.#image;
    const { from, to } = this.#view;
    if (!image || Math.abs(view.to - view.from - (to - from)) > 1e-6 * (to - from)) return false;
    const { width } = image;
    const perMs = width / (to - from);
    const by = Math.round((view.from - from) * perMs);
    if (Math.abs(by) >= width) return false;
    const pixels = this.#pixels;
    // One row ends where the next begins, so all rows move at once; what comes in from a neighbour is drawn anew.
    if (by > 0) pixels.copyWithin(0, by);
    else if (by < 0) pixels.copyWithin(-by, 0);
    const x = by > 0 ? width - by : 0;
    const columns = Math.abs(by);
    if (columns > 0)
      for (let row = 0; row < image.height; row++) pixels.fill(0, row * width + x, row * width + x + columns);
    this.#moved += by;
    const begin = from + by / perMs;
    this.#view = { from: begin, to: begin + (to - from) };
    this.#part = { from: begin + x / perMs, to: begin + (x + columns) / perMs, x, width: columns };
    return true;
  }

  /** One lane: its states, from its spans where they are kept and otherwise from its slots, and its messages. */
  lane(lane: Lane, row: Row, slotWidth: number, isPale: boolean): void {
    const [at, paint, shares, { to, width }] = [this.#at, this.#paint, this.#shares, this.#part];
    if (!at || !paint || width === 0) return;
    for (const share of shares) share.fill(0, 0, width);
    if (to <= lane.keptUntil) this.#addSpans(lane, shares);
    else this.#addSlots(lane, slotWidth, shares);
    this.#stack(row, isPale ? paint.pale : paint, shares);
    const { scale, inkPixel } = paint;
    const place = { row, scale, view: this.#view, width: this.#filled.length, part: this.#part };
    drawMarks(lane, slotWidth, place, (...rectangle) => this.#fill(...rectangle, inkPixel));
  }

  /** After the lanes: the image goes onto the canvas. */
  end(context: CanvasRenderingContext2D): void {
    if (this.#isEmpty || !this.#image) return;
    this.#canvas.getContext("2d", { willReadFrequently: true })?.putImageData(this.#image, 0, 0);
    context.save();
    context.resetTransform();
    context.imageSmoothingEnabled = false;
    context.drawImage(this.#canvas, this.#left, 0);
    context.restore();
  }

  #addSpans(lane: Lane, shares: Float32Array[]): void {
    const { begins, ends, states } = lane.columns;
    const { from, to, width } = this.#part;
    const first = lane.firstAfter(from);
    const last = Math.min(lane.spans.length, lane.firstAfter(to) + 1);
    const perMs = width / (to - from);
    for (let i = first; i < last; i++) {
      const columns = shares[states[i] ?? 0];
      if (!columns) continue;
      const begin = ((begins[i] ?? 0) - from) * perMs;
      const end = ((ends[i] ?? 0) - from) * perMs;
      const column = begin | 0;
      // Most lie within one column, and this loop is most of a frame.
      if (begin >= 0 && end < width && column === (end | 0)) columns[column] = (columns[column] ?? 0) + end - begin;
      else addTime(columns, width, begin, end, 1);
    }
  }

  #addSlots(lane: Lane, slot: number, shares: Float32Array[]): void {
    const { from, to, width } = this.#part;
    const perMs = width / (to - from);
    const first = Math.max(0, Math.floor(from / slot));
    const last = Math.min(SLOTS - 1, Math.floor(to / slot));
    for (const [index, state] of STATES.entries()) {
      const slots = lane.slots[state];
      const columns = shares[index];
      if (lane.sum[state].count === 0 || !columns) continue;
      for (let i = first; i <= last; i++) {
        const time = slots[i] ?? 0;
        if (time > 0) addTime(columns, width, (i * slot - from) * perMs, ((i + 1) * slot - from) * perMs, time / slot);
      }
    }
  }

  /** One state upon the other, in the order of the legend. */
  #stack(row: Row, paint: Shades, shares: Float32Array[]): void {
    const { floor, full } = bars(row);
    const bottom = Math.round(floor * paint.scale);
    const height = Math.round(full * paint.scale);
    const slitHeight = Math.round(slit(full) * paint.scale);
    const [pixels, filled, paper] = [this.#pixels, this.#filled, paint.paperPixel];
    const width = filled.length;
    const { x: start, width: columns } = this.#part;
    filled.fill(0, 0, columns);
    this.#isEmpty = false;
    for (const [index, state] of STATES.entries()) {
      const { size, pixels: tile } = paint.tile[state];
      const share = shares[index];
      if (!share) continue;
      const most = heightOf(state, full) * paint.scale;
      const gap = state === "hold" ? slitHeight : 0;
      const solid = tile[0] ?? 0;
      // Any whole number of tiles keeps what is taken modulo their size from being negative.
      const phase = start + this.#left + this.#moved + size * Math.ceil(Math.abs(this.#moved) / size);
      for (let column = 0; column < columns; column++) {
        const part = share[column] ?? 0;
        if (part === 0) continue;
        const x = start + column;
        const under = filled[column] ?? 0;
        const over = Math.min(height, under + part * most);
        filled[column] = over;
        const from = bottom - ((over + 0.5) | 0);
        const to = bottom - ((under + 0.5) | 0);
        if (size === 1) {
          for (let line = from; line < to; line++) pixels[line * width + x] = solid;
        } else {
          const across = (phase + column) % size;
          for (let line = from; line < to; line++) pixels[line * width + x] = tile[(line % size) * size + across] ?? 0;
        }
        // What is lower than the slit is too low to have one.
        if (to - from > 2 * gap) {
          for (let line = from + gap; line < from + 2 * gap; line++) pixels[line * width + x] = paper;
        }
      }
    }
  }

  #fill(x: number, y: number, width: number, height: number, pixel: number): void {
    const image = this.#image;
    if (!image) return;
    this.#isEmpty = false;
    const [from, to] = [Math.max(0, x), Math.min(image.width, x + width)];
    for (let row = Math.max(0, y); row < Math.min(image.height, y + height); row++) {
      if (to > from) this.#pixels.fill(pixel, row * image.width + from, row * image.width + to);
    }
  }
}

/** Each of `width` columns gets its part of a time, of which only `density` was spent in the state. Times in columns. */
function addTime(columns: Float32Array, width: number, from: number, to: number, density: number): void {
  const begin = Math.max(0, from);
  const end = Math.min(width, to);
  if (end <= begin) return;
  const first = Math.floor(begin);
  const last = Math.min(width - 1, Math.floor(end));
  if (first === last) {
    columns[first] = (columns[first] ?? 0) + (end - begin) * density;
    return;
  }
  columns[first] = (columns[first] ?? 0) + (first + 1 - begin) * density;
  for (let i = first + 1; i < last; i++) columns[i] = (columns[i] ?? 0) + density;
  columns[last] = (columns[last] ?? 0) + (end - last) * density;
}

/** Whether a lane with these states in view has them drawn one by one: bars of eight pixels on the average. */
export function isSparse([first, last]: [number, number], at: Layout): boolean {
  return (last - first) * 8 <= at.right - at.left;
}
