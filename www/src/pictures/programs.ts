/** Which worker ran which program, how long it took, and how it ended: a row for each, in the order of their beginnings. */
import { msg, str } from "@lit/localize";
import { html, nothing } from "lit";
import { lanes } from "../charts/lanes";
import { ms, number } from "../kit/format";
import "../charts/chart";
import { asNumber, asObjects, asText } from "./read";
import type { Drawn } from "./run-picture";
import { StatePicture } from "./state-picture";

interface Program {
  lesson: string;
  worker: number;
  from: number;
  to: number;
  /** Known when the run is over. */
  exit?: number | undefined;
}

export class Programs extends StatePicture {
  protected override draw(): Drawn {
    const programs = this.#programs();
    if (programs.length === 0) return nothing;
    const end = Math.max(...programs.map(({ to }) => to));
    const draw = lanes({
      axis: { label: msg("time since the run began (ms)"), domain: [0, end] },
      lanes: programs.map(({ lesson, worker, from, to, exit }) => ({
        label: lesson,
        spans: [{ from, to, series: exit ? 2 : 1 }],
        text:
          exit === undefined
            ? msg(str`worker ${worker}`)
            : msg(str`worker ${worker}, exit ${exit}`, { desc: "exit: the exit code of a program" }),
      })),
    });
    const workers = new Set(programs.map((program) => program.worker)).size;
    const failed = programs.filter((program) => program.exit).length;
    const label = msg(
      str`${programs.length} programs on ${workers} workers; ${failed} ended with an exit other than 0.`,
    );
    const table = {
      caption: msg("The programs"),
      heads: [
        msg("Program"),
        msg("Worker"),
        msg("Began (ms)"),
        msg("Ended (ms)"),
        msg("Took", { id: "head-took", desc: "above how long each program ran" }),
        msg("Exit", { id: "head-exit", desc: "above the exit code of each program" }),
      ],
      rows: programs.map(({ lesson, worker, from, to, exit }) => [
        lesson,
        worker,
        from,
        to,
        { value: to - from, text: ms(to - from) },
        exit === undefined ? msg("not yet known") : { value: exit, text: number(exit) },
      ]),
    };
    return html`<mh-chart heading=${msg("Which worker ran which program")} .label=${label} .draw=${draw} .table=${table}>
      ${this.gaps((events) => msg(str`The engine left out ${events} of this run, so some programs are missing here.`))}
    </mh-chart>`;
  }

  /** A worker runs its programs in their order, so the first that it began is the first of those that were its own. */
  #programs(): Program[] {
    const ended = asObjects(this.record?.result.programs);
    const next = new Map<number, number>();
    return this.states.all
      .filter((state) => state.kind === "run" && state.worker > 0)
      .map(({ what: lesson, worker, from, to }) => {
        const nth = next.get(worker) ?? 0;
        next.set(worker, nth + 1);
        const own = ended.filter((program) => program.worker === worker)[nth];
        const exit = own && asText(own.lesson) === lesson ? asNumber(own.exit) : undefined;
        return { lesson, worker, from, to: to ?? this.states.latest, exit };
      });
  }
}

customElements.define("mh-programs", Programs);
