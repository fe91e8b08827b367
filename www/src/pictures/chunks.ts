/** The list of tasks as it was cut: each chunk in the lane of the worker that did it, as wide as it has tasks. */
import { msg, str } from "@lit/localize";
import { html, nothing } from "lit";
import type { RunEvent } from "../api/types";
import { lanes } from "../charts/lanes";
import { counted, number } from "../kit/format";
import "../charts/chart";
import { asNumbers } from "./read";
import { type Drawn, note, RunPicture } from "./run-picture";

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
      axis: { label: msg("tasks, in the order of the list"), domain: [0, Math.max(1, tasks)], whole: true },
      lanes: byWorker.map((done, index) => ({
        label: workerName(index + 1),
        spans: shown.flatMap((size, chunk) => {
          const from = begins[chunk] ?? 0;
          const isMine = this.#taken.get(chunk) === index + 1;
          return isMine ? [{ from, to: from + size, series: 1, label: String(size) }] : [];
        }),
        text: done === 0 ? msg("none", { id: "no-tasks", desc: "beside a worker that did no task" }) : "",
      })),
    });
    const busy = byWorker.filter((done) => done > 0).length;
    const label = msg(
      str`${number(tasks)} tasks in ${number(sizes.length)} chunks, done by ${busy} of ${byWorker.length} workers.`,
    );
    const table = {
      caption: msg("Tasks by worker"),
      heads: [msg("Worker"), msg("Tasks done"), msg("Sizes of its chunks")],
      rows: byWorker.map((done, index) => [workerName(index + 1), done, this.#sizesOf(index + 1, sizes)]),
    };
    return html`<mh-chart heading=${msg("Who got which tasks")} .label=${label} .draw=${draw} .table=${table}>
      ${note(sentence(sizes, busy, byWorker.length))}
      ${sizes.length > shown.length ? note(msg(str`The first ${number(shown.length)} of ${number(sizes.length)} chunks are drawn.`)) : ""}
      ${this.gaps((events) =>
        msg(
          str`The engine left out ${events} of this run, so some chunks have no place here; the counts in the table are whole.`,
        ),
      )}
    </mh-chart>`;
  }

  #sizesOf(worker: number, sizes: number[]): string {
    const mine = sizes.filter((_, chunk) => this.#taken.get(chunk) === worker);
    if (mine.length <= 30) return mine.join(", ");
    const first = mine.slice(0, 30).join(", ");
    return msg(str`${first}, … (${number(mine.length)} chunks)`);
  }
}

function sentence(sizes: number[], busy: number, workers: number): string {
  if (sizes.length === 0) return msg("There were no tasks.");
  const most = Math.max(0, ...sizes);
  const chunks = counted(sizes.length, msg("chunk"), msg("chunks"));
  const all = counted(workers, msg("worker"), msg("workers"));
  return most === 1
    ? msg(str`${chunks} of one task each; ${busy} of ${all} got some.`)
    : msg(str`${chunks} of at most ${number(most)} tasks each; ${busy} of ${all} got some.`);
}

const workerName = (number: number) => msg(str`worker ${number}`);

customElements.define("mh-chunks", Chunks);
