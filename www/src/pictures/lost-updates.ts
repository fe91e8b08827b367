/**
 * One addition that was lost, step by step, as the run tells it; then how many were kept and how many lost. With a lock:
 * who had it in turn.
 */
import { msg, str } from "@lit/localize";
import { html, nothing, type TemplateResult } from "lit";
import type { RunRecord } from "../api/types";
import { bars } from "../charts/bars";
import { lanes } from "../charts/lanes";
import { counted, number } from "../kit/format";
import "../charts/chart";
import { interleaved, type Step, stepWords } from "./interleaving";
import { asNumber, asNumbers, asObject } from "./read";
import { type Drawn, note } from "./run-picture";
import { StatePicture } from "./state-picture";
import { threadName } from "./words";

/** So many turns with the lock are drawn: the first ones. */
const MOST_TURNS = 24;

export class LostUpdates extends StatePicture {
  protected override hear(...heard: Parameters<StatePicture["hear"]>): boolean {
    super.hear(...heard);
    return false;
  }

  protected override draw(): Drawn {
    const { record } = this;
    const expected = asNumber(record?.result.expected);
    const actual = asNumber(record?.result.actual);
    const lost = asNumber(record?.result.lost);
    if (!record || expected === undefined || actual === undefined || lost === undefined) return nothing;
    return [
      ...oneLost(record, lost),
      ...this.#turns(record),
      keptAndLost(expected, actual, lost, asNumber(this.previous?.result.actual)),
    ];
  }

  /** Who had the lock, one after the other, and who waited meanwhile. */
  #turns(record: RunRecord): TemplateResult[] {
    const holds = this.states.all.filter((state) => state.worker > 0 && state.holding);
    const shown = [...holds].sort((a, b) => a.from - b.from).slice(0, MOST_TURNS);
    const [first, last] = [shown[0], shown.at(-1)];
    if (record.params.guard !== "lock" || !first || !last) return [];
    const end = Math.max(...shown.map(({ to, from }) => to ?? from));
    const threads = asNumber(record.params.threads) ?? 1;
    const own = (worker: number) =>
      this.states.all.filter((state) => state.worker === worker && state.from < end && (state.to ?? end) > first.from);
    const draw = lanes({
      axis: { label: msg("time (ms)"), domain: [first.from, end] },
      lanes: Array.from({ length: threads }, (_, index) => ({
        label: threadName(index + 1),
        spans: own(index + 1).flatMap(({ kind, holding, what, from, to = end }) => {
          const series = holding ? 3 : kind === "wait" && what.includes("lock") ? 2 : 0;
          const nth = holding
            ? String(shown.findIndex((one) => one.worker === index + 1 && one.from === from) + 1)
            : "";
          return series
            ? [{ from: Math.max(first.from, from), to: Math.min(end, to), series, label: nth, idle: series === 2 }]
            : [];
        }),
      })),
      legend: [
        { label: msg("has the lock"), series: 3, mark: "box" },
        {
          label: msg("waits for it", { id: "waits-for-lock", desc: "of a thread: it waits for the lock" }),
          series: 2,
          mark: "idle",
        },
      ],
      most: 130,
    });
    const table = {
      caption: msg("Turns with the lock"),
      heads: [msg("Turn"), msg("Thread"), msg("From (ms)"), msg("To (ms)")],
      rows: shown.map(({ worker, from, to = end }, index) => [index + 1, threadName(worker), from, to]),
    };
    const label = msg(str`The first ${number(shown.length)} turns with the lock: never two at once.`);
    return [
      html`<mh-chart heading=${msg("One at a time has the lock")} .label=${label} .draw=${draw} .table=${table}>
        ${note(label)}
      </mh-chart>`,
    ];
  }
}

/** The lost update that the run kept. */
function oneLost(record: RunRecord, lost: number): TemplateResult[] {
  const steps = stepsOf(record);
  const value = steps[0]?.value;
  if (value === undefined) return [];
  const [read, wrote] = [number(value), number(value + 1)];
  const heading =
    lost === 1 ? msg("The lost update") : msg(str`One of ${number(lost)} lost updates`, { desc: "a heading" });
  const said = msg(str`Both read ${read}, so both wrote ${wrote}: two additions, and the number is one larger.`);
  const table = {
    caption: msg("What happened, in its order"),
    heads: [msg("Step"), msg("Thread"), msg("What"), msg("Time (µs)")],
    rows: steps.map((step, index) => [index + 1, threadName(step.thread), stepWords(step), step.us]),
  };
  return [
    html`<mh-chart heading=${heading} .label=${said} .draw=${interleaved(steps)} .table=${table}>${note(said)}</mh-chart>`,
  ];
}

function stepsOf(record: RunRecord): Step[] {
  const update = asObject(record.metrics.lost_update);
  const value = asNumber(update.value);
  const [threads, read, written] = [update.threads, update.read_us, update.write_us].map(asNumbers);
  if (value === undefined || threads?.length !== 2 || read?.length !== 2 || written?.length !== 2) return [];
  const steps = (kind: Step["kind"], times: number[], value: number) =>
    threads.map((thread, index) => ({ kind, thread, value, us: times[index] ?? 0 })).sort((a, b) => a.us - b.us);
  // Each had read before either had written.
  return [...steps("reads", read, value), ...steps("writes", written, value + 1)];
}

function keptAndLost(expected: number, actual: number, lost: number, before: number | undefined): TemplateResult {
  const share = expected > 0 ? (100 * lost) / expected : 0;
  const draw = bars({
    bars: [
      {
        label: msg("additions"),
        value: expected,
        text:
          lost > 0
            ? msg(str`${number(lost)} lost`, { id: "additions-lost-so-many", desc: "of additions" })
            : msg("none lost", { id: "additions-none-lost", desc: "of additions" }),
        parts: [
          { value: actual, series: 1 },
          { value: lost, series: 2 },
        ],
        ghost: before,
      },
    ],
    legend: [
      { label: keptOnes(), series: 1, mark: "box" },
      { label: lostOnes(), series: 2, mark: "box" },
    ],
  });
  const table = {
    caption: msg("Additions"),
    heads: [msg("Which"), msg("Additions")],
    rows: [
      [msg("expected", { id: "additions-expected", desc: "of additions" }), expected],
      [keptOnes(), actual],
      [lostOnes(), lost],
    ],
  };
  const all = counted(expected, msg("addition"), msg("additions"));
  const heading =
    lost > 0
      ? msg(str`${percent(share)} % of the additions were lost`)
      : msg("Every addition was kept", { desc: "a heading: none was lost" });
  const label = msg(str`Of ${all} ${number(actual)} were kept and ${number(lost)} lost, ${percent(share)} %.`);
  return html`<mh-chart heading=${heading} .label=${label} .draw=${draw} .table=${table}></mh-chart>`;
}

/** To two digits, and never 0 or 100 where it is not quite that. */
function percent(share: number): string {
  if (share > 0 && share < 0.1) return msg(str`less than ${number(0.1)}`, { desc: "before “%”" });
  return number(Number(share.toPrecision(2)));
}

const keptOnes = () => msg("kept", { id: "additions-kept", desc: "of additions: those that are in the number" });
const lostOnes = () => msg("lost", { id: "additions-lost", desc: "of additions: those that are not in the number" });

customElements.define("mh-lost-updates", LostUpdates);
