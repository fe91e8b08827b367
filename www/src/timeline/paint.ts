/** The colours and the patterns of the timeline. Each state has both, so that either alone tells it. */
import { STATES, type State } from "./lane";

export interface Paint {
  /** Device pixels in a CSS pixel. */
  scale: number;
  ink: string;
  quiet: string;
  rule: string;
  paper: string;
  solid: Record<State, string>;
  fill: Record<State, string | CanvasPattern>;
  /** What `fill` repeats, pixel by pixel, for what is drawn pixel by pixel. */
  tile: Record<State, Tile>;
  /** The pixels of ink and of paper. */
  inkPixel: number;
  paperPixel: number;
  /** How much of a lane's height the state takes: run and hold full, wait half, sleep a line. All stand on its floor. */
  height: Record<State, number>;
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

/** Reads the colours through the canvas's own style, so that light, dark and the tokens around it hold. */
export function readPaint(context: CanvasRenderingContext2D, scale: number): Paint {
  const { canvas } = context;
  const colour = (token: string) => {
    canvas.style.color = `var(${token})`;
    return getComputedStyle(canvas).color;
  };
  const solid = Object.fromEntries(STATES.map((state) => [state, colour(`--${state}`)])) as Record<State, string>;
  const tiles: Record<State, HTMLCanvasElement> = {
    run: tile(1, 1, solid.run, full),
    hold: tile(1, 1, solid.hold, full),
    wait: tile(6, scale, solid.wait, hatch),
    sleep: tile(6, scale, solid.sleep, dots),
  };
  const [ink, paper] = [colour("--ink"), colour("--paper")];
  const pixel = (one: string) => read(tile(1, 1, one, full)).pixels[0] ?? 0;
  const paint: Paint = {
    scale,
    ink,
    quiet: colour("--quiet"),
    rule: colour("--rule"),
    paper,
    solid,
    fill: {
      run: solid.run,
      hold: solid.hold,
      wait: pattern(context, tiles.wait) ?? solid.wait,
      sleep: pattern(context, tiles.sleep) ?? solid.sleep,
    },
    tile: { run: read(tiles.run), hold: read(tiles.hold), wait: read(tiles.wait), sleep: read(tiles.sleep) },
    inkPixel: pixel(ink),
    paperPixel: pixel(paper),
    height: { run: 1, hold: 1, wait: 0.6, sleep: 0.3 },
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

function pattern(target: CanvasRenderingContext2D, canvas: HTMLCanvasElement): CanvasPattern | undefined {
  const made = target.createPattern(canvas, "repeat");
  made?.setTransform(new DOMMatrix().scale(6 / canvas.width));
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

function hatch(context: CanvasRenderingContext2D): void {
  context.lineWidth = 1.4;
  context.beginPath();
  for (const shift of [-6, 0, 6]) {
    context.moveTo(shift - 1, 7);
    context.lineTo(shift + 7, -1);
  }
  context.stroke();
}

function dots(context: CanvasRenderingContext2D): void {
  context.beginPath();
  context.arc(1.5, 1.5, 1, 0, 2 * Math.PI);
  context.arc(4.5, 4.5, 1, 0, 2 * Math.PI);
  context.fill();
}
