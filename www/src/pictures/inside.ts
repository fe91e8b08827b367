/** How many threads were inside at each time, against the permits, and who waited. */
import { msg, str } from "@lit/localize";
import { html, nothing } from "lit";
import type { Span } from "../charts/lanes";
import { lanes } from "../charts/lanes";
import { ghosts, plane } from "../charts/plane";
import { counted } from "../kit/format";
import "../charts/chart";
import { asNumber, asPairs } from "./read";
import { type Drawn, missing } from "./run-picture";
import { StatePicture } from "./state-picture";
import type { State } from "./states";
import { threadName } from "./words";

/** What lasts no longer than this share of the run is no wider than a line. */
const LEAST_SHARE = 0.004;

interface Point {
  x: number;
  y: number;
}

export class Inside extends StatePicture {
  protected override draw(): Drawn {
    const drawn = [...this.#howMany(), ...this.#who()];
    if (drawn.length > 0) return drawn;
    return this.record ? missing(msg("This run left nothing that says who was inside.")) : nothing;
  }

  #howMany() {
    const { record } = this;
    const inside = asPairs(record?.metrics.inside);
    const permits = asNumber(record?.params.permits);
    if (!record || permits === undefined || inside.length === 0) return [];
    const most = Math.max(...inside.map(({ y }) => y));
    const before = asPairs(this.previous?.metrics.inside);
    const end = Math.max(record.metrics.wall_ms, before.at(-1)?.x ?? 0);
    const room = counted(permits, msg("permit"), msg("permits"));
    const draw = plane({
      x: { label: msg("time (ms)"), domain: [0, end] },
      y: {
        label: msg("threads inside"),
        domain: [0, Math.max(most, permits, ...before.map(({ y }) => y))],
        whole: true,
      },
      series: [
        {
          label: insideSemaphore(),
          series: 1,
          mark: "area",
          points: [...seen(inside, end * LEAST_SHARE), { x: record.metrics.wall_ms, y: inside.at(-1)?.y ?? 0 }],
        },
        ...ghosts("area", before),
      ],
      rules: [{ y: permits, label: room }],
      height: 100,
    });
    const table = {
      caption: msg("Threads inside"),
      heads: [msg("Time (ms)"), msg("Inside")],
      rows: inside.map(({ x, y }) => [x, y]),
    };
    const threads = counted(most, msg("thread"), msg("threads"));
    const label = msg(str`At most ${threads} inside at a time, with ${room}.`);
    const of = asNumber(record.params.threads);
    const heading = of
      ? msg(str`At most ${most} of ${of} threads were inside`, { desc: "a heading" })
      : msg("How many are inside");
    return [html`<mh-chart heading=${heading} .label=${label} .draw=${draw} .table=${table}></mh-chart>`];
  }

  #who() {
    const states = this.states.all.filter((state) => state.worker > 0);
    if (states.length === 0) return [];
    const end = this.states.latest;
    const workers = Math.max(...states.map((state) => state.worker));
    const totals = Array.from({ length: workers }, () => ({ inside: 0, waiting: 0, rounds: 0 }));
    const spans: Span[][] = totals.map(() => []);
    for (const state of states) {
      const series = seriesFor(state);
      const total = totals[state.worker - 1];
      if (!series || !total) continue;
      const { from, to = end } = state;
      spans[state.worker - 1]?.push({ from, to, series, idle: series === 2 });
      if (series === 1) {
        total.inside += to - from;
        total.rounds += 1;
      } else total.waiting += to - from;
    }
    const draw = lanes({
      axis: { label: msg("time (ms)"), domain: [0, end] },
      lanes: spans.map((own, index) => ({ label: threadName(index + 1), spans: own })),
      legend: [
        { label: insideSemaphore(), series: 1, mark: "box" },
        { label: msg("waits for a permit"), series: 2, mark: "idle" },
      ],
    });
    const table = {
      caption: msg("Who was inside, and who waited"),
      heads: [
        msg("Thread"),
        msg("Times inside", { id: "head-times-inside", desc: "above how often each thread was inside" }),
        msg("Inside (ms)"),
        msg("Waited (ms)"),
      ],
      rows: totals.map(({ inside, waiting, rounds }, index) => [threadName(index + 1), rounds, inside, waiting]),
    };
    // The timeline shows the same, with all that they do besides.
    return [
      html`<details><summary>${msg("Who is inside, and who waits")}</summary><mh-chart
        heading=${msg("Who is inside, and who waits")}
        .label=${msg(str`${workers} threads: when each was inside, and when it waited.`)}
        .draw=${draw}
        .table=${table}
      >
        ${this.gaps((events) =>
          msg(str`The engine left out ${events} of this run, so some who were inside are missing here.`),
        )}
      </mh-chart></details>`,
    ];
  }
}

/** Without the moments between one who leaves and the next who comes in, which are no wider than a line. */
function seen(points: Point[], least: number): Point[] {
  const kept: Point[] = [];
  for (const [index, point] of points.entries()) {
    const [last, next] = [kept.at(-1), points[index + 1]];
    const isGap = last && next && point.y < last.y && next.x - point.x < least;
    if (!isGap) kept.push(point);
  }
  return kept;
}

const insideSemaphore = () =>
  msg("inside", { id: "threads-inside", desc: "of threads: those that have a permit of the semaphore" });

function seriesFor({ kind, what, holding }: State): number {
  if (kind === "run") return holding ? 1 : 0;
  return kind === "wait" && what === "the semaphore" ? 2 : 0;
}

customElements.define("mh-inside", Inside);
