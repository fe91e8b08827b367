/** The ticks of a thread, the moment when join returned, and the moment when the thread had ended. */
import { msg, str } from "@lit/localize";
import { html, nothing } from "lit";
import { stacked } from "../charts/chart";
import { type Lane, lanes } from "../charts/lanes";
import { ms, number } from "../kit/format";
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
    const bothUntil = (from: number): Lane[] => [
      { label: mainLane(), spans: [{ from, to: joined, series: 2, label: msg("waits in join") }] },
      { label: msg("thread"), spans: [{ from, to: ended, series: 1, label: msg("is alive") }] },
    ];
    const dots = shown.map((tick) => ({ at: tick, series: 3 }));
    const whole = lanes({
      axis: { label: "", domain: [0, Math.max(joined, ended)] },
      lanes: [
        ...bothUntil(0),
        ...(dots.length > 0 ? [{ label: msg("its ticks", { desc: "the thread’s" }), dots }] : []),
      ],
      row: 22,
    });
    // Beside all the waiting the two moments lie on one another, so the end is shown once more, as wide as it needs.
    const [first, last] = [Math.min(joined, ended), Math.max(joined, ended)];
    const margin = Math.max(last - first, 1e-3) * 1.2;
    const end = lanes({
      axis: { label: msg("the end, magnified: time (ms)"), domain: [Math.max(0, first - margin), last + margin] },
      lanes: bothUntil(Math.max(0, first - margin)),
      moments: [
        { at: joined, label: msg("join returned") },
        { at: ended, label: msg("thread ended") },
      ],
      row: 22,
    });
    const draw = stacked([whole, end]);
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
      heading=${hasTimedOut ? msg("join returned while the thread was alive") : msg("The thread ended before join gave up")}
      .label=${`${when} ${still}`}
      .draw=${draw}
      .table=${table}
    >
      ${note(later)}
      ${shown.length < ticks.length ? note(msg(str`${number(ticks.length)} ticks are too many to draw.`)) : ""}
    </mh-chart>`;
  }
}

customElements.define("mh-ticks", Ticks);
