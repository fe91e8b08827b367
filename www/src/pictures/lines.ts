/** When each thread printed its lines, and which of them ended first. */
import { msg, str } from "@lit/localize";
import { html, nothing } from "lit";
import type { RunEvent } from "../api/types";
import { lanes } from "../charts/lanes";
import { seriesOf } from "../charts/marks";
import { number, ordinal } from "../kit/format";
import "../charts/chart";
import { asObjects, asText, asTexts } from "./read";
import { type Drawn, note, RunPicture } from "./run-picture";
import { threadName } from "./words";

/** So many lines are drawn; all are counted. */
const MOST_DOTS = 2000;

interface Line {
  ms: number;
  worker: number;
}

export class Lines extends RunPicture {
  #heard: Line[] = [];

  protected override forget(): void {
    this.#heard = [];
  }

  protected override hear(events: RunEvent[]): boolean {
    const before = this.#heard.length;
    for (const { kind, t_us, worker } of events) if (kind === "print") this.#heard.push({ ms: t_us / 1000, worker });
    return this.#heard.length > before;
  }

  protected override draw(): Drawn {
    const { record } = this;
    const lines = record ? record.output.map(({ t_us, worker }) => ({ ms: t_us / 1000, worker })) : this.#heard;
    if (lines.length === 0) return nothing;
    const finished = asTexts(record?.result.finished);
    const names = asObjects(record?.params.threads).map(({ name }) => asText(name));
    const threads = Math.max(names.length, ...lines.map((line) => line.worker));
    const nameOf = (worker: number) => names[worker - 1] ?? threadName(worker);
    const shown = lines.slice(0, MOST_DOTS);
    const place = (name: string) => (finished.includes(name) ? ordinal(finished.indexOf(name) + 1) : "");
    const draw = lanes({
      axis: { label: msg("time (ms)"), domain: [0, Math.max(...lines.map((line) => line.ms))] },
      lanes: Array.from({ length: threads }, (_, index) => {
        const ended = place(nameOf(index + 1));
        return {
          label: nameOf(index + 1),
          dots: shown
            .filter((line) => line.worker === index + 1)
            .map((line) => ({ at: line.ms, series: seriesOf(index) })),
          text:
            ended && msg(str`ended ${ended}`, { id: "ended-nth", desc: "in which place a thread ended: “ended 2nd”" }),
        };
      }),
    });
    const table = {
      caption: msg("The threads’ lines"),
      heads: [
        msg("Thread"),
        msg("Lines"),
        msg("First (ms)"),
        msg("Last (ms)"),
        msg("Ended", { id: "head-ended-nth", desc: "above the places in which the threads ended: 1st, 2nd …" }),
      ],
      rows: Array.from({ length: threads }, (_, index) => {
        const own = lines.filter((line) => line.worker === index + 1).map((line) => line.ms);
        const [first, last] = [own[0], own.at(-1)];
        return [
          nameOf(index + 1),
          own.length,
          first === undefined ? "–" : first,
          last === undefined ? "–" : last,
          place(nameOf(index + 1)) || "–",
        ];
      }),
    };
    const label = [msg(str`${number(lines.length)} lines of ${threads} threads.`)];
    if (finished.length > 0) {
      const order = [...finished.slice(0, 8), ...(finished.length > 8 ? ["…"] : [])].join(", ");
      label.push(msg(str`They ended in the order ${order}.`));
    }
    return html`<mh-chart
      heading=${msg("Who printed when")}
      .label=${label.join(" ")}
      .draw=${draw}
      .table=${table}
    >
      ${lines.length > shown.length ? note(msg(str`The first ${number(shown.length)} of ${number(lines.length)} lines are drawn.`)) : ""}
      ${this.gaps()}
    </mh-chart>`;
  }
}

customElements.define("mh-lines", Lines);
