/** How many items were in the queue at each time, against what it has room for. */
import { msg, str } from "@lit/localize";
import { html, nothing } from "lit";
import { ghosts, plane, type Rule } from "../charts/plane";
import { number } from "../kit/format";
import "../charts/chart";
import { asNumber, asPairs } from "./read";
import { type Drawn, missing, note, RunPicture } from "./run-picture";

export class Depth extends RunPicture {
  protected override draw(): Drawn {
    const { record } = this;
    const depth = asPairs(record?.metrics.depth);
    if (!record) return nothing;
    if (depth.length === 0) return missing(msg("This run left nothing that says how deep the queue was."));
    const capacity = asNumber(record.params.capacity) ?? 0;
    const produced = asNumber(record.result.produced) ?? 0;
    const blocked = asNumber(record.result.blocked_puts) ?? 0;
    const most = Math.max(...depth.map(({ y }) => y));
    const before = asPairs(this.previous?.metrics.depth);
    const end = Math.max(...[...depth, ...before].map(({ x }) => x));
    const rules: Rule[] = capacity > 0 ? [{ y: capacity, label: msg(str`room for ${number(capacity)}`) }] : [];
    const draw = plane({
      x: { label: msg("time (ms)"), domain: [depth[0]?.x ?? 0, end] },
      y: {
        label: msg("items in the queue"),
        domain: [0, Math.max(most, capacity, 1, ...before.map(({ y }) => y))],
        whole: true,
      },
      series: [{ label: msg("items"), series: 1, mark: "area", points: depth }, ...ghosts("area", before)],
      rules,
      height: 140,
    });
    const table = {
      caption: msg("Items in the queue"),
      heads: [msg("Time (ms)"), msg("Items")],
      rows: depth.map(({ x, y }) => [x, y]),
    };
    const label =
      capacity > 0
        ? msg(str`At most ${number(most)} items were in the queue, which has room for ${number(capacity)}.`)
        : msg(str`At most ${number(most)} items were in the queue, which has no bound.`);
    const waits = msg(str`${number(blocked)} of ${number(produced)} puts found it full and had to wait.`, {
      desc: "puts: calls of put(); it: the queue, which the sentence before has named",
    });
    return html`<mh-chart heading=${msg("How deep the queue is")} .label=${label} .draw=${draw} .table=${table}>
      ${note(`${label} ${waits}`)}
    </mh-chart>`;
  }
}

customElements.define("mh-depth", Depth);
