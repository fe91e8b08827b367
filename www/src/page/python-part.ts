/** *Run this Python*: the way from a lesson's listing to a run of it, on the interpreter, below the lesson's own run. */
import { msg } from "@lit/localize";
import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from "lit";
import { catalogue } from "../api/catalogue";
import { RUNS_PROGRAMS, SEARCHES_PROGRAMS } from "../api/own-program";
import type { Lesson } from "../api/types";
import { spoken } from "../language/spoken";
import "./python-run";

/** What a page cannot run: a package that is not there, and a program that is not Python's. */
const CANNOT_RUN = /^\s*(?:import|from)\s+numba\b|\['manyhands'/m;

export class PythonPart implements ReactiveController {
  readonly #host: ReactiveControllerHost & { lesson: Lesson };
  /** The lesson that runs a reader's own program, once it is known; a site may be built without it. */
  #python: Lesson | undefined;
  /** The one that searches its schedules. */
  #search: Lesson | undefined;
  /** What was opened, of which lesson. */
  #opened: { of: string; source: string } | undefined;

  constructor(host: ReactiveControllerHost & { lesson: Lesson }) {
    this.#host = host;
    host.addController(this);
  }

  async hostConnected(): Promise<void> {
    try {
      const lessons = await catalogue();
      const named = (name: string) => {
        const lesson = lessons.find(({ id }) => id === name);
        return lesson && spoken(lesson);
      };
      this.#python = named(RUNS_PROGRAMS);
      this.#search = named(SEARCHES_PROGRAMS);
      this.#host.requestUpdate();
    } catch {
      // Without the list of lessons there is no button, and whoever asked for the list says so.
    }
  }

  /** Stands below a lesson's listing. */
  button(lesson: Lesson, press: () => void): TemplateResult | typeof nothing {
    if (!this.#python || CANNOT_RUN.test(lesson.listing.source)) return nothing;
    return html`<div class="run-python">
      <button class="small" @click=${press}>
        ${msg("Run this Python", { desc: "button: runs the program that stands above it, in Python itself" })}
      </button>
    </div>`;
  }

  /** The lesson that searches the schedules of a program, once it is known. */
  get search(): Lesson | undefined {
    return this.#search;
  }

  open(source: string): void {
    this.#opened = { of: this.#host.lesson.id, source };
    this.#host.requestUpdate();
  }

  /** The run, where one was opened. */
  get section(): TemplateResult | typeof nothing {
    if (!this.#python || this.#opened?.of !== this.#host.lesson.id) return nothing;
    const close = () => {
      this.#opened = undefined;
      this.#host.requestUpdate();
    };
    return html`<mh-python-run .lesson=${this.#python} .search=${this.#search} .source=${this.#opened.source} @close=${close}></mh-python-run>`;
  }
}
