/** Which task took which step: one mark for each, one below the other in the order of their tasks. */
import { msg, str } from "@lit/localize";
import { html, nothing } from "lit";
import { lanes } from "../charts/lanes";
import { seriesOf } from "../charts/marks";
import { number } from "../kit/format";
import "../charts/chart";
import { asObjects, asText, asTexts } from "./read";
import { type Drawn, note, RunPicture } from "./run-picture";

/** So many steps are drawn: the first ones. */
const MOST_STEPS = 400;

/** So few that each has room for its number. */
const MOST_NUMBERED = 40;

export class Steps extends RunPicture {
  protected override draw(): Drawn {
    const { record } = this;
    const order = asTexts(record?.result.order);
    if (!record || order.length === 0) return nothing;
    const names = asObjects(record.params.tasks).map(({ name }) => asText(name));
    const shown = order.slice(0, MOST_STEPS);
    const isFew = order.length <= MOST_NUMBERED;
    const draw = lanes({
      axis: isFew
        ? { label: msg("step"), domain: [0, shown.length], bare: true }
        : { label: msg("step"), domain: [1, Math.max(2, shown.length)], whole: true },
      lanes: names.map((name, index) => {
        const own = shown.flatMap((one, at) => (one === name ? [at + 1] : []));
        return isFew
          ? {
              label: name,
              spans: own.map((at) => ({ from: at - 1, to: at - 0.06, series: seriesOf(index), label: String(at) })),
            }
          : { label: name, dots: own.map((at) => ({ at, series: seriesOf(index) })) };
      }),
      row: 26,
    });
    const table = {
      caption: msg("Steps, in their order"),
      heads: [msg("Step"), msg("Task")],
      rows: order.map((name, index) => [index + 1, name]),
    };
    // The generators’ steps are told by their own lines, each by the worker that took it.
    const workers = new Set(record.output.map((line) => line.worker));
    const alone =
      workers.size <= 1
        ? msg(
            str`All ${number(order.length)} steps were taken by one worker, one after the other: nothing ran in parallel.`,
          )
        : msg(str`The steps were taken by ${workers.size} workers.`);
    return html`<mh-chart
      heading=${msg("Who took which step")}
      .label=${`${msg(str`${number(order.length)} steps of ${names.length} tasks.`)} ${alone}`}
      .draw=${draw}
      .table=${table}
    >
      ${note(alone)}
      ${order.length > shown.length ? note(msg(str`The first ${number(shown.length)} of ${number(order.length)} steps are drawn.`)) : ""}
    </mh-chart>`;
  }
}

customElements.define("mh-steps", Steps);
