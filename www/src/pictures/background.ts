/** How long a thread was at work, and the lines that the main program printed meanwhile. */
import { msg, str } from "@lit/localize";
import { html, nothing } from "lit";
import type { RunEvent } from "../api/types";
import { lanes } from "../charts/lanes";
import { counted, ms, number } from "../kit/format";
import "../charts/chart";
import { type Drawn, missing, note, RunPicture } from "./run-picture";
import { mainLane } from "./words";

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
      return missing(msg("When the thread began and ended was left out of this run."));
    // The main program's last line says that the archive is there.
    const lines = record.output.filter(({ worker }) => worker === 0).map(({ t_us }) => t_us / 1000);
    const ready = lines.pop() ?? to;
    const shown = lines.slice(0, MOST_DOTS);
    const draw = lanes({
      axis: { label: msg("time (ms)"), domain: [0, Math.max(ready, to)] },
      lanes: [
        { label: mainLane(), dots: shown.map((at) => ({ at, series: 3 })) },
        {
          label: msg("thread"),
          spans: [
            {
              from,
              to,
              series: 1,
              label: msg("zips", { id: "state-zips", desc: "what the thread does: it writes a ZIP archive" }),
            },
          ],
        },
      ],
    });
    const table = {
      caption: msg("What happened when"),
      heads: [msg("What"), msg("Time (ms)")],
      rows: [
        [msg("the thread begins"), from],
        [msg("the thread has ended"), to],
        ...lines.map((at, index) => [msg(str`line ${index + 1}`), at]),
      ],
    };
    const meanwhile = Number(record.result.foreground_lines_meanwhile);
    const printed = counted(meanwhile, msg("line"), msg("lines"));
    const said = msg(str`The thread was at work for ${ms(to - from)}; meanwhile the main program printed ${printed}.`);
    return html`<mh-chart heading=${msg("The thread at work, and the main program’s lines")} .label=${said} .draw=${draw} .table=${table}>
      ${note(said)}
      ${lines.length > shown.length ? note(msg(str`The first ${number(shown.length)} of ${number(lines.length)} lines are drawn.`)) : ""}
    </mh-chart>`;
  }
}

customElements.define("mh-background", Background);
