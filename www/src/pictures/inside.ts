/** How many threads were inside at each time, against the permits, and who waited. */
import { html, nothing } from "lit";
import type { Span } from "../charts/lanes";
import { lanes } from "../charts/lanes";
import { plane } from "../charts/plane";
import { counted } from "../elements/format";
import "../charts/chart";
import { type Drawn, missing, note } from "./picture";
import { asNumber, asPairs } from "./read";
import { StatePicture } from "./state-picture";
import type { State } from "./states";

export class Inside extends StatePicture {
  protected override draw(): Drawn {
    const drawn = [...this.#howMany(), ...this.#who()];
    if (drawn.length > 0) return drawn;
    return this.record ? missing("This run left nothing that says who was inside.") : nothing;
  }

  #howMany() {
    const { record } = this;
    const inside = asPairs(record?.metrics.inside);
    const permits = asNumber(record?.params.permits);
    if (!record || permits === undefined || inside.length === 0) return [];
    const most = Math.max(...inside.map(({ y }) => y));
    const end = record.metrics.wall_ms;
    const draw = plane({
      x: { label: "time (ms)", domain: [0, end] },
      y: { label: "threads inside", domain: [0, Math.max(most, permits)], whole: true },
      series: [{ label: "inside", series: 1, mark: "area", points: [...inside, { x: end, y: inside.at(-1)?.y ?? 0 }] }],
      rules: [{ y: permits, label: counted(permits, "permit") }],
      height: 100,
    });
    const table = {
      caption: "Threads inside",
      heads: ["Time (ms)", "Inside"],
      rows: inside.map(({ x, y }) => [x, y]),
    };
    const label = `At most ${counted(most, "thread")} inside at a time, with ${counted(permits, "permit")}.`;
    return [
      html`<mh-chart heading="How many are inside" .label=${label} .draw=${draw} .table=${table}>${note(label)}</mh-chart>`,
    ];
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
      spans[state.worker - 1]?.push({ from, to, series });
      if (series === 1) {
        total.inside += to - from;
        total.rounds += 1;
      } else total.waiting += to - from;
    }
    const draw = lanes({
      axis: { label: "time (ms)", domain: [0, end] },
      lanes: spans.map((own, index) => ({ label: `thread ${index + 1}`, spans: own })),
      legend: [
        { label: "inside", series: 1, mark: "box" },
        { label: "waits for a permit", series: 2, mark: "box" },
      ],
    });
    const table = {
      caption: "Who was inside, and who waited",
      heads: ["Thread", "Times inside", "Inside (ms)", "Waited (ms)"],
      rows: totals.map(({ inside, waiting, rounds }, index) => [`thread ${index + 1}`, rounds, inside, waiting]),
    };
    return [
      html`<mh-chart
        heading="Who is inside, and who waits"
        .label=${`${workers} threads: when each was inside, and when it waited.`}
        .draw=${draw}
        .table=${table}
      >
        ${this.gaps("some who were inside are missing here")}
      </mh-chart>`,
    ];
  }
}

function seriesFor({ kind, what, holding }: State): number {
  if (kind === "run") return holding ? 1 : 0;
  return kind === "wait" && what === "the semaphore" ? 2 : 0;
}

customElements.define("mh-inside", Inside);
