/** How many items were in the queue at each time, against what it has room for. */
import { msg, str } from "@lit/localize";
import { html, nothing } from "lit";
import { ghosts, plane, type Rule, type Series } from "../charts/plane";
import { number } from "../kit/format";
import "../charts/chart";
import { asNumber, asPairs } from "./read";
import { type Drawn, missing, note, RunPicture } from "./run-picture";

/** More changes than this would be a solid block: their lowest and highest are drawn instead. */
const MOST_STEPS = 240;
const BINS = 90;

interface Point {
  x: number;
  y: number;
}

/** For each of as many parts of the time the fewest, the most and the mean: what a queue held counts until its next change. */
function banded(depth: Point[], end: number): Series[] {
  const begin = depth[0]?.x ?? 0;
  const width = (end - begin) / BINS;
  const bins = Array.from({ length: BINS }, () => ({ least: Infinity, most: 0, sum: 0, time: 0 }));
  for (const [index, { x, y }] of depth.entries()) {
    const until = depth[index + 1]?.x ?? end;
    const last = Math.min(BINS - 1, Math.floor((until - begin) / width));
    for (let at = Math.min(BINS - 1, Math.floor((x - begin) / width)); at <= last; at++) {
      const bin = bins[at];
      if (!bin) continue;
      const time = Math.min(until, begin + (at + 1) * width) - Math.max(x, begin + at * width);
      bin.least = Math.min(bin.least, y);
      bin.most = Math.max(bin.most, y);
      bin.sum += y * Math.max(0, time);
      bin.time += Math.max(0, time);
    }
  }
  const shown = bins.flatMap(({ least, most, sum, time }, at) =>
    time > 0 ? [{ x: begin + (at + 0.5) * width, least, most, mean: sum / time }] : [],
  );
  return [
    {
      label: msg("from the fewest to the most"),
      series: 1,
      mark: "band",
      points: shown.map(({ x, least, most }) => ({ x, y: most, y2: least })),
    },
    { label: msg("mean"), series: 1, mark: "line", points: shown.map(({ x, mean }) => ({ x, y: mean })) },
  ];
}

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
    const isMany = depth.length > MOST_STEPS;
    const draw = plane({
      x: { label: msg("time (ms)"), domain: [depth[0]?.x ?? 0, end] },
      y: {
        label: msg("items in the queue"),
        domain: [0, Math.max(most, capacity, 1, ...before.map(({ y }) => y))],
        whole: true,
      },
      series: isMany
        ? banded(depth, end)
        : [{ label: msg("items"), series: 1, mark: "area", points: depth }, ...ghosts("area", before)],
      rules,
      height: 120,
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
    return html`<mh-chart heading=${msg("How deep the queue is")} .label=${`${label} ${waits}`} .draw=${draw} .table=${table}>
      ${note(label)}
      ${isMany ? note(msg("The band goes from the fewest to the most items at a time, the line is their mean.")) : ""}
    </mh-chart>`;
  }
}

customElements.define("mh-depth", Depth);
