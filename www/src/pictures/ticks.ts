/** The ticks of a thread, the moment when join returned, and the moment when the thread had ended. */
import { html, nothing } from "lit";
import { lanes } from "../charts/lanes";
import { ms, number } from "../elements/format";
import "../charts/chart";
import { type Drawn, note, RunPicture } from "./picture";

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
      axis: { label: "time (ms)", domain: [0, ended] },
      lanes: [
        { label: "main", spans: [{ from: 0, to: joined, series: 2, label: "waits in join" }] },
        { label: "thread", spans: [{ from: 0, to: ended, series: 1, label: "is alive" }] },
        ...(shown.length > 0 ? [{ label: "its ticks", dots: shown.map((tick) => ({ at: tick, series: 3 })) }] : []),
      ],
      moments: [
        { at: joined, label: `join returned: ${ms(joined)}` },
        { at: ended, label: `thread ended: ${ms(ended)}` },
      ],
    });
    const rows = ticks.map((tick, index) => [`tick ${index + 1}`, tick]);
    const table = {
      caption: "What happened when",
      heads: ["What", "Time (ms)"],
      rows: [...rows, ["join returned", joined], ["thread ended", ended]],
    };
    const still = hasTimedOut ? "The thread was still alive when join returned." : "The thread had ended before.";
    return html`<mh-chart
      heading="When join returned, and when the thread ended"
      .label=${`${number(ticks.length)} ticks; join returned after ${ms(joined)}, and the thread ended after ${ms(ended)}. ${still}`}
      .draw=${draw}
      .table=${table}
    >
      ${note(`${still} It ended ${ms(ended - joined)} later.`)}
      ${shown.length < ticks.length ? note(`${number(ticks.length)} ticks are too many to draw.`) : ""}
    </mh-chart>`;
  }
}

customElements.define("mh-ticks", Ticks);
