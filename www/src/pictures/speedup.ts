/** One worker's time, and below it on the same measure what each worker of the pool did. */
import { msg, str } from "@lit/localize";
import { html, nothing } from "lit";
import type { RunEvent, RunRecord } from "../api/types";
import { unmeasured } from "../api/unmeasured";
import { bars } from "../charts/bars";
import type { Draw } from "../charts/chart";
import { lanes } from "../charts/lanes";
import { counted, faster, isSame, ms } from "../kit/format";
import "../charts/chart";
import { asNumber } from "./read";
import { type Drawn, missing, note } from "./run-picture";
import { StatePicture } from "./state-picture";
import type { State } from "./states";
import { sentencesFor } from "./unmeasured";

/** So many workers have a row: the first ones. */
const MOST_WORKERS = 8;

export class Speedup extends StatePicture {
  protected override hear(events: RunEvent[]): boolean {
    super.hear(events);
    // Only the record tells the times that count.
    return false;
  }

  protected override draw(): Drawn {
    const { record } = this;
    const serial = asNumber(record?.result.serial_ms);
    const parallel = asNumber(record?.result.parallel_ms);
    if (!record) return nothing;
    if (serial === undefined || parallel === undefined) {
      const why = sentencesFor(this.lesson, unmeasured(record));
      return why.length > 0 ? missing(why.join(" ")) : nothing;
    }
    const speedup = asNumber(record.result.speedup);
    const { workers } = record.metrics;
    const all = msg(str`the pool, ${counted(workers, msg("worker"), msg("workers"))}`);
    const said = msg(str`One worker took ${ms(serial)}, the pool of ${workers} took ${ms(parallel)}.`);
    const table = {
      caption: msg("Times", { id: "durations", desc: "how long each took" }),
      heads: [msg("Who"), msg("Time (ms)")],
      rows: [
        [alone(), serial],
        [all, parallel],
      ],
    };
    const draw = this.#byWorker(serial, parallel) ?? twoBars(serial, parallel, all, this.previous);
    return html`<mh-chart heading=${headingOf(speedup)} .label=${said} .draw=${draw} .table=${table}>
      ${note(said)}
    </mh-chart>`;
  }

  /** What each worker did of the pool's time; undefined where too little of it is known. */
  #byWorker(serial: number, parallel: number): Draw | undefined {
    const chunks = this.states.all.filter(
      ({ worker, kind, what }) => worker > 0 && kind === "run" && (what === "chunk" || what === "task"),
    );
    if (!this.record || chunks.length === 0 || this.states.dropped > 0) return undefined;
    if (Number(this.record.metrics.events_left_out ?? 0) > 0) return undefined;
    const before = asNumber(this.previous?.result.parallel_ms);
    const begin = Math.min(...chunks.map(({ from }) => from));
    const { workers } = this.record.metrics;
    const end = Math.max(...chunks.map(({ to, from }) => (to ?? from) - begin));
    const rows = Array.from({ length: Math.min(workers, MOST_WORKERS) }, (_, index) => {
      const own = chunks.filter(({ worker }) => worker === index + 1);
      return {
        label: msg(str`worker ${index + 1}`),
        spans: joined(own).map(({ from, to }) => ({ from: from - begin, to: to - begin, series: 1 })),
        text: own.length === 0 ? msg("none", { id: "no-tasks", desc: "beside a worker that did no task" }) : "",
      };
    });
    return lanes({
      axis: { label: msg("time (ms)"), domain: [0, Math.max(serial, parallel, end, before ?? 0)] },
      lanes: [{ label: alone(), spans: [{ from: 0, to: serial, series: 6 }], text: ms(serial) }, ...rows],
      moments: [
        { at: parallel, label: msg(str`the pool: ${ms(parallel)}`) },
        ...(before === undefined ? [] : [{ at: before, label: msg(str`the run before: ${ms(before)}`) }]),
      ],
      row: 22,
      most: 170,
    });
  }
}

/** Chunks that follow each other at once are one bar. */
function joined(chunks: State[]): { from: number; to: number }[] {
  const bars: { from: number; to: number }[] = [];
  for (const { from, to = from } of chunks) {
    const last = bars.at(-1);
    if (last && from - last.to < 0.02) last.to = to;
    else bars.push({ from, to });
  }
  return bars;
}

function twoBars(serial: number, parallel: number, all: string, previous: RunRecord | undefined): Draw {
  const before = (key: string) => asNumber(previous?.result[key]);
  return bars({
    bars: [
      { label: alone(), value: serial, text: ms(serial), series: 6, ghost: before("serial_ms") },
      { label: all, value: parallel, text: ms(parallel), ghost: before("parallel_ms") },
    ],
  });
}

function headingOf(speedup: number | undefined): string {
  if (speedup === undefined) return msg("One worker, and the pool", { desc: "a heading" });
  return isSame(speedup)
    ? msg("The pool was about as fast as one worker", { desc: "a heading" })
    : msg(str`The pool was ${faster(speedup)}`, { desc: "a heading: “The pool was 1.9 times faster”" });
}

const alone = () => msg("one worker");

customElements.define("mh-speedup", Speedup);
