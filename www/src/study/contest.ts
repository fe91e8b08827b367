/** A contest: how quick each was on the same work, and whether all came to the same. */
import { msg, str } from "@lit/localize";
import { html } from "lit";
import { bars } from "../charts/bars";
import "../charts/chart";
import { unmeasured } from "../api/unmeasured";
import type { Cell } from "../charts/table";
import { faster, isSame, ms, number, numberFormat } from "../kit/format";
import { asNumber, asObject, asText } from "../pictures/read";
import { sentencesFor } from "../pictures/unmeasured";
import { insideCircle } from "../pictures/words";
import { lacking } from "../setting/faults";
import type { Outcome } from "./conduct";
import { list, type Show } from "./shown";

const SHORT = numberFormat({ notation: "compact", maximumSignificantDigits: 3 });

interface Runner {
  name: string;
  /** Left out where the clock could not tell it. */
  rate: number | undefined;
  count: number;
  /** What the GPU itself took, and by which clock. */
  gpu: string;
}

export const showContest: Show<"contest"> = (study, outcomes, lesson) => {
  const runners = outcomes.flatMap((outcome) => runnerOf(outcome, study.rate, study.agree));
  const missing = outcomes.flatMap(({ step, error, record }) => {
    const why = sentencesFor(lesson, unmeasured(record)).map((sentence) => `${step.value}: ${sentence}`);
    if (!error) return why;
    return error.kind === "unsupported"
      ? [msg(str`${step.value} was skipped: ${lacking(error.message)}`)]
      : [msg(str`${step.value} was not measured: ${error.message}`)];
  });
  if (runners.length === 0) return missing.length > 0 ? { summary: "", missing, charts: html`` } : undefined;
  const axis = msg(str`${study.unit} a second`);
  const agree = counts(study.agree);
  const timed = runners.filter((runner): runner is Runner & { rate: number } => runner.rate !== undefined);
  const draw = bars({
    axis,
    bars: timed.map(({ name, rate }) => ({ label: name, value: rate, text: SHORT.format(rate) })),
  });
  const hasGpu = runners.some(({ gpu }) => gpu);
  const table = {
    caption: msg("The race", { id: "race-of-processors", desc: "a contest: who is quicker" }),
    heads: [msg("Back end"), axis, agree, ...(hasGpu ? [msg("On the GPU itself")] : [])],
    rows: runners.map(({ name, rate, count, gpu }): Cell[] => [
      name,
      rate === undefined ? "–" : Math.round(rate),
      count,
      ...(hasGpu ? [gpu || "–"] : []),
    ]),
  };
  // Nobody has won while somebody’s time is not known.
  const first = timed.length === runners.length ? fastest(timed, axis) : "";
  const summary = `${first} ${agreement(runners, agree)}`.trim();
  const gpu = runners.find((runner) => runner.gpu);
  return {
    summary,
    missing,
    charts: html`<mh-chart heading=${msg(str`Who is quicker: ${axis}`)} .label=${summary} .draw=${draw} .table=${table}>
      ${gpu ? html`<p>${msg(str`${gpu.name}: on the GPU itself ${gpu.gpu}. The bars count all, from the first slice to the last count.`)}</p>` : ""}
    </mh-chart>`,
  };
};

function runnerOf({ step, record }: Outcome, rate: string, agree: string): Runner[] {
  if (!record) return [];
  const [quick, count] = [asNumber(record.result[rate]), asNumber(record.result[agree])];
  if (count === undefined) return [];
  const seconds = asNumber(record.metrics.gpu_seconds);
  const isSoftware = asObject(record.metrics.gpu).software === true;
  const hasOwnClock = asText(record.metrics.gpu_seconds_by) === "timestamps";
  return [
    {
      name: isSoftware ? inSoftware(asText(step.value)) : asText(step.value),
      rate: quick,
      count,
      gpu: seconds === undefined ? "" : gpuTime(ms(seconds * 1000), hasOwnClock),
    },
  ];
}

/** A processor that plays the GPU’s part is no GPU, and its times are not one’s. */
function inSoftware(backEnd: string): string {
  return msg(str`${backEnd} (GPU in software)`, { desc: "“webgpu (GPU in software)”: there is no real GPU" });
}

function gpuTime(time: string, byItself: boolean): string {
  return byItself
    ? msg(str`${time}, by its own timestamps`, { desc: "the GPU’s" })
    : msg(str`${time}, by the computer’s clock`);
}

/** What all must count alike, in words; a field of the result. */
function counts(field: string): string {
  return field === "inside" ? insideCircle() : field;
}

function fastest(runners: (Runner & { rate: number })[], axis: string): string {
  const [first, ...others] = runners.toSorted((a, b) => b.rate - a.rate);
  if (!first) return "";
  const reached = `${SHORT.format(first.rate)} ${axis}`;
  const than = others.map(({ name, rate }) => {
    const than = first.rate / rate;
    return isSame(than)
      ? msg(str`about as fast as ${name}`)
      : msg(str`${faster(than)} than ${name}`, { desc: "“2.1 times faster than serial”" });
  });
  return than.length > 0 ? `${first.name}: ${reached}, ${list(than)}.` : `${first.name}: ${reached}.`;
}

function agreement(runners: Runner[], what: string): string {
  const found = new Set(runners.map(({ count }) => count));
  if (runners.length < 2)
    return msg("There is nothing to hold its count against.", { desc: "the count of the only one that ran" });
  if (found.size === 1) {
    const count = number([...found][0] ?? 0);
    return msg(str`The counts agree: each found ${count} ${what}.`, {
      desc: "“each found 785 inside”: points in the circle",
    });
  }
  const each = list(runners.map(({ name, count }) => `${name} ${number(count)}`));
  return msg(str`The counts do NOT agree (${what}): ${each}.`);
}
