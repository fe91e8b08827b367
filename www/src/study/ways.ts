/** The same work, four ways: what each took, with what starting its workers and copying cost. */
import { html } from "lit";
import type { RunRecord } from "../api/types";
import { bars } from "../charts/bars";
import "../charts/chart";
import type { Cell } from "../charts/table";
import { ms, number } from "../elements/format";
import { asNumber, asObject, asObjects, asText } from "../pictures/read";
import { ratio, type Show } from "./shown";

interface Way {
  name: string;
  start?: number | undefined;
  copy?: number | undefined;
  bytes?: number | undefined;
  /** From the first call to the last result. */
  work?: number | undefined;
  wall?: number | undefined;
  cannot?: string;
}

const NAMES: Record<string, string> = {
  serial: "one worker",
  gil: "threads, one lock",
  processes: "processes",
  "free-threaded": "free threads",
};

export const showWays: Show<"four-ways" | "interpreters"> = (study, outcomes) => {
  const record = outcomes[0]?.record;
  if (!record) return undefined;
  const ways = study.kind === "four-ways" ? fromWays(record) : fromInterpreters(record);
  const serial = ways.find(({ name }) => name === "serial")?.wall;
  const speedup = ({ wall }: Way) => (serial !== undefined && wall ? serial / wall : undefined);
  const measured = ways.filter((way): way is Way & { wall: number; work: number } => way.wall !== undefined);
  const draw = bars({
    axis: "time (ms)",
    bars: measured.map((way) => ({
      label: NAMES[way.name] ?? way.name,
      value: way.wall,
      text: `${ms(way.wall)} · ×${ratio.format(speedup(way) ?? 0)}`,
      parts: [
        { value: way.start ?? 0, series: 2 },
        { value: way.work, series: 1 },
      ],
    })),
    legend: [
      { label: "start-up", series: 2, mark: "box" },
      { label: "the work", series: 1, mark: "box" },
    ],
  });
  const hasCopies = ways.some(({ bytes }) => bytes !== undefined);
  const table = {
    caption: "The same work, four ways",
    heads: [
      "Way",
      "Start-up (ms)",
      "Work (ms)",
      ...(hasCopies ? ["Copying (ms)", "Copied (bytes)"] : []),
      "In all (ms)",
      "Speed-up",
    ],
    rows: ways.map((way): Cell[] => [
      NAMES[way.name] ?? way.name,
      cell(way, way.start),
      cell(way, way.work),
      ...(hasCopies ? [cell(way, way.copy), cell(way, way.bytes)] : []),
      cell(way, way.wall),
      cell(way, speedup(way)),
    ]),
  };
  const summary = inWords(measured, speedup);
  return {
    summary,
    missing: ways.flatMap(({ name, cannot }) => (cannot ? [`${NAMES[name] ?? name} cannot run here: ${cannot}`] : [])),
    charts: html`<mh-chart heading="Time, start-up included" .label=${summary} .draw=${draw} .table=${table}>
      ${hasCopies ? html`<p>Copying is the time of the main program and of the processes, added up; it is part of the work.</p>` : ""}
      <p>
        The lock and its hand-over are modelled after CPython’s; threads, processes and times are real. The threads were
        there before the run and are only handed over.
      </p>
    </mh-chart>`,
  };
};

function inWords(ways: (Way & { wall: number })[], speedup: (way: Way) => number | undefined): string {
  const of = (name: string) => ways.find((way) => way.name === name);
  const quickest = ways.reduce((a, b) => (b.wall < a.wall ? b : a), ways[0] ?? { name: "", wall: 0 });
  const sentences = [
    quickest.name === "serial"
      ? `One worker alone was quickest, with ${ms(quickest.wall)}: to share the work cost more than it gained.`
      : `Quickest: ${NAMES[quickest.name] ?? quickest.name}, with ${ms(quickest.wall)}, ${ratio.format(speedup(quickest) ?? 0)} times as quick as one worker.`,
  ];
  const [gil, free, processes] = [of("gil"), of("free-threaded"), of("processes")];
  if (gil && free) {
    sentences.push(`The same threads took ${ms(free.wall)} without the lock and ${ms(gil.wall)} with it.`);
  }
  if (processes?.start !== undefined) {
    const copies =
      processes.bytes === undefined
        ? ""
        : `, and copied ${number(processes.bytes)} bytes, which took ${ms(processes.copy ?? 0)} of all of them together`;
    sentences.push(`Processes took ${ms(processes.start)} to start${copies}.`);
  }
  return sentences.join(" ");
}

function cell(way: Way, value: number | undefined): Cell {
  return way.cannot ? "cannot run here" : (value ?? "–");
}

function fromWays(record: RunRecord): Way[] {
  return asObjects(record.result.ways).map((way) => ({
    name: asText(way.way),
    start: asNumber(way.start_ms),
    copy: asNumber(way.copy_ms),
    bytes: asNumber(way.copied_bytes),
    work: asNumber(way.work_ms),
    wall: asNumber(way.wall_ms),
    cannot: asText(way.cannot),
  }));
}

/** The lesson about the lock times its processes without their start, which its metrics tell. */
function fromInterpreters({ result, metrics }: RunRecord): Way[] {
  const wall = (name: string) => asNumber(asObject(result[name]).wall_ms);
  const of = (name: string, work: number | undefined, start?: number): Way => ({
    name,
    start,
    work,
    wall: work === undefined ? undefined : (start ?? 0) + work,
  });
  return [
    of("serial", asNumber(metrics.serial_ms)),
    of("gil", wall("gil")),
    of("processes", wall("processes"), asNumber(metrics.processes_start_ms)),
    of("free-threaded", wall("free-threaded")),
  ];
}
