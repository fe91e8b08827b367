/** How many items were in the queue at each time, against what it has room for. */
import { html, nothing } from "lit";
import { plane, type Rule } from "../charts/plane";
import { number } from "../elements/format";
import "../charts/chart";
import { type Drawn, missing, note, RunPicture } from "./picture";
import { asNumber, asPairs } from "./read";

export class Depth extends RunPicture {
  protected override draw(): Drawn {
    const { record } = this;
    const depth = asPairs(record?.metrics.depth);
    if (!record) return nothing;
    if (depth.length === 0) return missing("This run left nothing that says how deep the queue was.");
    const capacity = asNumber(record.params.capacity) ?? 0;
    const produced = asNumber(record.result.produced) ?? 0;
    const blocked = asNumber(record.result.blocked_puts) ?? 0;
    const most = Math.max(...depth.map(({ y }) => y));
    const end = Math.max(...depth.map(({ x }) => x));
    const rules: Rule[] = capacity > 0 ? [{ y: capacity, label: `room for ${number(capacity)}` }] : [];
    const draw = plane({
      x: { label: "time (ms)", domain: [depth[0]?.x ?? 0, end] },
      y: { label: "items in the queue", domain: [0, Math.max(most, capacity, 1)], whole: true },
      series: [{ label: "items", series: 1, mark: "area", points: depth }],
      rules,
      height: 140,
    });
    const table = {
      caption: "Items in the queue",
      heads: ["Time (ms)", "Items"],
      rows: depth.map(({ x, y }) => [x, y]),
    };
    const label = `At most ${number(most)} items were in the queue, ${capacity > 0 ? `which has room for ${number(capacity)}` : "which has no bound"}.`;
    return html`<mh-chart heading="How deep the queue is" .label=${label} .draw=${draw} .table=${table}>
      ${note(`${label} ${number(blocked)} of ${number(produced)} puts found it full and had to wait.`)}
    </mh-chart>`;
  }
}

customElements.define("mh-depth", Depth);
