/** The list of tasks as it was cut: each chunk in the lane of the worker that did it, as wide as it has tasks. */
import { html, nothing } from "lit";
import type { RunEvent } from "../api/types";
import { lanes } from "../charts/lanes";
import { counted, number } from "../elements/format";
import "../charts/chart";
import { type Drawn, note, RunPicture } from "./picture";
import { asNumbers } from "./read";

/** More chunks than this are no longer seen one by one. */
const MOST_CHUNKS = 3000;

export class Chunks extends RunPicture {
  /** The worker of each chunk. */
  #taken = new Map<number, number>();

  protected override forget(): void {
    this.#taken = new Map();
  }

  protected override hear(events: RunEvent[]): boolean {
    for (const event of events) {
      if (event.kind !== "run" || typeof event.item !== "number") continue;
      if (event.what === "chunk" || event.what === "task") this.#taken.set(event.item, event.worker);
    }
    return false;
  }

  protected override draw(): Drawn {
    const { record } = this;
    if (!record) return nothing;
    const sizes = asNumbers(record.result.chunks ?? record.metrics.chunks);
    const byWorker = asNumbers(record.result.by_worker ?? record.metrics.by_worker);
    if (byWorker.length === 0) return nothing;
    const tasks = sizes.reduce((sum, size) => sum + size, 0);
    const begins: number[] = [];
    sizes.reduce((sum, size) => {
      begins.push(sum);
      return sum + size;
    }, 0);
    const shown = sizes.slice(0, MOST_CHUNKS);
    const draw = lanes({
      axis: { label: "tasks, in the order of the list", domain: [0, Math.max(1, tasks)], whole: true },
      lanes: byWorker.map((done, index) => ({
        label: `worker ${index + 1}`,
        spans: shown.flatMap((size, chunk) => {
          const from = begins[chunk] ?? 0;
          const isMine = this.#taken.get(chunk) === index + 1;
          return isMine ? [{ from, to: from + size, series: 1, label: String(size) }] : [];
        }),
        text: done === 0 ? "none" : "",
      })),
    });
    const busy = byWorker.filter((done) => done > 0).length;
    const label = `${number(tasks)} tasks in ${number(sizes.length)} chunks, done by ${busy} of ${byWorker.length} workers.`;
    const table = {
      caption: "Tasks by worker",
      heads: ["Worker", "Tasks done", "Sizes of its chunks"],
      rows: byWorker.map((done, index) => [`worker ${index + 1}`, done, this.#sizesOf(index + 1, sizes)]),
    };
    return html`<mh-chart heading="Who got which tasks" .label=${label} .draw=${draw} .table=${table}>
      ${note(sentence(sizes, busy, byWorker.length))}
      ${sizes.length > shown.length ? note(`The first ${number(shown.length)} of ${number(sizes.length)} chunks are drawn.`) : ""}
      ${this.gaps("some chunks have no place here; the counts in the table are whole")}
    </mh-chart>`;
  }

  #sizesOf(worker: number, sizes: number[]): string {
    const mine = sizes.filter((_, chunk) => this.#taken.get(chunk) === worker);
    return mine.length > 30 ? `${mine.slice(0, 30).join(", ")}, … (${number(mine.length)} chunks)` : mine.join(", ");
  }
}

function sentence(sizes: number[], busy: number, workers: number): string {
  if (sizes.length === 0) return "There were no tasks.";
  const most = Math.max(0, ...sizes);
  const each = most === 1 ? "one task each" : `at most ${number(most)} tasks each`;
  return `${counted(sizes.length, "chunk")} of ${each}; ${busy} of ${counted(workers, "worker")} got some.`;
}

customElements.define("mh-chunks", Chunks);
