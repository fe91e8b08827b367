/** Two measured quantities against each other: lines, steps, areas and dots on one pair of axes. */
import { area, curveLinear, curveStepAfter, line } from "d3-shape";
import { type SVGTemplateResult, svg } from "lit";
import { type Axis, axisBelow, axisLeft, belowOf, leftWidth, type Scale, scaleOf, widthOf } from "./axis";
import type { Draw } from "./chart";
import { dash, ghostKey, type Key, shape } from "./marks";

export interface Series {
  label: string;
  series: number;
  /** `steps` keep a value until the next point; `area` is steps that are filled; `band` is what lies between y and y2. */
  mark: "line" | "steps" | "area" | "dots" | "line-dots" | "band";
  points: { x: number; y: number; y2?: number; label?: string }[];
  /** Whether it is that of the run before: an outline behind the others. */
  isGhost?: boolean;
}

export interface Rule {
  x?: number;
  y?: number;
  label: string;
}

export interface Plane {
  x: Axis;
  y: Axis;
  series: Series[];
  /** Values to compare with, across the whole. */
  rules?: Rule[];
  height?: number;
}

/** The series of the run before, where it had one. */
export function ghosts(mark: Series["mark"], points: Series["points"]): Series[] {
  return points.length > 0 ? [{ label: "", series: 6, mark, points, isGhost: true }] : [];
}

const TOP_PX = 24;
const RIGHT_PX = 14;
/** A way of more points than this is drawn with a finer line. */
const MANY = 150;

export function plane({ x: across, y: up, series, rules = [], height = 170 }: Plane): Draw {
  return (width) => {
    const left = leftWidth(up, height);
    const isNamed = rules.some((rule) => rule.x !== undefined);
    const top = TOP_PX + (isNamed ? 16 : 0);
    const bottom = top + height;
    const x = scaleOf(across, [left, width - RIGHT_PX]);
    const y = scaleOf(up, [bottom, top]);
    const content = [
      ...series.filter(({ isGhost }) => isGhost).map((one) => ghost(one, x, y)),
      ...series.filter(({ isGhost }) => !isGhost).map((one) => draw(one, x, y)),
      ...rules.map((rule) => acrossAll(rule, x, y, width, isNamed)),
      axisBelow(across, x, bottom),
      axisLeft(up, y, left),
    ];
    const legend = series.length > 1 ? series.map(key) : undefined;
    return { height: bottom + belowOf(across), content, legend };
  };
}

function key({ label, series, mark, isGhost }: Series): Key {
  if (isGhost) return ghostKey();
  return { label, series, mark: mark === "dots" ? "shape" : mark === "area" || mark === "band" ? "band" : "line" };
}

function ghost({ mark, points }: Series, x: Scale, y: Scale): SVGTemplateResult {
  const way = line<Series["points"][number]>(
    (point) => x(point.x),
    (point) => y(point.y),
  ).curve(mark === "steps" || mark === "area" ? curveStepAfter : curveLinear);
  return svg`<path class="ghost" d=${way(points) ?? ""}></path>`;
}

function draw({ mark, points, series }: Series, x: Scale, y: Scale): SVGTemplateResult {
  const curve = mark === "steps" || mark === "area" ? curveStepAfter : curveLinear;
  type Point = Series["points"][number];
  const zero = y.range()[0] ?? 0;
  const way = line<Point>(
    (point) => x(point.x),
    (point) => y(point.y),
  ).curve(curve);
  const ground = area<Point>(
    (point) => x(point.x),
    (point) => (mark === "band" ? y(point.y2 ?? 0) : zero),
    (point) => y(point.y),
  ).curve(curve);
  return svg`<g class="series s${series}">
    ${mark === "area" || mark === "band" ? svg`<path class="under s${series}" d=${ground(points) ?? ""}></path>` : ""}
    ${mark === "dots" || mark === "band" ? "" : svg`<path class="way s${series} ${points.length > MANY ? "fine" : ""}" d=${way(points) ?? ""} stroke-dasharray=${dash(series)}></path>`}
    ${mark === "dots" || mark === "line-dots" ? points.map((point) => shape(series, x(point.x), y(point.y))) : ""}
    ${points.map(({ label, ...at }) =>
      label ? svg`<text class="halo" x=${x(at.x)} y=${y(at.y) - 8} text-anchor="middle">${label}</text>` : "",
    )}
  </g>`;
}

function acrossAll(
  { x: at, y: height, label }: Rule,
  x: Scale,
  y: Scale,
  width: number,
  isNamed: boolean,
): SVGTemplateResult {
  const [bottom = 0, top = 0] = y.range();
  const [left = 0, right = 0] = x.range();
  if (at !== undefined) {
    const isLeft = x(at) + widthOf(label) + 6 > width;
    return svg`<g class="reference">
      <line x1=${x(at)} x2=${x(at)} y1=${top - 10} y2=${bottom}></line>
      <text class="halo" x=${isLeft ? x(at) - 5 : x(at) + 5} y=${top - 3} text-anchor=${isLeft ? "end" : "start"}>${label}</text>
    </g>`;
  }
  const level = y(height ?? 0);
  return svg`<g class="reference">
    <line x1=${left} x2=${right} y1=${level} y2=${level}></line>
    ${
      label.length < 3
        ? svg`<text x=${right + 4} y=${level} dy="0.35em">${label}</text>`
        : // Away from the name of a line that goes up, which stands at the right.
          svg`<text class="halo" x=${isNamed ? left + 6 : right} y=${level - 5} text-anchor=${isNamed ? "start" : "end"}>${label}</text>`
    }
  </g>`;
}
