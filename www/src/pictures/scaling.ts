/** What so many workers got done together, against one: measured beside what would be ideal. */
import { msg, str } from "@lit/localize";
import { html, nothing } from "lit";
import { ghosts, plane } from "../charts/plane";
import { number } from "../kit/format";
import "../charts/chart";
import { asNumber, asObjects } from "./read";
import { type Drawn, RunPicture } from "./run-picture";

export class Scaling extends RunPicture {
  protected override draw(): Drawn {
    const { record } = this;
    const measured = asObjects(record?.result.scaling).map(({ workers, relative_throughput }) => ({
      x: asNumber(workers) ?? 0,
      y: asNumber(relative_throughput) ?? 0,
    }));
    const before = asObjects(this.previous?.result.scaling).flatMap(({ workers, relative_throughput }) => {
      const [x, y] = [asNumber(workers), asNumber(relative_throughput)];
      return x === undefined || y === undefined ? [] : [{ x, y }];
    });
    const most = measured.at(-1)?.x;
    if (!record || !most) return nothing;
    const effective = asNumber(record.result.effective) ?? 0;
    const logical = asNumber(record.result.logical) ?? 0;
    // Far beyond what was measured the ideal would only push it flat; on a busy machine more may be measured than is ideal.
    const top = Math.max(2, Math.min(most, Math.ceil(effective * 1.5)), ...measured.map(({ y }) => y));
    const draw = plane({
      x: { label: msg("workers"), domain: [1, Math.max(2, most)], whole: true },
      y: { label: msg("throughput, one worker = 1"), domain: [0, top] },
      series: [
        { label: msg("measured"), series: 1, mark: "line-dots", points: measured },
        ...ghosts("line", before),
        {
          label: msg("ideal"),
          series: 6,
          mark: "line",
          points: [
            { x: 1, y: 1 },
            { x: Math.min(most, top), y: Math.min(most, top) },
          ],
        },
      ],
      rules: [
        {
          y: effective,
          label: msg(str`effective: ${number(round(effective))}`, {
            desc: "as many workers as the throughput amounts to: “effective: 3.7”",
          }),
        },
        ...(logical > 1 && logical <= most ? [{ x: logical, label: msg(str`${logical} logical processors`) }] : []),
      ],
      height: 180,
    });
    const label = msg(
      str`With 1 to ${most} workers, at most ${number(round(effective))} times the throughput of one; the system tells of ${logical} logical processors.`,
    );
    const table = {
      caption: msg("Throughput by the number of workers"),
      heads: [msg("Workers"), msg("Measured"), msg("Ideal")],
      rows: measured.map(({ x, y }) => [x, y, x]),
    };
    return html`<mh-chart heading=${msg("Throughput over workers")} .label=${label} .draw=${draw} .table=${table}></mh-chart>`;
  }
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

customElements.define("mh-scaling", Scaling);
