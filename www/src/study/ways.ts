/** The same work, four ways: what each took, with what starting its workers and copying cost. */
import { msg, str } from "@lit/localize";
import { html } from "lit";
import type { Lesson, RunRecord } from "../api/types";
import { unmeasured } from "../api/unmeasured";
import { bars } from "../charts/bars";
import "../charts/chart";
import type { Cell } from "../charts/table";
import { faster, isSame, ms, number } from "../kit/format";
import { asNumber, asObject, asObjects, asText } from "../pictures/read";
import { sentencesFor } from "../pictures/unmeasured";
import { ratio, type Show } from "./shown";

interface Way {
  name: string;
  start?: number | undefined;
  copy?: number | undefined;
  bytes?: number | undefined;
  /** From the first call to the last result. */
  work?: number | undefined;
  wall?: number | undefined;
  /** Against one worker; left out where it was not measured. */
  speedup?: number | undefined;
  cannot?: string;
}

function nameOf({ name }: Way): string {
  switch (name) {
    case "serial":
      return msg("one worker");
    case "gil":
      return msg("threads, one lock");
    case "processes":
      return msg("processes");
    case "free-threaded":
      return msg("free threads", { id: "way-free-threads", desc: "threads under an interpreter without a lock" });
    default:
      return name;
  }
}

export const showWays: Show<"four-ways" | "interpreters"> = (study, outcomes, lesson) => {
  const record = outcomes[0]?.record;
  if (!record) return undefined;
  const ways = study.kind === "four-ways" ? fromWays(record) : fromInterpreters(record);
  const measured = ways.filter((way): way is Way & { wall: number } => way.wall !== undefined);
  const notices = noticesOf(record, ways, lesson);
  const draw = bars({
    axis: msg("time (ms)"),
    bars: measured.map((way) => ({
      label: nameOf(way),
      value: way.wall,
      text: way.speedup === undefined ? ms(way.wall) : `${ms(way.wall)} · ${against(way.speedup)}`,
      parts: [
        { value: way.start ?? 0, series: 2 },
        { value: way.wall - (way.start ?? 0), series: 1 },
      ],
    })),
    legend: [
      { label: msg("start-up"), series: 2, mark: "box" },
      { label: msg("the work"), series: 1, mark: "box" },
    ],
  });
  const hasCopies = ways.some(({ bytes }) => bytes !== undefined);
  const table = {
    caption: msg("The same work, four ways"),
    heads: [
      msg("Way", { id: "head-way", desc: "above the ways to do the same work: with one worker, with processes …" }),
      msg("Start-up (ms)"),
      msg("Work (ms)"),
      ...(hasCopies ? [msg("Copying (ms)"), msg("Copied (bytes)")] : []),
      msg("In all (ms)"),
      msg("Speed-up"),
    ],
    rows: ways.map((way): Cell[] => [
      nameOf(way),
      cell(way, way.start),
      cell(way, way.work),
      ...(hasCopies ? [cell(way, way.copy), cell(way, way.bytes)] : []),
      cell(way, way.wall),
      cell(way, way.speedup),
    ]),
  };
  const summary = notices.length > 0 ? "" : inWords(measured);
  const missing = [
    ...notices,
    ...ways.flatMap((way) => (way.cannot ? [msg(str`${nameOf(way)} cannot run here: ${way.cannot}`)] : [])),
  ];
  return {
    summary,
    missing,
    charts: html`<mh-chart heading=${msg("Time, start-up included")} .label=${summary || missing.join(" ")} .draw=${draw} .table=${table}>
      ${hasCopies ? html`<p>${msg("Copying is the time of the main program and of the processes, added up; it is part of the work.")}</p>` : ""}
      <p>
        ${msg("The lock and its hand-over are modelled after CPython’s; threads, processes and times are real. The threads were there before the run and are only handed over.")}
      </p>
    </mh-chart>`,
  };
};

/** Why the times bear no verdict. That a part of one is too short to be told takes nothing from the whole. */
function noticesOf(record: RunRecord, ways: Way[], lesson: Lesson): string[] {
  const isOfWhole = ({ key }: { key: string }) => /\.(wall_ms|speedup)$/.test(key);
  const notices = sentencesFor(lesson, unmeasured(record).filter(isOfWhole));
  const isWhole = ways.every(({ wall, cannot }) => cannot || wall !== undefined);
  return isWhole || notices.length > 0 ? notices : [msg("Not all could be measured: run again.")];
}

/** A speed-up beside a time. */
function against(speedup: number): string {
  return speedup < 1 && !isSame(speedup) ? faster(speedup) : `×${ratio.format(speedup)}`;
}

function inWords(ways: (Way & { wall: number })[]): string {
  const of = (name: string) => ways.find((way) => way.name === name);
  const quickest = ways.reduce<(Way & { wall: number }) | undefined>(
    (a, b) => (a && a.wall <= b.wall ? a : b),
    undefined,
  );
  if (!quickest) return "";
  const sentences = [
    quickest.name === "serial"
      ? msg(str`One worker alone was fastest, with ${ms(quickest.wall)}: to share the work cost more than it gained.`)
      : msg(
          str`Fastest: ${nameOf(quickest)}, with ${ms(quickest.wall)}; the speed-up is ${ratio.format(quickest.speedup ?? 1)}.`,
        ),
  ];
  const [gil, free, processes] = [of("gil"), of("free-threaded"), of("processes")];
  if (gil && free) {
    sentences.push(msg(str`The same threads took ${ms(free.wall)} without the lock and ${ms(gil.wall)} with it.`));
  }
  if (processes?.start !== undefined) {
    const [start, copy] = [ms(processes.start), ms(processes.copy ?? 0)];
    sentences.push(
      processes.bytes === undefined
        ? msg(str`Processes took ${start} to start.`)
        : msg(
            str`Processes took ${start} to start, and copied ${number(processes.bytes)} bytes, which took ${copy} of all of them together.`,
          ),
    );
  }
  return sentences.join(" ");
}

function cell(way: Way, value: number | undefined): Cell {
  return way.cannot ? msg("cannot run here") : (value ?? "–");
}

function fromWays(record: RunRecord): Way[] {
  return asObjects(record.result.ways).map((way) => ({
    name: asText(way.way),
    start: asNumber(way.start_ms),
    copy: asNumber(way.copy_ms),
    bytes: asNumber(way.copied_bytes),
    work: asNumber(way.work_ms),
    wall: asNumber(way.wall_ms),
    speedup: asNumber(way.speedup),
    cannot: asText(way.cannot),
  }));
}

/** The lesson about the lock times its processes without their start, which its metrics tell. */
function fromInterpreters({ result, metrics }: RunRecord): Way[] {
  const serial = asNumber(metrics.serial_ms);
  const of = (name: string, start?: number): Way => {
    const { wall_ms, speedup } = asObject(result[name]);
    const work = name === "serial" ? serial : asNumber(wall_ms);
    const wall = work === undefined ? undefined : (start ?? 0) + work;
    const isMeasured = name === "serial" || asNumber(speedup) !== undefined;
    return { name, start, work, wall, speedup: isMeasured && serial && wall ? serial / wall : undefined };
  };
  return [of("serial"), of("gil"), of("processes", asNumber(metrics.processes_start_ms)), of("free-threaded")];
}
