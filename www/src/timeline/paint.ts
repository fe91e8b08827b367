/** The colours and the patterns of the timeline. Each state has both, so that either alone tells it. */
import { STATES, type State } from "./lane";

export interface Paint {
  ink: string;
  quiet: string;
  rule: string;
  paper: string;
  solid: Record<State, string>;
  fill: Record<State, string | CanvasPattern>;
  /** How much of a lane's height the state takes: run full, wait half, sleep a line. */
  height: Record<State, number>;
}

/** Reads the colours through the canvas's own style, so that light, dark and the tokens around it hold. */
export function readPaint(context: CanvasRenderingContext2D, scale: number): Paint {
  const { canvas } = context;
  const colour = (token: string) => {
    canvas.style.color = `var(${token})`;
    return getComputedStyle(canvas).color;
  };
  const solid = Object.fromEntries(STATES.map((state) => [state, colour(`--${state}`)])) as Record<State, string>;
  const paint: Paint = {
    ink: colour("--ink"),
    quiet: colour("--quiet"),
    rule: colour("--rule"),
    paper: colour("--paper"),
    solid,
    fill: {
      run: solid.run,
      wait: pattern(context, scale, solid.wait, hatch) ?? solid.wait,
      sleep: pattern(context, scale, solid.sleep, dots) ?? solid.sleep,
    },
    height: { run: 1, wait: 0.6, sleep: 0.3 },
  };
  canvas.style.color = "";
  return paint;
}

type Motif = (context: CanvasRenderingContext2D) => void;

/** A repeating tile of 6 by 6 CSS pixels. */
function pattern(target: CanvasRenderingContext2D, scale: number, colour: string, motif: Motif) {
  const tile = document.createElement("canvas");
  tile.width = tile.height = Math.max(1, Math.round(6 * scale));
  const context = tile.getContext("2d");
  if (!context) return undefined;
  context.scale(tile.width / 6, tile.height / 6);
  context.strokeStyle = context.fillStyle = colour;
  motif(context);
  const made = target.createPattern(tile, "repeat");
  made?.setTransform(new DOMMatrix().scale(6 / tile.width));
  return made ?? undefined;
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
