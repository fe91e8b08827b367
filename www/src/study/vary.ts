/** A speed-up over one parameter: every run, the ideal, and where there is one curve, Amdahl's law fitted to it. */
import { msg, str } from "@lit/localize";
import { html } from "lit";
import type { Axis } from "../charts/axis";
import "../charts/chart";
import type { Lesson, Unmeasured } from "../api/types";
import { unmeasured } from "../api/unmeasured";
import { seriesOf } from "../charts/marks";
import { plane, type Series } from "../charts/plane";
import type { DataTable } from "../charts/table";
import { counted, number } from "../kit/format";
import { processors } from "../kit/processors";
import { asNumber, asObject } from "../pictures/read";
import { sentencesFor } from "../pictures/unmeasured";
import { interpreterName } from "../pictures/words";
import { AMDAHL_URL, amdahl, fitSerialPart, median, scatters } from "./amdahl";
import type { Outcome } from "./conduct";
import { valuesOf } from "./plan";
import { list, ratio, type Show, times } from "./shown";

/** All runs with one value. */
interface Point {
  at: number;
  speedups: number[];
}

/** What was measured may be above the ideal by so much: what the clock leaves open. */
const TOLERANCE = 1.1;

export const showVary: Show<"vary"> = (study, outcomes, lesson) => {
  const curves = curvesOf(outcomes, study.of, study.by_name);
  const notices = noticesOf(outcomes, curves, study.of, lesson);
  const missing = [
    ...notices,
    ...outcomes.flatMap(({ step, error }) => (error ? [`${step.label}: ${error.message}`] : [])),
  ];
  const points = [...curves.values()].flat();
  if (points.length === 0) return missing.length > 0 ? { summary: "", missing, charts: html`` } : undefined;
  const most = Math.max(2, ...valuesOf(study));
  const ideal = (n: number) => Math.min(n, processors());
  const { part, text: law } = lawOf(curves, notices.length > 0);
  const across: Axis = { label: plural(study.parameter), domain: [1, most], whole: true };
  // Fixed from the start, whatever has been measured yet: nothing is drawn outside of it.
  const top = Math.max(2, ideal(most)) * TOLERANCE;
  const up: Axis = {
    label: msg("speed-up"),
    domain: [0, Math.max(top, ...points.flatMap(({ speedups }) => speedups))],
  };
  const series: Series[] = [
    ...[...curves].flatMap(([name, curve], index) => drawn(name, curve, index)),
    ...(part === undefined ? [] : [curveOf(msg("Amdahl’s law"), 3, ideal(most), (n) => amdahl(part, n))]),
    curveOf(msg("ideal"), 6, most, ideal),
  ];
  const rules =
    processors() < most ? [{ x: processors(), label: counted(processors(), msg("processor"), msg("processors")) }] : [];
  const summary = notices.length > 0 ? "" : `${inWords(curves, study.parameter, ideal)} ${law}`.trim();
  return {
    summary,
    missing,
    charts: html`<mh-chart
      heading=${msg("Speed-up")}
      .label=${summary || missing.join(" ")}
      .draw=${plane({ x: across, y: up, series, rules })}
      .table=${tableOf(curves, study.parameter, ideal, part)}
    >
      ${
        part === undefined
          ? ""
          : html`<p>
              ${msg(html`S(n) = 1 ÷ (f + (1 − f) ÷ n), with f = ${ratio.format(part * 100)} %: the serial part that fits all runs best, by least squares. <a href=${AMDAHL_URL} rel="external">Amdahl, 1967</a>.`)}
            </p>`
      }
    </mh-chart>`,
  };
};

/** Why what was measured bears no verdict. */
function noticesOf(outcomes: Outcome[], curves: Map<string, Point[]>, of: string, lesson: Lesson): string[] {
  const figures = outcomes
    .flatMap(({ record }) => unmeasured(record))
    .filter(({ key }) => key === of || key.endsWith(`.${of}`));
  const unlike = [...curves.values()].flat().some(({ speedups }) => scatters(speedups));
  const told: Unmeasured[] = unlike ? [...figures, { why: "scatter" }] : figures;
  return sentencesFor(lesson, told);
}

/** The serial part that Amdahl’s law finds, and what is to be said of it; of curves by name it says nothing. */
function lawOf(curves: Map<string, Point[]>, isSpoilt: boolean): { part?: number; text: string } {
  const [curve, ...others] = curves.values();
  if (!curve || others.length > 0 || isSpoilt) return { text: "" };
  // Beyond the processors there is nobody to do the rest at the same time.
  const within = curve.filter(({ at }) => at <= processors());
  if (within.some(({ at, speedups }) => at > 1 && median(speedups) < 1)) {
    return {
      text: msg("To share the work cost more than it gained: of a speed-up below 1 Amdahl’s law says nothing."),
    };
  }
  const part = fitSerialPart(
    within.flatMap(({ at, speedups }) => speedups.map((speedup) => ({ workers: at, speedup }))),
  );
  if (part === undefined) return { text: msg("A law is fitted only where more than one worker was measured.") };
  if (part < 1e-3) return { part, text: msg("Amdahl’s law finds next to no serial part in that.") };
  const text = msg(
    str`By Amdahl’s law ${ratio.format(part * 100)} % of it was serial: however many workers, it would stay below ${number(Math.ceil(10 / part) / 10)}.`,
    { desc: "of it: of the work; it would stay: the speed-up" },
  );
  return { part, text };
}

