/** Axes as a plain chart has them: short ticks, round numbers, the name of what is measured, no grid and no frame. */
import { formatDefaultLocale } from "d3-format";
import { type ScaleContinuousNumeric, scaleLinear, scaleLog } from "d3-scale";
import { css, type SVGTemplateResult, svg } from "lit";
import { language } from "../kit/language";

export interface Axis {
  /** What is measured, with its unit; empty where another axis near it says so. */
  label: string;
  /** Nothing is measured along it: what stands in the marks says more than ticks would. */
  bare?: boolean;
  domain: [number, number];
  scale?: "linear" | "log";
  /** Only whole numbers have ticks. */
  whole?: boolean;
}

export type Scale = ScaleContinuousNumeric<number, number>;

export const FONT_PX = 12;

/** About how wide a text is: no element is asked, so that all is drawn at once. */
export function widthOf(text: string): number {
  return text.length * FONT_PX * 0.62;
}

/** The text cut to this width. */
export function fit(text: string, width: number): string {
  if (widthOf(text) < width + 1) return text;
  return `${text.slice(0, Math.max(1, Math.floor(width / widthOf("m")) - 1))}…`;
}

export function scaleOf({ domain, scale }: Axis, range: [number, number]): Scale {
  const [low, high] = domain;
  // One value makes no line to measure along.
  const wide: [number, number] = low < high ? domain : scale === "log" ? [low / 2, low * 2] : [low, low + 1];
  return scale === "log" ? scaleLog(wide, range) : scaleLinear(wide, range);
}

/** So many whole numbers are few. */
const MOST_COUNTED = 5;

const span = (at: Scale) => at.domain().reduce((low, high) => high - low);

/** About so many ticks, at round numbers. */
export function ticksOf({ whole, scale }: Axis, at: Scale, about: number): number[] {
  // Few whole numbers all have theirs.
  const counted = whole && scale !== "log" ? Math.abs(span(at)) : 0;
  let ticks = at.ticks(counted <= MOST_COUNTED ? Math.max(about, counted) : about);
  // Between powers of ten there is no room where there are many.
  if (scale === "log" && ticks.length > about) {
    const powers = ticks.filter((tick) => Math.abs(Math.log10(tick) - Math.round(Math.log10(tick))) < 1e-9);
    const each = Math.ceil(powers.length / about);
    if (powers.length > 1) ticks = powers.filter((_, index) => index % each === 0);
  }
  return whole ? ticks.filter(Number.isInteger) : ticks;
}

/** The language in which d3 writes numbers. */
let spoken = "en";

function useLanguage(): void {
  if (spoken === language()) return;
  spoken = language();
  const parts = new Intl.NumberFormat(language()).formatToParts(-12345678.9);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? "";
  formatDefaultLocale({ decimal: part("decimal"), thousands: part("group"), grouping: [3], currency: ["", ""] });
}

/** From here on numbers are written short. */
const LONG = 10_000;

/** 20M rather than 20,000,000, and as many decimals as the step between two ticks has. */
export function tickText(axis: Axis, at: Scale, about: number): (tick: number) => string {
  useLanguage();
  const most = Math.max(...axis.domain.map(Math.abs));
  if (axis.scale === "log") return at.tickFormat(Number.POSITIVE_INFINITY, "~s");
  if (axis.whole && most < LONG) return at.tickFormat(about, "d");
  return at.tickFormat(about, most >= LONG ? "~s" : undefined);
}

/** Along the bottom: `top` is where the drawing ends. */
export function axisBelow(axis: Axis, at: Scale, top: number): SVGTemplateResult {
  const [from = 0, to = 0] = at.range();
  const about = Math.max(2, Math.min(8, Math.floor((to - from) / 70)));
  const text = tickText(axis, at, about);
  return svg`<g class="axis" aria-hidden="true">
    ${ticksOf(axis, at, about).map(
      (tick) => svg`<line x1=${at(tick)} x2=${at(tick)} y1=${top} y2=${top + 5}></line>
        <text x=${at(tick)} y=${top + 18} text-anchor="middle">${text(tick)}</text>`,
    )}
    ${axis.label ? svg`<text class="name" x=${to} y=${top + 33} text-anchor="end">${axis.label} →</text>` : ""}
  </g>`;
}

/** How high the axis below is. */
export function belowOf({ bare, label }: Axis): number {
  if (bare) return 4;
  return label ? 38 : 22;
}

/** Along the left side: `left` is where the drawing begins. */
export function axisLeft(axis: Axis, at: Scale, left: number): SVGTemplateResult {
  const [from = 0, to = 0] = at.range();
  const about = Math.max(2, Math.min(6, Math.floor((from - to) / 34)));
  const text = tickText(axis, at, about);
  return svg`<g class="axis" aria-hidden="true">
    ${ticksOf(axis, at, about).map(
      (tick) => svg`<line x1=${left - 5} x2=${left} y1=${at(tick)} y2=${at(tick)}></line>
        <text x=${left - 8} y=${at(tick)} dy="0.35em" text-anchor="end">${text(tick)}</text>`,
    )}
    <text class="name" x="0" y=${FONT_PX - 2}>↑ ${axis.label}</text>
  </g>`;
}

/** How wide the texts of the axis on the left are. */
export function leftWidth(axis: Axis, height: number): number {
  const at = scaleOf(axis, [height, 0]);
  const about = Math.max(2, Math.min(6, Math.floor(height / 34)));
  const text = tickText(axis, at, about);
  return 12 + Math.max(0, ...ticksOf(axis, at, about).map((tick) => widthOf(text(tick))));
}

export const axisStyles = css`
  text {
    font-family: var(--sans);
    font-size: 12px;
    font-variant-numeric: tabular-nums;
    fill: var(--ink);
  }
  .axis text,
  .reference text {
    fill: var(--quiet);
  }
  .axis line {
    stroke: var(--quiet);
  }
  .reference line {
    stroke: var(--quiet);
    stroke-dasharray: 2 3;
  }
  .spread line {
    stroke: var(--ink);
    stroke-width: 1.5;
  }
  text.on {
    fill: var(--on-accent);
  }
  .halo {
    paint-order: stroke;
    stroke: var(--paper);
    stroke-width: 5px;
    stroke-linejoin: round;
  }
`;
