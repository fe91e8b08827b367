/**
 * How series are told apart: each has a colour, and beside it a shape, a dash and a hatching of its own, so that nothing
 * is told by colour alone.
 */
import { msg } from "@lit/localize";
import {
  type SymbolType,
  symbol,
  symbolCircle,
  symbolDiamond,
  symbolSquare,
  symbolStar,
  symbolTriangle,
  symbolWye,
} from "d3-shape";
import { css, type SVGTemplateResult, svg } from "lit";

const SHAPES: SymbolType[] = [symbolCircle, symbolSquare, symbolTriangle, symbolDiamond, symbolStar, symbolWye];
const DASHES = ["", "5 3", "1.5 3", "8 3 2 3", "10 4", "3 2"];

/** A series is a number from 1 on; there are as many as there are colours. */
export const SERIES = SHAPES.length;

/** Its place among the colours, of which there are so many. */
export function seriesOf(index: number): number {
  return (index % SERIES) + 1;
}

export function shape(series: number, x: number, y: number, area = 42): SVGTemplateResult {
  const type = SHAPES[(series - 1) % SERIES] ?? symbolCircle;
  return svg`<path class="mark s${series}" transform="translate(${x} ${y})" d=${symbol(type, area)() ?? ""}></path>`;
}

export function dash(series: number): string {
  return DASHES[(series - 1) % SERIES] ?? "";
}

/** What a rectangle is filled with: the first series plain, the others hatched, each its own way. */
export function fillOf(series: number): string {
  return series === 1 ? "var(--series-1)" : `url(#hatch-${series})`;
}

/** The hatchings. Each drawing has them, since a shadow root sees no other's. */
export const hatchings: SVGTemplateResult = svg`<defs>
  ${[2, 3, 4, 5, 6].map(
    (series) => svg`<pattern id="hatch-${series}" width="6" height="6" patternUnits="userSpaceOnUse"
        patternTransform="rotate(${[0, 45, -45, 0, 90, 20][series - 1] ?? 0})">
      <rect class="ground s${series}" width="6" height="6"></rect>
      <rect class="line s${series}" width=${series === 6 ? 1.5 : 3} height="6"></rect>
    </pattern>`,
  )}
</defs>`;

/** One entry of a legend. */
export interface Key {
  label: string;
  series: number;
  mark: "line" | "box" | "band" | "shape" | "dot" | "cross" | "idle" | "ghost";
}

/** What the run before came to, drawn as an outline behind what this one did. */
export const ghostKey = (): Key => ({ label: msg("the run before"), series: SERIES, mark: "ghost" });

export function keySign({ series, mark }: Key): SVGTemplateResult {
  if (mark === "line") {
    return svg`<line class="way s${series}" x1="0" x2="24" y1="7" y2="7" stroke-dasharray=${dash(series)}></line>`;
  }
  if (mark === "box")
    return svg`<rect class="box s${series}" x="5" y="1" width="14" height="12" fill=${fillOf(series)}></rect>`;
  if (mark === "idle") return svg`<line class="idle s${series}" x1="3" x2="21" y1="10" y2="10"></line>`;
  if (mark === "ghost") return svg`<rect class="ghost" x="3" y="1" width="18" height="12"></rect>`;
  if (mark === "band") return svg`<rect class="under s${series}" x="3" y="1" width="18" height="12"></rect>`;
  if (mark === "dot") return svg`<path class="way s${series} dots" d="M12 7h0" stroke-linecap="round"></path>`;
  if (mark === "cross") return svg`<path class="way s${series} crosses" d="M10 5l4 4m0-4l-4 4"></path>`;
  return shape(series, 12, 7, 64);
}

export const markStyles = css`
  .s1 {
    --colour: var(--series-1);
  }
  .s2 {
    --colour: var(--series-2);
  }
  .s3 {
    --colour: var(--series-3);
  }
  .s4 {
    --colour: var(--series-4);
  }
  .s5 {
    --colour: var(--series-5);
  }
  .s6 {
    --colour: var(--series-6);
  }
  .mark,
  pattern .line {
    fill: var(--colour);
  }
  pattern .ground {
    fill: color-mix(in oklab, var(--colour) 35%, var(--paper));
  }
  .box {
    stroke: var(--colour);
    stroke-width: 1;
  }
  .way {
    fill: none;
    stroke: var(--colour);
    stroke-width: 1.8;
    stroke-linejoin: round;
  }
  .way.dots {
    stroke-width: 3.2;
  }
  .way.crosses {
    stroke-width: 1.1;
  }
  .way.fine {
    stroke-width: 0.8;
  }
  .paper {
    fill: var(--paper);
  }
  .box.soft {
    fill: color-mix(in oklab, var(--colour) 16%, var(--paper));
  }
  .idle {
    stroke: var(--colour);
    stroke-width: 2.4;
    stroke-dasharray: 4.4 1.6;
  }
  .ringed {
    stroke: var(--ink);
  }
  .lane-line {
    stroke: var(--rule);
  }
  text.strong {
    font-weight: 600;
  }
  .square,
  .arc {
    fill: none;
    stroke: var(--quiet);
  }
  .ghost {
    fill: none;
    stroke: var(--quiet);
    stroke-width: 1.2;
    stroke-dasharray: 3 2;
  }
  .under {
    fill: var(--colour);
    fill-opacity: 0.16;
  }
`;
