/** The ticks of a thread, the moment when join returned, and the moment when the thread had ended. */
import { msg, str } from "@lit/localize";
import { html, nothing } from "lit";
import { lanes } from "../charts/lanes";
import { ms, number } from "../kit/format";
import "../charts/chart";
import { type Drawn, note, RunPicture } from "./run-picture";
import { mainLane } from "./words";

/** So many ticks are drawn one by one. */
const MOST_DOTS = 300;

export class Ticks extends RunPicture {
  protected override draw(): Drawn {
    const { record } = this;
    if (!record) return nothing;
    // The thread prints its ticks, and the main program when join returned and when the thread had ended.
    const at = (worker: number) =>
      record.output.filter((line) => line.worker === worker).map((line) => line.t_us / 1000);
    const ticks = at(1);
    const [joined, ended] = at(0);
    if (joined === undefined || ended === undefined) return nothing;
    const hasTimedOut = record.result.timed_out === true;
    const shown = ticks.length <= MOST_DOTS ? ticks : [];
    const draw = lanes({
      axis: { label: msg("time (ms)"), domain: [0, ended] },
      lanes: [
        { label: mainLane(), spans: [{ from: 0, to: joined, series: 2, label: msg("waits in join") }] },
        { label: msg("thread"), spans: [{ from: 0, to: ended, series: 1, label: msg("is alive") }] },
        ...(shown.length > 0
          ? [
              {
                label: msg("its ticks", { desc: "the thread’s" }),
                dots: shown.map((tick) => ({ at: tick, series: 3 })),
              },
            ]
          : []),
      ],
      moments: [
        { at: joined, label: msg(str`join returned: ${ms(joined)}`) },
        { at: ended, label: msg(str`thread ended: ${ms(ended)}`) },
      ],
    });
    const rows = ticks.map((tick, index) => [msg(str`tick ${index + 1}`), tick]);
    const table = {
      caption: msg("What happened when"),
      heads: [msg("What"), msg("Time (ms)")],
      rows: [...rows, [msg("join returned"), joined], [msg("thread ended"), ended]],
    };
    const still = hasTimedOut
      ? msg("The thread was still alive when join returned.")
      : msg("The thread had ended before.", { desc: "before join returned" });
    const later = msg(str`It ended ${ms(ended - joined)} later.`, { desc: "it: the thread" });
    const when = msg(
      str`${number(ticks.length)} ticks; join returned after ${ms(joined)}, and the thread ended after ${ms(ended)}.`,
    );
    return html`<mh-chart
      heading=${msg("When join returned, and when the thread ended")}
      .label=${`${when} ${still}`}
      .draw=${draw}
      .table=${table}
    >
      ${note(`${still} ${later}`)}
      ${shown.length < ticks.length ? note(msg(str`${number(ticks.length)} ticks are too many to draw.`)) : ""}
    </mh-chart>`;
  }
}

customElements.define("mh-ticks", Ticks);
