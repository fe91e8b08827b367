/** What went on in several places over one measure, mostly time: spans and dots, a row for each place. */
import { type SVGTemplateResult, svg } from "lit";
import { type Axis, axisBelow, belowOf, fit, type Scale, scaleOf, widthOf } from "./axis";
import type { Draw } from "./chart";
import { fillOf, type Key, shape } from "./marks";

export interface Span {
  from: number;
  to: number;
  series: number;
  /** What stands in it, where it has room. */
  label?: string;
  /** It is a time in which nothing is done: a thin line at the lane’s floor, as in the timeline. */
  idle?: boolean;
  /** What stands in it where it has less room. */
  short?: string;
}

export interface Lane {
  label: string;
  spans?: Span[];
  dots?: { at: number; series: number }[];
  /** What stands after its last mark. */
  text?: string;
}

export interface Lanes {
  axis: Axis;
  lanes: Lane[];
  /** Moments that all lanes share. */
  moments?: { at: number; label: string }[];
  legend?: Key[];
  /** The height of a row, in CSS pixels, where there are few. */
  row?: number;
  /** The height of all rows, beyond which they get lower. */
  most?: number;
}

const MOMENT_PX = 18;
/** Many rows are less high, and not all of their names are written. */
const MOST_PX = 240;
const LEAST_ROW_PX = 6;
const LEAST_WIDTH = 0.8;
const NAME_PX = 14;
const NAMES_SHARE = 0.34;
/** More spans than this without a label are drawn as one shape of each kind: an element for each would take the page’s time. */
const MANY = 24;

export function lanes({ axis, lanes, moments = [], legend, row: wanted = 24, most = MOST_PX }: Lanes): Draw {
  return (width) => {
    const row = Math.max(LEAST_ROW_PX, Math.min(wanted, most / lanes.length));
    const each = Math.ceil(NAME_PX / row);
    const longest = Math.max(0, ...lanes.map((lane) => widthOf(lane.label)));
    const left = Math.min(width * NAMES_SHARE, longest) + 10;
    const right = 14 + Math.min(width * 0.4, Math.max(0, ...lanes.map((lane) => widthOf(lane.text ?? ""))));
    const x = scaleOf(axis, [left, width - right]);
    const top = moments.length * MOMENT_PX;
    const bottom = top + lanes.length * row;
    const content = [
      ...lanes.map((lane, index) => laneOf(lane, x, top + index * row, row, left, index % each === 0)),
      ...moments.map(({ at, label }, index) => {
        const isLeft = x(at) + widthOf(label) + 6 > width;
        return svg`<g class="reference">
          <line x1=${x(at)} x2=${x(at)} y1=${index * MOMENT_PX + 4} y2=${bottom}></line>
          <text x=${isLeft ? x(at) - 5 : x(at) + 5} y=${index * MOMENT_PX + 13} text-anchor=${isLeft ? "end" : "start"}>
            ${label}
          </text>
        </g>`;
      }),
      axis.bare ? svg`` : axisBelow(axis, x, bottom + 2),
    ];
    return { height: bottom + belowOf(axis), content, legend };
  };
}

function laneOf(
  { label, spans = [], dots = [], text }: Lane,
  x: Scale,
  top: number,
  row: number,
  left: number,
  isNamed: boolean,
) {
  const middle = top + row / 2;
  const height = row - Math.min(8, row / 3);
  const last = Math.max(left, ...spans.map((span) => x(span.to)), ...dots.map((dot) => x(dot.at)));
  const isMany = spans.length > MANY && spans.every(({ label }) => !label);
  return svg`<g class="lane">
    ${isNamed ? svg`<text x="0" y=${middle} dy="0.35em">${fit(label, left - 10)}</text>` : ""}
    ${isMany ? together(spans, x, middle - height / 2, height) : spans.map((span) => spanOf(span, x, middle - height / 2, height))}
    ${dots.map((dot) => shape(dot.series, x(dot.at), middle))}
    ${text && isNamed ? svg`<text class="halo" x=${last + 9} y=${middle} dy="0.35em">${text}</text>` : ""}
  </g>`;
}

/** Spans without a label, as one shape of each kind. */
function together(spans: Span[], x: Scale, y: number, height: number): SVGTemplateResult[] {
  const series = [...new Set(spans.map((span) => span.series))];
  return series.map((one) => {
    const own = spans.filter((span) => span.series === one);
    const idle = own
      .filter((span) => span.idle)
      .map(({ from, to }) => `M${x(from)} ${y + height - 1}H${x(to)}`)
      .join("");
    const boxes = own
      .filter((span) => !span.idle)
      .map((span) => `M${x(span.from)} ${y}h${widthOfBox(span, x)}v${height}H${x(span.from)}z`)
      .join("");
    return svg`${idle ? svg`<path class="idle s${one}" d=${idle}></path>` : ""}
      ${boxes ? svg`<path class="box s${one}" d=${boxes} fill=${fillOf(one)}></path>` : ""}`;
  });
}

function widthOfBox({ from, to }: Span, x: Scale): number {
  return Math.max(LEAST_WIDTH, x(to) - x(from));
}

/** However short, it can be seen, unless it is idle; its label stands in it where it has room, on a ground of its own where it is hatched. */
function spanOf(span: Span, x: Scale, y: number, height: number): SVGTemplateResult {
  const { from, to, series, label: long = "", short = "", idle } = span;
  if (idle)
    return svg`<line class="idle s${series}" x1=${x(from)} x2=${x(to)} y1=${y + height - 1} y2=${y + height - 1}></line>`;
  const width = widthOfBox(span, x);
  const label = widthOf(long) + 4 < width ? long : short;
  const room = widthOf(label) + 4;
  const [middle, centre] = [x(from) + width / 2, y + height / 2];
  const ground = svg`<rect class="paper" x=${middle - room / 2} y=${y + 1} width=${room} height=${height - 2}></rect>`;
  const text = svg`<text class=${series === 1 ? "on" : ""} x=${middle} y=${centre} dy="0.35em" text-anchor="middle">${label}</text>`;
  return svg`<rect class="box s${series}" x=${x(from)} y=${y} width=${width} height=${height} fill=${fillOf(series)}></rect>
    ${label && height >= NAME_PX && room < width ? [series === 1 ? "" : ground, text] : ""}`;
}
