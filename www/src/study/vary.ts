/** A speed-up over one parameter: every run, the ideal, and where there is one curve, Amdahl's law fitted to it. */
import { msg, str } from "@lit/localize";
import { html } from "lit";
import type { Axis } from "../charts/axis";
import "../charts/chart";
import { seriesOf } from "../charts/marks";
import { plane, type Series } from "../charts/plane";
import type { DataTable } from "../charts/table";
import { counted, number } from "../kit/format";
import { asNumber, asObject } from "../pictures/read";
import { interpreterName } from "../pictures/words";
import { AMDAHL_URL, amdahl, fitSerialPart, median } from "./amdahl";
import type { Outcome } from "./conduct";
import { list, ratio, type Show } from "./shown";

/** All runs with one value. */
interface Point {
  at: number;
  speedups: number[];
}

export const showVary: Show<"vary"> = (study, outcomes) => {
  const curves = curvesOf(outcomes, study.of, study.by_name);
  const points = [...curves.values()].flat();
  if (points.length === 0) return undefined;
  const [only] = curves.size === 1 ? curves.values() : [];
  const measured = points.flatMap(({ at, speedups }) => speedups.map((speedup) => ({ workers: at, speedup })));
  const part = only ? fitSerialPart(measured) : undefined;
  const most = Math.max(...points.map(({ at }) => at));
  const across: Axis = { label: plural(study.parameter), domain: [1, Math.max(2, most)], whole: true };
  const up: Axis = { label: msg("speed-up"), domain: [0, Math.max(most, ...measured.map(({ speedup }) => speedup))] };
  const series: Series[] = [
    ...[...curves].flatMap(([name, curve], index) => drawn(name, curve, index)),
    ...(part === undefined ? [] : [{ ...curveOf(msg("Amdahl’s law"), 3, most, (n) => amdahl(part, n)) }]),
    curveOf(msg("ideal"), 6, most, (n) => n),
  ];
  const summary = inWords(curves, study.parameter, part, most);
  return {
    summary,
    missing: outcomes.flatMap(({ step, error }) => (error ? [`${step.label}: ${error.message}`] : [])),
    charts: html`<mh-chart
      heading=${msg("Speed-up")}
      .label=${summary}
      .draw=${plane({ x: across, y: up, series })}
      .table=${tableOf(curves, study.parameter, part)}
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
  const xs = Array.from({ length: 49 }, (_, index) => 1 + ((last - 1) * index) / 48);
  return { label, series, mark: "line", points: xs.map((x) => ({ x, y: at(x) })) };
}

function tableOf(curves: Map<string, Point[]>, parameter: string, part: number | undefined): DataTable {
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
        ...(part === undefined ? [] : [amdahl(part, at)]),
        at,
      ]),
    ),
  };
}

function inWords(curves: Map<string, Point[]>, parameter: string, part: number | undefined, most: number): string {
  const last = [...curves].flatMap(([name, curve]) => {
    const point = curve.find(({ at }) => at === most);
    return point ? [`${ratio.format(median(point.speedups))}${curves.size > 1 ? ` (${words(name)})` : ""}`] : [];
  });
  const varied = soMany(parameter, most);
  const reached = msg(str`With ${varied} the speed-up is ${list(last)}, of an ideal ${most}.`);
  if (part === undefined) {
    if (curves.size > 1) return reached;
    return `${reached} ${msg("A law is fitted only where more than one worker was measured.")}`;
  }
  const bound =
    part < 1e-3
      ? msg("Amdahl’s law finds next to no serial part in that.")
      : msg(
          str`By Amdahl’s law ${ratio.format(part * 100)} % of it was serial: however many workers, it would stay below ${number(Math.ceil(10 / part) / 10)}.`,
          { desc: "of it: of the work; it would stay: the speed-up" },
        );
  return `${reached} ${bound}`;
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
