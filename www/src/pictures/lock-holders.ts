/** Who held the interpreter lock when: a band for each thread, under each interpreter, on one axis of time. */
import { msg, str } from "@lit/localize";
import { html, nothing } from "lit";
import type { RunEvent } from "../api/types";
import { type Lane, lanes } from "../charts/lanes";
import { ms, number } from "../kit/format";
import "../charts/chart";
import { asNumbers, asObject } from "./read";
import { type Drawn, missing, note } from "./run-picture";
import { StatePicture } from "./state-picture";
import type { State } from "./states";

/** So many threads of each interpreter are drawn: the first ones. */
const MOST_THREADS = 6;

/** A phone has room for these. */
function shortName(interpreter: string): string {
  switch (interpreter) {
    case "gil":
      return "GIL";
    case "free-threaded":
      return msg("free", {
        id: "short-free-threaded",
        desc: "free threads, before a number: “free 2”; there is little room",
      });
    case "processes":
      return msg("process", { id: "short-process", desc: "before a number: “process 2”; there is little room" });
    case "releasing-extension":
      return msg("extension", {
        id: "short-extension",
        desc: "threads that call an extension (compiled code), before a number: “extension 2”; there is little room",
      });
    default:
      return interpreter;
  }
}

const HOLDS = 3;
const FREE = 1;
const WAITS = 2;
const SERIES = [HOLDS, FREE, WAITS];

export class LockHolders extends StatePicture {
  protected override hear(events: RunEvent[]): boolean {
    super.hear(events);
    // Only the record tells under which interpreter it was.
    return false;
  }

  protected override draw(): Drawn {
    const { record } = this;
    const phases = Object.entries(asObject(record?.metrics.spans)).flatMap(([name, span]) => {
      const [from, to] = asNumbers(span);
      return from === undefined || to === undefined ? [] : [{ name: shortName(name), from, to }];
    });
    const threads = Number(record?.params.threads ?? 0);
    if (!record) return nothing;
    if (phases.length === 0) return missing(msg("This run left nothing that says who held the lock."));
    const shown = Math.min(threads, MOST_THREADS);
    const drawn: Lane[] = [];
    const rows: (string | number)[][] = [];
    for (const { name, from, to } of phases) {
      const states = this.states.all.filter((state) => state.from < to && (state.to ?? to) > from);
      for (let thread = 1; thread <= threads; thread++) {
        const spans = states
          .filter((state) => state.worker === thread && seriesFor(state) > 0)
          .map((state) => ({
            from: Math.max(from, state.from) - from,
            to: Math.min(to, state.to ?? to) - from,
            series: seriesFor(state),
            idle: seriesFor(state) === WAITS,
          }));
        if (thread <= shown) drawn.push({ label: `${name} ${thread}`, spans });
        const sum = (series: number) =>
          spans.reduce((all, span) => all + (span.series === series ? span.to - span.from : 0), 0);
        rows.push([name, thread, ...SERIES.map(sum)]);
      }
    }
    const longest = Math.max(...phases.map(({ from, to }) => to - from));
    const draw = lanes({
      axis: { label: msg("time since it began (ms)"), domain: [0, longest] },
      lanes: drawn,
      row: 20,
      most: 136,
      legend: [
        { label: msg("holds the lock"), series: HOLDS, mark: "box" },
        {
          label: msg("runs without it", { id: "runs-without-lock", desc: "of a thread: it runs without the lock" }),
          series: FREE,
          mark: "box",
        },
        {
          label: msg("waits for it", { id: "waits-for-lock", desc: "of a thread: it waits for the lock" }),
          series: WAITS,
          mark: "idle",
        },
      ],
    });
    const table = {
      caption: msg("How long each thread held the lock, ran without it, and waited for it"),
      heads: [msg("Interpreter"), msg("Thread"), msg("Held it (ms)"), msg("Ran without (ms)"), msg("Waited (ms)")],
      rows,
    };
    const times = phases.map(({ name, from, to }) => `${name}: ${ms(to - from)}`).join("; ");
    return html`<mh-chart heading=${msg("Who holds the lock")} .label=${msg(str`${threads} threads. ${times}.`)} .draw=${draw} .table=${table}>
      ${note(msg("A row for each thread. All begin at the left, so that their lengths can be compared."))}
      ${threads > shown ? note(msg(str`The first ${shown} of ${threads} threads are drawn.`)) : ""}
      ${this.states.dropped > 0 ? note(msg(str`${number(this.states.dropped)} later changes are not drawn.`)) : ""}
      ${this.gaps((events) =>
        msg(str`The engine left out ${events} of this run, so a band may last longer here than it did.`),
      )}
    </mh-chart>`;
  }
}

function seriesFor({ kind, holding, what }: State): number {
  if (kind === "wait") return what.includes("lock") ? WAITS : 0;
  if (kind !== "run") return 0;
  if (holding) return HOLDS;
  return what === "thread" ? 0 : FREE;
}

customElements.define("mh-lock-holders", LockHolders);