/** Curve by curve, the runs with each value, values in rising order. */
function curvesOf(outcomes: Outcome[], of: string, byName: boolean): Map<string, Point[]> {
  const curves = new Map<string, Point[]>();
  const add = (name: string, at: number, speedup: number) => {
    const curve = curves.get(name) ?? [];
    const point = curve.find((one) => one.at === at);
    if (point) point.speedups.push(speedup);
    else curve.push({ at, speedups: [speedup] });
    curves.set(
      name,
      curve.toSorted((a, b) => a.at - b.at),
    );
  };
  for (const { step, record } of outcomes) {
    const at = asNumber(step.value);
    if (!record || at === undefined) continue;
    const results = byName ? Object.entries(record.result) : [["measured", record.result] as const];
    for (const [name, result] of results) {
      const speedup = asNumber(asObject(result)[of]);
      if (speedup !== undefined) add(name, at, speedup);
    }
  }
  return curves;
}

/** The middle runs as a line; around it, where a value was run more than once, what lies between least and most. */
function drawn(name: string, curve: Point[], index: number): Series[] {
  const series = seriesOf(index < 2 ? index : index + 1);
  const middle: Series = {
    label: words(name),
    series,
    mark: "line-dots",
    points: curve.map(({ at, speedups }) => ({ x: at, y: median(speedups) })),
  };
  const spread: Series = {
    label: msg("least to most"),
    series,
    mark: "band",
    points: curve.map(({ at, speedups }) => ({ x: at, y: Math.max(...speedups), y2: Math.min(...speedups) })),
  };
  return name === "measured" ? [spread, middle] : [middle];
}

function curveOf(label: string, series: number, most: number, at: (n: number) => number): Series {
  const last = Math.max(2, most);
  // The number of processors is one of them, where the ideal bends.
  const xs = Array.from({ length: 48 * (last - 1) + 1 }, (_, index) => 1 + index / 48);
  const points = xs.filter((x) => xs.length < 200 || Number.isInteger(x)).map((x) => ({ x, y: at(x) }));
  return { label, series, mark: "line", points };
}

function tableOf(
  curves: Map<string, Point[]>,
  parameter: string,
  ideal: (n: number) => number,
  part: number | undefined,
): DataTable {
  const isOne = curves.size === 1;
  return {
    caption: msg(str`Speed-up by ${plural(parameter)}`),
    heads: [
      title(parameter),
      ...(isOne ? [] : [msg("Interpreter")]),
      msg("Runs", { id: "head-runs", desc: "above how many runs there were of each" }),
      msg("Speed-up, median"),
      msg("Least", { id: "head-least", desc: "above the least speed-up of each" }),
      msg("Most", { id: "head-most", desc: "above the highest speed-up of each" }),
      ...(part === undefined ? [] : [msg("Amdahl’s law")]),
      msg("Ideal"),
    ],
    rows: [...curves].flatMap(([name, curve]) =>
      curve.map(({ at, speedups }) => [
        at,
        ...(isOne ? [] : [words(name)]),
        speedups.length,
        median(speedups),
        Math.min(...speedups),
        Math.max(...speedups),
        ...(part === undefined ? [] : [at <= processors() ? amdahl(part, at) : "–"]),
        ideal(at),
      ]),
    ),
  };
}

/** What the most that were tried came to. */
function inWords(curves: Map<string, Point[]>, parameter: string, ideal: (n: number) => number): string {
  const most = Math.max(...[...curves.values()].flat().map(({ at }) => at));
  const last = [...curves].flatMap(([name, curve]) => {
    const point = curve.find(({ at }) => at === most);
    const named = curves.size > 1 ? `${words(name)} ` : "";
    return point ? [`${named}${times(median(point.speedups))}`] : [];
  });
  const varied = soMany(parameter, most);
  return msg(str`Speed-up with ${varied}: ${list(last)}, of an ideal ${number(ideal(most))}.`, {
    desc: "“Speed-up with 2 workers: 1.87, of an ideal 2.”",
  });
}

function words(name: string): string {
  return name === "measured" ? msg("measured") : interpreterName(name);
}

/** What the parameter counts, where there are words for it. */
function plural(parameter: string): string {
  if (parameter === "workers") return msg("workers");
  return parameter === "threads" ? msg("threads") : parameter;
}

/** The same at the beginning of a line. */
function title(parameter: string): string {
  if (parameter === "workers") return msg("Workers");
  return parameter === "threads" ? msg("Threads") : parameter.replace(/^./, (letter) => letter.toUpperCase());
}

function soMany(parameter: string, count: number): string {
  if (parameter === "workers") return counted(count, msg("worker"), msg("workers"));
  if (parameter === "threads") return counted(count, msg("thread"), msg("threads"));
  return `${parameter} ${number(count)}`;
}
