/** How many messages each actor took. */
import { msg, str } from "@lit/localize";
import { html, nothing } from "lit";
import { bars } from "../charts/bars";
import { plane } from "../charts/plane";
import { number } from "../kit/format";
import "../charts/chart";
import { asNumbers } from "./read";
import { type Drawn, RunPicture } from "./run-picture";

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
            bars: taken.map((value, index) => ({ label: actorName(index + 1), value })),
            whole: true,
          })
        : plane({
            x: { label: msg("actor"), domain: [1, taken.length + 1], whole: true },
            y: { label: msg("messages taken"), domain: [0, Math.max(1, ...taken)], whole: true },
            series: [{ label: msg("messages"), series: 1, mark: "area", points }],
            height: 110,
          });
    const table = {
      caption: msg("Messages taken by each actor"),
      heads: [msg("Actor"), msg("Messages taken")],
      rows: taken.map((value, index) => [actorName(index + 1), value]),
    };
    const sum = taken.reduce((all, one) => all + one, 0);
    return html`<mh-chart
      heading=${msg("What each actor took")}
      .label=${msg(str`${number(sum)} messages taken by ${number(taken.length)} actors.`)}
      .draw=${draw}
      .table=${table}
    ></mh-chart>`;
  }
}

const actorName = (number: number) => msg(str`actor ${number}`);

customElements.define("mh-receipts", Receipts);
