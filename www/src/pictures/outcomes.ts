/** Of tasks that may fail: how many were done, and what of that the main program got. */
import { msg, str } from "@lit/localize";
import { html, nothing } from "lit";
import { bars } from "../charts/bars";
import { number } from "../kit/format";
import "../charts/chart";
import { asNumber, asNumbers, asObjects } from "./read";
import { type Drawn, RunPicture } from "./run-picture";

export class Outcomes extends RunPicture {
  protected override draw(): Drawn {
    const result = this.record?.result;
    const done = asNumber(result?.finished);
    if (!result || done === undefined) return nothing;
    const [results, exceptions] = [asNumbers(result.values).length, asObjects(result.errors).length];
    const all = [
      { label: msg("tasks done"), value: done },
      { label: msg("results received"), value: results },
      { label: msg("exceptions received"), value: exceptions },
    ];
    const table = {
      caption: msg("What became of the tasks"),
      heads: [msg("What"), msg("How many")],
      rows: all.map(({ label, value }) => [label, value]),
    };
    return html`<mh-chart
      heading=${msg("What the workers did, and what the main program got")}
      .label=${msg(
        str`Tasks done: ${number(done)}. Results received: ${number(results)}. Exceptions received: ${number(exceptions)}.`,
      )}
      .draw=${bars({ bars: all, whole: true })}
      .table=${table}
    ></mh-chart>`;
  }
}

customElements.define("mh-outcomes", Outcomes);
