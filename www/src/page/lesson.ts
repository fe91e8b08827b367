/** A lesson: what it is about, its form, its run, and what came of it. The same on the main page and embedded. */
import { msg, str } from "@lit/localize";
import { html, LitElement, nothing } from "lit";
import type { Lesson } from "../api/types";
import { runs } from "../engine/runs";
import type { FieldError, LessonForm, SettingEvent } from "../form/form";
import { ms, number } from "../kit/format";
import { nextTask } from "../kit/later";
import { paragraphs, prose } from "../kit/prose";
import type { Pictures } from "../pictures/pictures";
import { pageAddress, type Setting } from "../setting/address";
import { lacking } from "../setting/faults";
import { specsOf } from "../setting/spec";
import { controls } from "../styles/sheets";
import type { Timeline } from "../timeline/timeline";
import { behind } from "./behind";
import { lessonStyles } from "./lesson-styles";
import type { Output } from "./output";
import { type Progress, Session } from "./session";
import { canRun, memoryNote, onThreads, ownTab } from "./trouble";
import "../form/form";
import "../pictures/pictures";
import "../program/program";
import "../study/study";
import "../timeline/timeline";
import "./finding";
import "./output";
import "./predict";
import "./result";
import "./share";

export class LessonElement extends LitElement {
  static override properties = {
    lesson: { attribute: false },
    setting: { attribute: false },
    problems: { attribute: false },
    inner: { type: Boolean, reflect: true },
    next: { attribute: false },
    _isWhole: { state: true },
  };

  declare lesson: Lesson;
  declare setting: Setting;
  /** What could not be read of the address or the attributes. */
  declare problems: string[];
  /** Set when the lesson stands inside someone else's text, which has headings of its own. */
  declare inner: boolean;
  /** The lesson after this one, null where this is the last; undefined where the site is not around it. */
  declare next: Lesson | null | undefined;
  /** Its words are there first, and all else in a task of its own: a slow phone would hear no finger for the time of both. */
  declare _isWhole: boolean;

