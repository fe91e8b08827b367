/** How many messages each actor took. */
import { html, nothing } from "lit";
import { bars } from "../charts/bars";
import { plane } from "../charts/plane";
import { number } from "../elements/format";
import "../charts/chart";
import { type Drawn, RunPicture } from "./picture";
import { asNumbers } from "./read";

/** More bars than this would be too high. */
const MOST_BARS = 8;

export class Receipts extends RunPicture {
  protected override draw(): Drawn {
    const taken = asNumbers(this.record?.result.per_actor);
    if (taken.length === 0) return nothing;
    const points = [...taken, taken.at(-1) ?? 0].map((y, index) => ({ x: index + 1, y }));
    const draw =
      taken.length <= MOST_BARS
        ? bars({
            axis: "messages taken",
            bars: taken.map((value, index) => ({ label: `actor ${index + 1}`, value })),
            whole: true,
          })
        : plane({
            x: { label: "actor", domain: [1, taken.length + 1], whole: true },
            y: { label: "messages taken", domain: [0, Math.max(1, ...taken)], whole: true },
            series: [{ label: "messages", series: 1, mark: "area", points }],
            height: 110,
          });
    const table = {
      caption: "Messages taken by each actor",
      heads: ["Actor", "Messages taken"],
      rows: taken.map((value, index) => [`actor ${index + 1}`, value]),
    };
    const sum = taken.reduce((all, one) => all + one, 0);
    return html`<mh-chart
      heading="What each actor took"
      .label=${`${number(sum)} messages taken by ${number(taken.length)} actors.`}
      .draw=${draw}
      .table=${table}
    ></mh-chart>`;
  }
}

customElements.define("mh-receipts", Receipts);
