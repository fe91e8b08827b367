/** The tasks in the lane of the worker that did them, each with its input, in the order of the list and cut as it was cut. */
import { msg, str } from "@lit/localize";
import { html, nothing } from "lit";
import type { Json, RunEvent, RunRecord } from "../api/types";
import { lanes, type Span } from "../charts/lanes";
import { counted, number } from "../kit/format";
import "../charts/chart";
import { asList, asNumbers } from "./read";
import { type Drawn, note, RunPicture } from "./run-picture";

/** More tasks than this are drawn by the chunk, and more chunks are no longer seen one by one. */
const MOST_TASKS = 60;
const MOST_CHUNKS = 3000;
/** Between two chunks there is so much of a task's width. */
const CUT = 0.06;

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
    const spans = this.#spans(record, sizes, tasks);
    const draw = lanes({
      axis: {
        label: msg("tasks, in the order of the list"),
        domain: [0, Math.max(1, tasks)],
        whole: true,
        bare: tasks <= MOST_TASKS,
      },
      lanes: byWorker.map((done, index) => ({
        label: workerName(index + 1),
        spans: spans.get(index + 1) ?? [],
        text: done === 0 ? msg("none", { id: "no-tasks", desc: "beside a worker that did no task" }) : "",
      })),
      row: 26,
      most: 180,
    });
    const busy = byWorker.filter((done) => done > 0).length;
    const table = {
      caption: msg("Tasks by worker"),
      heads: [msg("Worker"), msg("Tasks done"), msg("Sizes of its chunks")],
      rows: byWorker.map((done, index) => [workerName(index + 1), done, this.#sizesOf(index + 1, sizes)]),
    };
    const cut = sentence(sizes);
    const heading = headingOf(tasks, busy);
    return html`<mh-chart heading=${heading} .label=${`${heading}. ${cut}`} .draw=${draw} .table=${table}>
      ${note(cut)}
      ${sizes.length > MOST_CHUNKS ? note(msg(str`The first ${number(MOST_CHUNKS)} of ${number(sizes.length)} chunks are drawn.`)) : ""}
      ${this.gaps((events) =>
        msg(
          str`The engine left out ${events} of this run, so some chunks have no place here; the counts in the table are whole.`,
        ),
      )}
    </mh-chart>`;
  }

  /** By worker: its tasks where there are few, else its chunks. */
  #spans(record: RunRecord, sizes: number[], tasks: number): Map<number, Span[]> {
    const spans = new Map<number, Span[]>();
    let begin = 0;
    for (const [chunk, size] of sizes.slice(0, MOST_CHUNKS).entries()) {
      const worker = this.#taken.get(chunk);
      if (worker !== undefined) {
        const own = spans.get(worker) ?? [];
        spans.set(worker, own);
        const end = begin + size;
        if (tasks <= MOST_TASKS) {
          for (let task = begin; task < end; task++) {
            const to = task + 1 === end ? task + 1 - CUT : task + 1;
            own.push({ from: task, to, series: 1, ...inputOf(record, task) });
          }
        } else {
          own.push({ from: begin, to: end, series: 1, label: String(size) });
        }
      }
      begin += size;
    }
    return spans;
  }

  #sizesOf(worker: number, sizes: number[]): string {
    const mine = sizes.filter((_, chunk) => this.#taken.get(chunk) === worker);
    if (mine.length <= 30) return mine.join(", ");
    const first = mine.slice(0, 30).join(", ");
    return msg(str`${first}, … (${number(mine.length)} chunks)`);
  }
}

/** What a task got: the number to be squared, or the two lists to be compared; where there is no room, which task it is. */
function inputOf({ params }: RunRecord, task: number): { label: string; short: string } {
  const input = asList(params.inputs)[task];
  if (typeof input === "number") return { label: `${number(input)}²`, short: number(input) };
  const [first, second] = [asList(params.list_a)[task], asList(params.list_b)[task]];
  const label = first !== undefined && second !== undefined ? `${plain(first)} ∩ ${plain(second)}` : "";
  return { label, short: String(task + 1) };
}

function plain(list: Json): string {
  return asList(list).join(",");
}

/** Who got how much: what the picture shows, as its title. */
function headingOf(tasks: number, busy: number): string {
  const all = counted(tasks, msg("task"), msg("tasks"));
  if (busy <= 1) return tasks === 1 ? msg("One worker got the only task") : msg(str`One worker got all ${all}`);
  return msg(str`${number(busy)} workers shared ${all}`);
}

function sentence(sizes: number[]): string {
  if (sizes.length === 0) return msg("There were no tasks.");
  const most = Math.max(0, ...sizes);
  const chunks = counted(sizes.length, msg("chunk"), msg("chunks"));
  return most === 1
    ? msg("A box is a task, from left to right as in the list. They were handed out one by one.")
    : msg(str`A box is a task. They were handed out in ${chunks} of at most ${number(most)}.`);
}

const workerName = (number: number) => msg(str`worker ${number}`);

customElements.define("mh-chunks", Chunks);
