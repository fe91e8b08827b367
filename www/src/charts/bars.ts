/**
 * Horizontal bars: one thing each, its value at its end, so that no axis is needed, with the spread of several runs and
 * marks to compare it with.
 */
import { type SVGTemplateResult, svg } from "lit";
import { number } from "../kit/format";
import { type Axis, FONT_PX, fit, type Scale, scaleOf, widthOf } from "./axis";
import type { Draw } from "./chart";
import { fillOf, ghostKey, type Key } from "./marks";

export interface Bar {
  label: string;
  value: number;
  /** What stands at its end, if not the value. */
  text?: string;
  series?: number;
  /** What it consists of, in place of one value. */
  parts?: { value: number; series: number; title?: string }[];
  /** The least and the most that was measured. */
  spread?: [number, number];
  /** What it was in the run before. */
  ghost?: number | undefined;
}

export interface Reference {
  value: number;
  label: string;
}

export interface Bars {
  bars: Bar[];
  /** What is measured, where the texts do not say it. */
  axis?: string;
  references?: Reference[];
  legend?: Key[];
  whole?: boolean;
}

const BAR_PX = 16;
const GAP_PX = 8;
const REFERENCE_PX = 18;
/** Where the names would take more than this share of the width they stand above the bars. */
const NAMES_SHARE = 0.34;
const ABOVE_LEFT_PX = 1;

export function bars({ bars, axis: label = "", references = [], legend, whole }: Bars): Draw {
  const most = Math.max(
    ...bars.map((bar) => Math.max(bar.value, bar.ghost ?? 0, ...(bar.spread ?? []))),
    ...references.map(({ value }) => value),
    0,
  );
  const texts = bars.map((bar) => bar.text ?? number(bar.value));
  return (width) => {
    const longest = Math.max(0, ...bars.map((bar) => widthOf(bar.label)));
    const isAbove = longest > width * NAMES_SHARE;
    const left = isAbove ? ABOVE_LEFT_PX : longest + 12;
    const right = Math.min(width / 3, 12 + Math.max(0, ...texts.map(widthOf)));
    const axis: Axis = { label, domain: [0, most || 1], whole };
    const x = scaleOf(axis, [left, width - right]);
    const named = label ? FONT_PX + 4 : 0;
    const top = named + references.length * REFERENCE_PX;
    const row = BAR_PX + GAP_PX + (isAbove ? 16 : 0);
    const bottom = top + bars.length * row;
    const content = [
      ...references.map((reference, index) => mark(reference, x, named + index * REFERENCE_PX, bottom, width)),
      ...bars.map((bar, index) => {
        const y = top + index * row + (isAbove ? 16 : 0) + GAP_PX / 2;
        const name = isAbove
          ? svg`<text x="0" y=${y - 4}>${fit(bar.label, width)}</text>`
          : svg`<text x="0" y=${y + BAR_PX / 2} dy="0.35em">${bar.label}</text>`;
        const end = x(Math.max(bar.value, ...(bar.spread ?? [])));
        return svg`<g class="bar">${name} ${ghost(bar, x, y)} ${rectangles(bar, x, y)} ${spread(bar, x, y)}
          <text class="halo" x=${end + 6} y=${y + BAR_PX / 2} dy="0.35em">${texts[index]}</text></g>`;
      }),
      label ? svg`<g class="axis"><text x=${left} y=${FONT_PX - 2}>${label} →</text></g>` : svg``,
    ];
    const hasGhost = bars.some((bar) => bar.ghost !== undefined);
    return { height: bottom + 2, content, legend: hasGhost ? [...(legend ?? []), ghostKey()] : legend };
  };
}

function rectangles({ value, series = 1, parts = [{ value, series }] }: Bar, x: Scale, y: number) {
  let from = 0;
  return parts.map((part) => {
    const [begin, end] = [x(from), x(from + part.value)];
    from += part.value;
    return svg`<rect class="box s${part.series}" x=${begin} y=${y} width=${Math.max(0, end - begin)} height=${BAR_PX}
      fill=${fillOf(part.series)}></rect>`;
  });
}

/** Higher than the bar, so that it is seen behind one of the same length. */
function ghost({ ghost }: Bar, x: Scale, y: number): SVGTemplateResult | "" {
  if (ghost === undefined) return "";
  return svg`<rect class="ghost" x=${x(0)} y=${y - 2.5} width=${Math.max(0, x(ghost) - x(0))} height=${BAR_PX + 5}></rect>`;
}

function spread({ spread }: Bar, x: Scale, y: number): SVGTemplateResult | "" {
  if (!spread) return "";
  const [least, most] = spread.map((value) => x(value));
  const middle = y + BAR_PX / 2;
  return svg`<g class="spread">
    <line x1=${least} x2=${most} y1=${middle} y2=${middle}></line>
    <line x1=${least} x2=${least} y1=${middle - 4} y2=${middle + 4}></line>
    <line x1=${most} x2=${most} y1=${middle - 4} y2=${middle + 4}></line>
  </g>`;
}

/** A line to compare with; its name stands on the side that has room. */
function mark({ value, label }: Reference, x: Scale, top: number, bottom: number, width: number) {
  const at = x(value);
  const isLeft = at + widthOf(label) + 6 > width;
  return svg`<g class="reference">
    <line x1=${at} x2=${at} y1=${top + 4} y2=${bottom}></line>
    <text x=${isLeft ? at - 5 : at + 5} y=${top + 13} text-anchor=${isLeft ? "end" : "start"}>${label}</text>
  </g>`;
}
