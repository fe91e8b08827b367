/** The colours and the patterns of the timeline. Each state has both, so that either alone tells it. */
import { STATES, type State } from "./lane";

/** How the states are filled, and how high. */
export interface Shades {
  scale: number;
  fill: Record<State, string | CanvasPattern>;
  /** What `fill` repeats, pixel by pixel, for what is drawn pixel by pixel. */
  tile: Record<State, Tile>;
  paperPixel: number;
}

export interface Paint extends Shades {
  /** Device pixels in a CSS pixel. */
  scale: number;
  ink: string;
  quiet: string;
  rule: string;
  paper: string;
  inkPixel: number;
  /** For the main program's lane, which stands behind the others. */
  pale: Shades;
  /** How wide texts are that have been measured in this paint. */
  widths: Map<string, number>;
}

/** A square of pixels, each as `ImageData` has them, in one number. */
export interface Tile {
  size: number;
  pixels: Uint32Array;
}

/**
 * The bar of one who holds a lock has a slit below its top, as a lid has: so far from the top and so high, in a bar of
 * this height.
 */
export function slit(bar: number): number {
  return Math.max(1, Math.round(bar * 0.16));
}

/** How high a state is in a lane whose bars are so high: run and hold are bars, wait and sleep lines. All stand on its floor. */
export function heightOf(state: State, bar: number): number {
  if (state === "wait") return Math.max(2, Math.min(3, bar / 5));
  return state === "sleep" ? 2 : bar;
}

/**
 * Reads the colours through the canvas's own style, so that light, dark and the tokens around it hold. Where one state is
 * `pointed` out, the others step back.
 */
export function readPaint(context: CanvasRenderingContext2D, scale: number, pointed?: State): Paint {
  const { canvas } = context;
  const colour = (wanted: string) => {
    canvas.style.color = wanted;
    return getComputedStyle(canvas).color;
  };
  const [ink, paper] = [colour("var(--ink)"), colour("var(--paper)")];
  const pixel = (one: string) => read(tile(1, 1, one, full)).pixels[0] ?? 0;
  const paperPixel = pixel(paper);
  const shades = (part: (state: State) => number): Shades => {
    const per = <T>(make: (state: State) => T) =>
      Object.fromEntries(STATES.map((state) => [state, make(state)])) as Record<State, T>;
    const tiles = per((state) => {
      const solid = colour(`color-mix(in srgb, var(--${state}) ${part(state)}%, var(--paper))`);
      const motif = MOTIFS[state];
      return motif === full ? tile(1, 1, solid, full) : tile(TILE, scale, solid, motif);
    });
    return {
      scale,
      fill: per((state) => pattern(context, tiles[state], MOTIFS[state] === full ? 1 : TILE) ?? ink),
      tile: per((state) => read(tiles[state])),
      paperPixel,
    };
  };
  const back = (state: State) => (pointed && state !== pointed ? 0.22 : 1);
  const paint: Paint = {
    ...shades((state) => 100 * back(state)),
    pale: shades((state) => 45 * back(state)),
    scale,
    ink,
    quiet: colour("var(--quiet)"),
    rule: colour("var(--rule)"),
    paper,
    inkPixel: pixel(ink),
    widths: new Map(),
  };
  canvas.style.color = "";
  return paint;
}

type Motif = (context: CanvasRenderingContext2D) => void;

/** A tile of `size` by `size` CSS pixels. */
function tile(size: number, scale: number, colour: string, motif: Motif): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = Math.max(1, Math.round(size * scale));
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (context) {
    context.scale(canvas.width / size, canvas.height / size);
    context.strokeStyle = context.fillStyle = colour;
    motif(context);
  }
  return canvas;
}

function pattern(target: CanvasRenderingContext2D, canvas: HTMLCanvasElement, size: number): CanvasPattern | undefined {
  const made = target.createPattern(canvas, "repeat");
  made?.setTransform(new DOMMatrix().scale(size / canvas.width));
  return made ?? undefined;
}

function read(canvas: HTMLCanvasElement): Tile {
  const size = canvas.width;
  const data = canvas.getContext("2d")?.getImageData(0, 0, size, size).data;
  return { size, pixels: data ? new Uint32Array(data.buffer.slice(0)) : new Uint32Array(size * size) };
}

function full(context: CanvasRenderingContext2D): void {
  context.fillRect(0, 0, 1, 1);
}

function dashes(context: CanvasRenderingContext2D): void {
  context.fillRect(0, 0, 4.4, TILE);
}

function dots(context: CanvasRenderingContext2D): void {
  context.fillRect(0, 0, 2, TILE);
}

/** The side of a pattern's tile, in CSS pixels. What lies in it goes from its top to its bottom, so that it fits any height. */
const TILE = 6;

const MOTIFS: Record<State, Motif> = { run: full, hold: full, wait: dashes, sleep: dots };
