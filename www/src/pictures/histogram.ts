/** How many rows had how many numbers within the bounds. */
import { msg, str } from "@lit/localize";
import { html, nothing } from "lit";
import { bars } from "../charts/bars";
import { plane } from "../charts/plane";
import { number } from "../kit/format";
import "../charts/chart";
import { asNumbers } from "./read";
import { type Drawn, RunPicture } from "./run-picture";

/** More bars than this would be too high. */
const MOST_BARS = 12;

export class Histogram extends RunPicture {
  protected override draw(): Drawn {
    const rows = asNumbers(this.record?.result.histogram);
    if (rows.length === 0) return nothing;
    const most = Math.max(...rows);
    const points = [...rows, 0].map((y, x) => ({ x, y }));
    const draw =
      rows.length <= MOST_BARS
        ? bars({ axis: msg("rows"), bars: rows.map((value, count) => ({ label: String(count), value })), whole: true })
        : plane({
            x: { label: msg("numbers within"), domain: [0, rows.length], whole: true },
            y: { label: msg("rows"), domain: [0, most], whole: true },
            series: [{ label: msg("rows"), series: 1, mark: "area", points }],
          });
    const table = {
      caption: msg("Rows by how many of their numbers lie within"),
      heads: [msg("Numbers within"), msg("Rows")],
      rows: rows.map((value, count) => [count, value]),
    };
    const label = msg(str`Most rows, ${number(most)}, have ${rows.indexOf(most)} numbers within the bounds.`);
    const heading = msg("How many of a row’s numbers lie within");
    // It is what was computed, and not what the lesson is about.
    return html`<details>
      <summary>${heading}</summary>
      <mh-chart heading=${heading} .label=${label} .draw=${draw} .table=${table}></mh-chart>
    </details>`;
  }
}

customElements.define("mh-histogram", Histogram);
