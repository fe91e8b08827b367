/** The studies of a lesson: sets of runs that one click starts, measured in turn and shown side by side. */
import { msg, str } from "@lit/localize";
import { css, html, nothing } from "lit";
import { messageOf } from "../api/errors";
import type { Lesson, Study as StudyOf } from "../api/types";
import { number } from "../kit/format";
import { LaterElement } from "../kit/later";
import { Part } from "../kit/part";
import type { Setting } from "../setting/address";
import { engineSays } from "../setting/faults";
import { controls } from "../styles/sheets";
import type { Outcome } from "./conduct";
import type { Step } from "./plan";

type Tools = typeof import("./tools");

/** The study that was started last. */
interface Current {
  study: StudyOf;
  phase: "running" | "stopping" | "done" | "stopped" | "failed";
  steps: Step[];
  at: number;
  outcomes: Outcome[];
  /** How far the run is. */
  progress: { done: number; total: number; unit: string } | undefined;
  problem: string;
  abort: AbortController;
}

const PHASES: Record<Current["phase"], () => string> = {
  running: () => msg("Measures…", { id: "study-running", desc: "what a study does now" }),
  stopping: () => msg("Stops…", { id: "study-stopping", desc: "what a study does now" }),
  done: () => msg("Done.", { id: "study-done", desc: "state of a study" }),
  stopped: () => msg("Stopped; below is what was measured until then."),
  failed: () => msg("Ended with an error."),
};

export class Study extends LaterElement {
  static override properties = {
    lesson: { attribute: false },
    setting: { attribute: false },
    _current: { state: true },
  };

