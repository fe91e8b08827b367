/** How long a thread was at work, and the lines that the main program printed meanwhile. */
import { html, nothing } from "lit";
import type { RunEvent } from "../api/types";
import { lanes } from "../charts/lanes";
import { counted, ms, number } from "../elements/format";
import "../charts/chart";
import { type Drawn, missing, note, RunPicture } from "./picture";

/** So many lines are drawn one by one. */
const MOST_DOTS = 2000;

export class Background extends RunPicture {
  #began: number | undefined;
  #ended: number | undefined;

  protected override forget(): void {
    this.#began = this.#ended = undefined;
  }

  protected override hear(events: RunEvent[]): boolean {
    for (const { kind, t_us, worker } of events) {
      if (worker !== 1) continue;
      this.#began ??= t_us / 1000;
      // The thread waits for nothing but the end of the run, when its work is done.
      if (kind === "wait") this.#ended = t_us / 1000;
    }
    return false;
  }

  protected override draw(): Drawn {
    const { record } = this;
    const [from, to] = [this.#began, this.#ended];
    if (!record) return nothing;
    if (from === undefined || to === undefined)
      return missing("When the thread began and ended was left out of this run.");
    // The main program's last line says that the archive is there.
    const lines = record.output.filter(({ worker }) => worker === 0).map(({ t_us }) => t_us / 1000);
    const ready = lines.pop() ?? to;
    const shown = lines.slice(0, MOST_DOTS);
    const draw = lanes({
      axis: { label: "time (ms)", domain: [0, Math.max(ready, to)] },
      lanes: [
        { label: "main", dots: shown.map((at) => ({ at, series: 3 })) },
        { label: "thread", spans: [{ from, to, series: 1, label: "zips" }] },
      ],
    });
    const table = {
      caption: "What happened when",
      heads: ["What", "Time (ms)"],
      rows: [
        ["the thread begins", from],
        ["the thread has ended", to],
        ...lines.map((at, index) => [`line ${index + 1}`, at]),
      ],
    };
    const meanwhile = Number(record.result.foreground_lines_meanwhile);
    const said = `The thread was at work for ${ms(to - from)}; meanwhile the main program printed ${counted(meanwhile, "line")}.`;
    return html`<mh-chart heading="The thread at work, and the main program’s lines" .label=${said} .draw=${draw} .table=${table}>
      ${note(said)}
      ${lines.length > shown.length ? note(`The first ${number(shown.length)} of ${number(lines.length)} lines are drawn.`) : ""}
    </mh-chart>`;
  }
}

customElements.define("mh-background", Background);
