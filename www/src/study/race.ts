/** A race: how quick each was on the same work, and whether all came to the same. */
import { html } from "lit";
import { bars } from "../charts/bars";
import "../charts/chart";
import type { Cell } from "../charts/table";
import { ms, number } from "../elements/format";
import { asNumber, asText } from "../pictures/read";
import type { Outcome } from "./conduct";
import { list, ratio, type Show } from "./shown";

const SHORT = new Intl.NumberFormat("en", { notation: "compact", maximumSignificantDigits: 3 });

interface Runner {
  name: string;
  rate: number;
  count: number;
  /** What the GPU itself took, and by which clock. */
  gpu: string;
}

export const showRace: Show<"race"> = (study, outcomes) => {
  const runners = outcomes.flatMap((outcome) => runnerOf(outcome, study.rate, study.agree));
  const missing = outcomes.flatMap(({ step, error }) =>
    error ? [`${step.value} was ${error.kind === "unsupported" ? "skipped" : "not measured"}: ${error.message}`] : [],
  );
  if (runners.length === 0) return missing.length > 0 ? { summary: "", missing, charts: html`` } : undefined;
  const axis = `${study.unit} a second`;
  const draw = bars({
    axis,
    bars: runners.map(({ name, rate }) => ({ label: name, value: rate, text: SHORT.format(rate) })),
  });
  const hasGpu = runners.some(({ gpu }) => gpu);
  const table = {
    caption: "The race",
    heads: ["Back end", axis, study.agree, ...(hasGpu ? ["On the GPU itself"] : [])],
    rows: runners.map(({ name, rate, count, gpu }): Cell[] => [
      name,
      Math.round(rate),
      count,
      ...(hasGpu ? [gpu || "–"] : []),
    ]),
  };
  const summary = `${quickest(runners, axis)} ${agreement(runners, study.agree)}`;
  const gpu = runners.find((runner) => runner.gpu);
  return {
    summary,
    missing,
    charts: html`<mh-chart heading=${`Who is quicker: ${axis}`} .label=${summary} .draw=${draw} .table=${table}>
      ${gpu ? html`<p>${gpu.name}: on the GPU itself ${gpu.gpu}. The bars count all, from the first slice to the last count.</p>` : ""}
    </mh-chart>`,
  };
};

function runnerOf({ step, record }: Outcome, rate: string, agree: string): Runner[] {
  if (!record) return [];
  const [quick, count] = [asNumber(record.result[rate]), asNumber(record.result[agree])];
  if (quick === undefined || count === undefined) return [];
  const seconds = asNumber(record.metrics.gpu_seconds);
  const by = asText(record.metrics.gpu_seconds_by) === "timestamps" ? "its own timestamps" : "the computer’s clock";
  return [
    {
      name: asText(step.value),
      rate: quick,
      count,
      gpu: seconds === undefined ? "" : `${ms(seconds * 1000)}, by ${by}`,
    },
  ];
}

function quickest(runners: Runner[], axis: string): string {
  const [first, ...others] = runners.toSorted((a, b) => b.rate - a.rate);
  if (!first) return "";
  const than = others.map(({ name, rate }) => `${ratio.format(first.rate / rate)} times as quick as ${name}`);
  return `${first.name}: ${SHORT.format(first.rate)} ${axis}${than.length > 0 ? `, ${list.format(than)}` : ""}.`;
}

function agreement(runners: Runner[], what: string): string {
  const counts = new Set(runners.map(({ count }) => count));
  if (runners.length < 2) return "There is nothing to hold its count against.";
  if (counts.size === 1) return `The counts agree: each found ${number([...counts][0] ?? 0)} ${what}.`;
  const each = runners.map(({ name, count }) => `${name} ${number(count)}`);
  return `The counts do NOT agree (${what}): ${list.format(each)}.`;
}