  readonly #session = new Session(this, () => [
    this.#one<Timeline>("mh-timeline"),
    this.#one<Pictures>("mh-pictures"),
    this.#one<Output>("mh-output"),
  ]);

  readonly #pictureSize = new ResizeObserver(([entry]) => {
    const height = entry?.borderBoxSize[0]?.blockSize ?? 0;
    this.style.setProperty("--picture-height", `${Math.ceil(height)}px`);
  });

  static override styles = [controls, lessonStyles];

  constructor() {
    super();
    this.problems = [];
    this.inner = false;
    this._isWhole = false;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#pictureSize.disconnect();
  }

  protected override async firstUpdated(): Promise<void> {
    await nextTask();
    this._isWhole = true;
    await this.updateComplete;
    if (this.isConnected) this.#pictureSize.observe(this.#one(".picture"));
  }

  /** Takes a reader who chose this lesson to its beginning. */
  async focusTitle(): Promise<void> {
    await this.updateComplete;
    this.#one<HTMLElement>(".title").focus({ preventScroll: true });
  }

  override render() {
    const { lesson, _isWhole: isWhole } = this;
    return html`
      <div class="columns">
        <div class="text">
          ${this.#heading()} ${paragraphs(lesson.summary)}
          ${
            lesson.look_for.length > 0
              ? html`<h2>${msg("What to look for")}</h2>
                  <ul>
                    ${lesson.look_for.map((what) => html`<li>${prose(what)}</li>`)}
                  </ul>`
              : nothing
          }
          ${isWhole ? this.#form() : nothing}
        </div>
        ${isWhole ? this.#picture() : nothing}
      </div>
      ${isWhole ? this.#below() : nothing}
    `;
  }

  /** What a reader sets and presses. */
  #form() {
    const { lesson } = this;
    return html`
      ${this.#asks() ? html`<mh-predict .lesson=${lesson}></mh-predict>` : nothing}
      ${this.problems.map((problem) => html`<p class="problem" role="alert">${problem}</p>`)}
      <mh-form
        .lesson=${lesson}
        .setting=${this.setting}
        .error=${this.#fieldError()}
        @setting=${this.#change}
        @run=${this.#run}
      ></mh-form>
      ${this.#controls()} ${memoryNote(lesson, this.setting, this.renderRoot)}
    `;
  }

  /** What a run shows. */
  #picture() {
    const { lesson } = this;
    const { record } = this.#session;
    return html`
      <div class="picture">
        ${this.#trouble()}
        <mh-timeline .lesson=${lesson.id} .leftOut=${record && Number(record.metrics.events_left_out ?? 0)}></mh-timeline>
        <mh-finding
          .lesson=${lesson}
          .record=${record}
          .previous=${this.#session.previous?.record}
          .recorded=${this.#session.recorded}
          .stale=${this.#session.isStale(this.setting)}
          .asks=${this.#asks()}
        ></mh-finding>
        ${record ? html`<mh-result .record=${record}></mh-result>` : nothing}
        <mh-pictures .lesson=${lesson} .record=${record} .previous=${this.#session.previous?.record}></mh-pictures>
        <mh-output></mh-output>
      </div>
    `;
  }

  /** What is read after a run. */
  #below() {
    const { lesson } = this;
    return html`
      ${
        lesson.studies.length > 0 && canRun(lesson)
          ? html`<mh-study class="study" .lesson=${lesson} .setting=${this.setting}></mh-study>`
          : nothing
      }
      ${behind(lesson)}
      <div class="program"><mh-program .lesson=${lesson} .setting=${this.setting}></mh-program></div>
      <footer>
        ${this.#onward()}
        <p>${msg("In Python’s documentation:")} <a href=${lesson.docs.url} rel="external">${lesson.docs.title}</a></p>
        <mh-share .lesson=${lesson} .setting=${this.setting}></mh-share>
      </footer>
    `;
  }

  #heading() {
    const chapter = html`<p class="chapter">${this.lesson.chapter}</p>`;
    return this.inner
      ? html`${chapter}<h2 class="title" tabindex="-1">${this.lesson.title}</h2>`
      : html`${chapter}<h1 class="title" tabindex="-1">${this.lesson.title}</h1>`;
  }

  #controls() {
    // The clock stands outside the status, which would be read out at each tick.
    const { phase, isBusy, progress, elapsedMs } = this.#session;
    const warm = () => canRun(this.lesson) && runs.warm();
    const stop = msg("Stop", { id: "stop-button", desc: "Button" });
    return html`
      <div class="controls">
        <button
          class="primary"
          ?disabled=${!canRun(this.lesson)}
          aria-disabled=${isBusy}
          @pointerenter=${warm}
          @focus=${warm}
          @click=${this.#run}
        >
          ${msg("Run", { id: "run-button", desc: "Button" })}
        </button>
        <button ?disabled=${!isBusy} @click=${() => this.#session.stop()}>${stop}</button>
        <span class="status">
          <span role="status">${statusOf(this.#session)}</span>
          ${phase === "running" ? ms(Math.round(elapsedMs / 100) * 100) : ""}
        </span>
        <div class="progress">
          ${
            isBusy && progress
              ? html`<progress max=${progress.total} value=${progress.done} aria-label=${msg("Progress")}></progress>
                  <span class="aside">${howFar(progress)}</span>`
              : nothing
          }
        </div>
      </div>
    `;
  }

  /** Where a reader goes from here. */
  #onward() {
    if (this.next === null) return nothing;
    if (this.next) {
      const label = msg("Next:", { desc: "Before the title of the lesson after this one" });
      return html`<p class="onward">${label} <a href="#${this.next.id}">${this.next.title}</a></p>`;
    }
    const address = pageAddress(this.lesson, this.setting);
    const text = msg("This lesson among all lessons");
    return html`<p class="onward"><a href=${address} target="_blank" rel="noopener">${text}</a></p>`;
  }

  /** What the engine said, unless it is shown at a field. */
  #trouble() {
    const { error } = this.#session;
    if (!error || this.#fieldError()) return nothing;
    const isElsewherePossible = error.kind === "unsupported" && !crossOriginIsolated;
    return html`<div class="trouble" role="alert">
      <p>${lacking(error.message)}</p>
      ${isElsewherePossible ? ownTab(this.lesson, this.setting) : nothing} ${this.#instead()}
    </div>`;
  }

  #instead() {
    const { error } = this.#session;
    const setting = error && onThreads(this.lesson, this.setting, error);
    if (!setting) return nothing;
    const run = () => {
      this.#set(setting);
      void this.#run();
    };
    return html`<p><button @click=${run}>${msg("Run on threads instead")}</button></p>`;
  }

  /** Whether the question before the run is asked; an address can switch it off. */
  #asks(): boolean {
    return this.setting.predict !== false;
  }

  #fieldError(): FieldError | undefined {
    const { error } = this.#session;
    const parameter = error?.parameter;
    if (!error || parameter === undefined || !specsOf(this.lesson).has(parameter)) return undefined;
    // Of the place `threads[0].name`, what follows the parameter's name.
    const [, ...path] = error.place?.match(/\w+/g) ?? [];
    return { parameter, path, message: error.message };
  }

  #change(event: SettingEvent): void {
    this.#set(event.detail);
  }

  #set(setting: Setting): void {
    this.setting = setting;
    this.problems = [];
    this.#session.forgetError();
    this.dispatchEvent(new CustomEvent("setting", { detail: setting }) satisfies SettingEvent);
  }

  async #run(): Promise<void> {
    if (!canRun(this.lesson)) return;
    const form = this.#one<LessonForm>("mh-form");
    // What the form can say is wrong is said at once, and is no run.
    if (form.fault) {
      await form.focusError();
      return;
    }
    await this.#session.run(this.lesson, this.setting);
    await this.updateComplete;
    if (this.#fieldError()) await form.focusError();
  }

  #one<E extends Element>(selector: string): E {
    const element = this.renderRoot.querySelector<E>(selector);
    if (!element) throw new Error(`The lesson has no ${selector}.`);
    return element;
  }
}

function statusOf({ phase, elapsedMs }: Session): string {
  switch (phase) {
    case "idle":
      return "";
    case "queued":
      return msg("Waits for another run to end…");
    case "loading":
      return msg("Starts the engine…");
    case "running":
      return msg("Runs…", { id: "run-running", desc: "State of a run" });
    case "stopping":
      return msg("Stops…", { id: "run-stopping", desc: "State of a run" });
    case "done": {
      const time = ms(elapsedMs);
      return msg(str`Done in ${time}`, { id: "run-done", desc: "State of a run" });
    }
    case "stopped": {
      const time = ms(elapsedMs);
      return msg(str`Stopped after ${time}`, { id: "run-stopped", desc: "State of a run" });
    }
    case "failed":
      return msg("Ended with an error.");
  }
}

function howFar({ done, total, unit }: Progress): string {
  const [some, all] = [number(done), number(total)];
  return msg(str`${some} of ${all} ${unit}`, {
    id: "run-progress",
    desc: "How far a run is: 3 of 10 tasks. There may be no unit",
  });
}

customElements.define("mh-lesson", LessonElement);
