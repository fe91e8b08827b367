/** What so many workers got done together, against one: measured beside what would be ideal. */
import { msg, str } from "@lit/localize";
import { html, nothing } from "lit";
import type { RunRecord } from "../api/types";
import { unmeasured } from "../api/unmeasured";
import { ghosts, plane } from "../charts/plane";
import { logicalProcessors, number } from "../kit/format";
import "../charts/chart";
import { asNumber, asObjects } from "./read";
import { type Drawn, RunPicture } from "./run-picture";
import { sentencesFor, shortly } from "./unmeasured";

export class Scaling extends RunPicture {
  protected override draw(): Drawn {
    const { record } = this;
    const measured = pointsOf(record);
    const before = pointsOf(this.previous);
    const most = asNumber(asObjects(record?.result.scaling).at(-1)?.workers);
    if (!record || !most) return nothing;
    const logical = asNumber(record.result.logical) ?? 0;
    const effective = asNumber(record.result.effective);
    // More than the processors can do is not to be had.
    const ideal = (workers: number) => (logical > 0 ? Math.min(workers, logical) : workers);
    const highest = Math.max(0, ...measured.map(({ y }) => y));
    // Far beyond what was measured the ideal would only push it flat.
    const top = Math.max(2, Math.min(ideal(most), Math.ceil(highest * 1.5)), highest);
    const bend = Math.min(ideal(most), top);
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
            { x: bend, y: bend },
            ...(bend === ideal(most) && bend < most ? [{ x: most, y: bend }] : []),
          ],
        },
      ],
      rules: [
        ...(effective === undefined
          ? []
          : [
              {
                y: effective,
                label: msg(str`effective: ${number(round(effective))}`, {
                  desc: "as many workers as the throughput amounts to: “effective: 3.7”",
                }),
              },
            ]),
        ...(logical > 1 && logical <= most ? [{ x: logical, label: logicalProcessors(logical) }] : []),
      ],
      height: 150,
    });
    const label =
      effective === undefined
        ? sentencesFor(this.lesson, unmeasured(record)).join(" ")
        : msg(
            str`With 1 to ${most} workers, at most ${number(round(effective))} times the throughput of one; the system tells of ${logicalProcessors(logical)}.`,
          );
    const table = {
      caption: msg("Throughput by the number of workers"),
      heads: [msg("Workers"), msg("Measured"), msg("Ideal")],
      rows: asObjects(record.result.scaling).map(({ workers, relative_throughput }, index) => [
        asNumber(workers) ?? 0,
        asNumber(relative_throughput) ?? whyNot(record, index),
        ideal(asNumber(workers) ?? 0),
      ]),
    };
    return html`<mh-chart heading=${msg("Throughput over workers")} .label=${label} .draw=${draw} .table=${table}></mh-chart>`;
  }
}

function pointsOf(record: RunRecord | undefined): { x: number; y: number }[] {
  return asObjects(record?.result.scaling).flatMap(({ workers, relative_throughput }) => {
    const [x, y] = [asNumber(workers), asNumber(relative_throughput)];
    return x === undefined || y === undefined ? [] : [{ x, y }];
  });
}

/** Why a number of workers has no figure. */
function whyNot(record: RunRecord, index: number): string {
  const why = unmeasured(record).find(({ key }) => key === `scaling.${index}.relative_throughput`);
  return why ? shortly(why) : "–";
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

customElements.define("mh-scaling", Scaling);
