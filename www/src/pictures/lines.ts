/** When each thread printed its lines, and which of them ended first. */
import { html, nothing } from "lit";
import type { RunEvent } from "../api/types";
import { lanes } from "../charts/lanes";
import { seriesOf } from "../charts/marks";
import { number } from "../elements/format";
import "../charts/chart";
import { type Drawn, note, RunPicture } from "./picture";
import { asObjects, asText, asTexts } from "./read";

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
    const nameOf = (worker: number) => names[worker - 1] ?? `thread ${worker}`;
    const shown = lines.slice(0, MOST_DOTS);
    const place = (name: string) => (finished.includes(name) ? `ended ${nth(finished.indexOf(name) + 1)}` : "");
    const draw = lanes({
      axis: { label: "time (ms)", domain: [0, Math.max(...lines.map((line) => line.ms))] },
      lanes: Array.from({ length: threads }, (_, index) => ({
        label: nameOf(index + 1),
        dots: shown
          .filter((line) => line.worker === index + 1)
          .map((line) => ({ at: line.ms, series: seriesOf(index) })),
        text: place(nameOf(index + 1)),
      })),
    });
    const table = {
      caption: "The threads’ lines",
      heads: ["Thread", "Lines", "First (ms)", "Last (ms)", "Ended"],
      rows: Array.from({ length: threads }, (_, index) => {
        const own = lines.filter((line) => line.worker === index + 1).map((line) => line.ms);
        const [first, last] = [own[0], own.at(-1)];
        return [
          nameOf(index + 1),
          own.length,
          first === undefined ? "–" : first,
          last === undefined ? "–" : last,
          place(nameOf(index + 1)).replace("ended ", "") || "–",
        ];
      }),
    };
    const order =
      finished.length > 0
        ? ` They ended in the order ${finished.slice(0, 8).join(", ")}${finished.length > 8 ? ", …" : ""}.`
        : "";
    return html`<mh-chart
      heading="Who printed when"
      .label=${`${number(lines.length)} lines of ${threads} threads.${order}`}
      .draw=${draw}
      .table=${table}
    >
      ${lines.length > shown.length ? note(`The first ${number(shown.length)} of ${number(lines.length)} lines are drawn.`) : ""}
      ${this.gaps()}
    </mh-chart>`;
  }
}

function nth(place: number): string {
  const last = place % 100 > 10 && place % 100 < 14 ? 0 : place % 10;
  return `${place}${["th", "st", "nd", "rd"][last] ?? "th"}`;
}

customElements.define("mh-lines", Lines);