  declare lesson: Lesson;
  declare setting: Setting;
  declare _current: Current | undefined;
  #tools: Tools | undefined;
  readonly #part = new Part(
    this,
    () => msg("What measures and draws these runs did not load."),
    () => import("./tools"),
  );

  static override styles = [
    controls,
    css`
      :host {
        display: block;
      }
      /* A section of the lesson's, as those that the lesson sets itself. */
      h2 {
        font-family: var(--serif);
        font-size: 1.25rem;
        line-height: 1.25;
        letter-spacing: 0;
      }
      .one {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: 0.3rem 1rem;
        margin-bottom: 0.6rem;
      }
      .one p {
        flex: 1 1 16rem;
        margin: 0;
      }
      .state {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.3rem 0.8rem;
        margin: 0.8rem 0;
        font-family: var(--sans);
        font-size: 0.92rem;
        font-variant-numeric: tabular-nums;
      }
      progress {
        flex: 0 1 12rem;
        height: 0.5rem;
        accent-color: var(--accent);
      }
      .results {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 0.8rem;
        max-width: 48rem;
      }
      .results p {
        margin: 0;
        overflow-wrap: anywhere;
      }
      .missing {
        padding-left: 0.9rem;
        border-left: 3px solid var(--quiet);
      }
      .problem {
        color: var(--bad);
      }
    `,
  ];

  constructor() {
    super();
    this._current = undefined;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this._current?.abort.abort();
  }

  get #isBusy(): boolean {
    return this._current?.phase === "running" || this._current?.phase === "stopping";
  }

  override render() {
    const { studies } = this.lesson;
    if (studies.length === 0) return nothing;
    return html`
      <h2>${msg("Side by side")}</h2>
      ${studies.map(
        (study) => html`<div class="one">
          <button aria-disabled=${this.#isBusy} @click=${() => this.#start(study)}>${study.title}</button>
          <p class="aside">${study.text} ${this.#conditions(study)}</p>
        </div>`,
      )}
      ${this.#part.notice} ${this._current ? this.#state(this._current) : nothing}
    `;
  }

  /** Parameters that the study sets because the reader has not. */
  #conditions(study: StudyOf): string {
    const { params, preset } = this.setting;
    const set = { ...this.lesson.presets.find(({ name }) => name === preset)?.params, ...params };
    const own = Object.entries(study.params).filter(([name]) => set[name] === undefined);
    const shown = own.map(([name, value]) => `${name} ${typeof value === "number" ? number(value) : value}`);
    return shown.length > 0
      ? msg(str`With ${shown.join(", ")}, unless you set it.`, { desc: "parameters and their values: “With size 500”" })
      : "";
  }

  #state(current: Current) {
    const { study, phase, steps, at, progress, problem, outcomes } = current;
    const shown = this.#tools?.show(study, outcomes, this.lesson);
    const step = steps[at];
    const within = progress && steps.length === 1 ? progress : undefined;
    const nothingMeasured = phase === "stopped" && !shown;
    return html`<section aria-label=${study.title} aria-busy=${this.#isBusy}>
      <div class="state">
        <span role="status">${study.title}: ${nothingMeasured ? msg("Stopped before anything was measured.") : PHASES[phase]()}</span>
        ${
          this.#isBusy && step
            ? html`<progress
                  max=${within?.total ?? steps.length}
                  value=${within?.done ?? at}
                  aria-label=${msg("Runs that are done")}
                ></progress>
                <span class="aside">
                  ${runOf(at + 1, steps.length)}${step.label ? `: ${step.label}` : ""}${within ? `, ${doneOf(within)}` : ""}
                </span>
                <button class="small" ?disabled=${phase === "stopping"} @click=${this.#stop}>${msg("Stop the study")}</button>`
            : nothing
        }
      </div>
      <div class="results">
        ${problem ? html`<p class="problem" role="alert">${problem}</p>` : nothing}
        ${
          shown
            ? html`${shown.summary ? html`<p class="summary">${shown.summary}</p>` : nothing}
              ${shown.missing.map((what) => html`<p class="missing aside">${what}</p>`)} ${shown.charts}`
            : nothing
        }
      </div>
    </section>`;
  }

  #stop(): void {
    if (this._current?.phase !== "running") return;
    this.#update({ phase: "stopping" });
    this._current.abort.abort();
  }

  async #start(study: StudyOf): Promise<void> {
    if (this.#isBusy) return;
    const tools = await this.#part.get(() => this.#start(study));
    if (!tools || this.#isBusy) return;
    this.#tools = tools;
    const abort = new AbortController();
    this._current = {
      study,
      phase: "running",
      steps: [],
      at: 0,
      outcomes: [],
      progress: undefined,
      problem: "",
      abort,
    };
    try {
      const steps = tools.plan(this.lesson, study, this.setting);
      this.#update({ steps });
      const phase = await tools.conduct(steps, {
        signal: abort.signal,
        onStep: (at) => this.#update({ at, progress: undefined }),
        onProgress: (done, total, unit) => this.#update({ progress: { done, total, unit } }),
        onOutcome: (outcome) => this.#update({ outcomes: [...(this._current?.outcomes ?? []), outcome] }),
      });
      this.#update({ phase, problem: this.#problem(steps, phase) });
    } catch (thrown) {
      this.#update({ phase: "failed", problem: messageOf(thrown) });
    }
  }

  /** What went wrong, where nothing came of it that could be shown. */
  #problem(steps: Step[], phase: string): string {
    const last = this._current?.outcomes.at(-1);
    return last?.error && (phase === "failed" || steps.length === 1) ? engineSays(this.lesson, last.error.message) : "";
  }

  #update(change: Partial<Current>): void {
    if (this._current) this._current = { ...this._current, ...change };
  }
}

const runOf = (place: number, all: number) =>
  msg(str`run ${place} of ${all}`, {
    id: "study-run",
    desc: "a study has several runs: this is the one that runs now",
  });

const doneOf = ({ done, total, unit }: { done: number; total: number; unit: string }) =>
  msg(str`${number(done)} of ${number(total)} ${unit}`, {
    id: "study-progress",
    desc: "how much is done: “2 of 4 ways”",
  });

customElements.define("mh-study", Study);
