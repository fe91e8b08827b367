/** A lesson: what it is about, its form, its run, and what came of it. The same on the main page and embedded. */
import { html, LitElement, nothing } from "lit";
import { pageAddress, type Setting } from "../address";
import type { Lesson } from "../api/types";
import { hasSharedMemory, whyNoSharedMemory } from "../engine/capabilities";
import { engine } from "../engine/client";
import type { FieldError, LessonForm, SettingEvent } from "../form/form";
import { specsOf } from "../form/spec";
import type { Pictures } from "../pictures/pictures";
import { controls } from "../styles/sheets";
import type { Timeline } from "../timeline/timeline";
import { openAbility } from "./ability";
import { behind } from "./behind";
import { ms, number } from "./format";
import { onThreads } from "./instead";
import { lessonStyles } from "./lesson-styles";
import type { Output } from "./output";
import { paragraphs, prose } from "./prose";
import { type Phase, Session } from "./session";
import "../form/form";
import "../pictures/pictures";
import "../study/study";
import "../timeline/timeline";
import "./output";
import "./predict";
import "./program";
import "./result";
import "./share";
import "./verdict";

export class LessonElement extends LitElement {
  static override properties = {
    lesson: { attribute: false },
    setting: { attribute: false },
    problems: { attribute: false },
    inner: { type: Boolean, reflect: true },
    next: { attribute: false },
  };

  declare lesson: Lesson;
  declare setting: Setting;
  /** What could not be read of the address or the attributes. */
  declare problems: string[];
  /** Set when the lesson stands inside someone else's text, which has headings of its own. */
  declare inner: boolean;
  /** The lesson after this one, null where this is the last; undefined where the site is not around it. */
  declare next: Lesson | null | undefined;

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
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#pictureSize.disconnect();
  }

  protected override firstUpdated(): void {
    this.#pictureSize.observe(this.#one(".picture"));
  }

  /** Takes a reader who chose this lesson to its beginning. */
  async focusTitle(): Promise<void> {
    await this.updateComplete;
    this.#one<HTMLElement>(".title").focus({ preventScroll: true });
  }

  override render() {
    const { lesson } = this;
    const { record } = this.#session;
    return html`
      <div class="columns">
        <div class="text">
          ${this.#heading()} ${paragraphs(lesson.summary)}
          ${
            lesson.look_for.length > 0
              ? html`<h2>What to look for</h2>
                  <ul>
                    ${lesson.look_for.map((what) => html`<li>${prose(what)}</li>`)}
                  </ul>`
              : nothing
          }
          ${this.#asks() ? html`<mh-predict .lesson=${lesson}></mh-predict>` : nothing}
          ${this.problems.map((problem) => html`<p class="problem" role="alert">${problem}</p>`)}
          <mh-form
            .lesson=${lesson}
            .setting=${this.setting}
            .error=${this.#fieldError()}
            @setting=${this.#change}
            @run=${this.#run}
          ></mh-form>
          ${this.#controls()} ${this.#memoryNote()}
        </div>
        <div class="picture">
          ${this.#trouble()}
          <mh-timeline .lesson=${lesson.id} .leftOut=${record && Number(record.metrics.events_left_out ?? 0)}></mh-timeline>
          ${this.#asks() ? html`<mh-verdict .lesson=${lesson} .record=${record}></mh-verdict>` : nothing}
          ${record ? html`<mh-result .record=${record}></mh-result>` : nothing}
          <mh-pictures .lesson=${lesson} .record=${record}></mh-pictures>
          <mh-output></mh-output>
        </div>
      </div>
      ${
        lesson.studies.length > 0 && this.#canRun()
          ? html`<mh-study class="study" .lesson=${lesson} .setting=${this.setting}></mh-study>`
          : nothing
      }
      ${behind(lesson)}
      <div class="program"><mh-program .lesson=${lesson}></mh-program></div>
      <footer>
        ${this.#onward()}
        <p>In Python’s documentation: <a href=${lesson.docs.url} rel="external">${lesson.docs.title}</a></p>
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
    const { phase, isBusy, progress, elapsedMs } = this.#session;
    // The clock stands outside the status, which would be read out at each tick.
    const hasEnded = phase === "done" || phase === "stopped";
    const warm = () => this.#canRun() && engine.warm();
    return html`
      <div class="controls">
        <button
          class="primary"
          ?disabled=${!this.#canRun()}
          aria-disabled=${isBusy}
          @pointerenter=${warm}
          @focus=${warm}
          @click=${this.#run}
        >
          Run
        </button>
        <button ?disabled=${!isBusy} @click=${() => this.#session.stop()}>Stop</button>
        <span class="status">
          <span role="status">${STATUS[phase]} ${hasEnded ? ms(elapsedMs) : ""}</span>
          ${phase === "running" ? ms(Math.round(elapsedMs / 100) * 100) : ""}
        </span>
        <div class="progress">
          ${
            isBusy && progress
              ? html`<progress max=${progress.total} value=${progress.done} aria-label="Progress"></progress>
                  <span class="aside">${number(progress.done)} of ${number(progress.total)} ${progress.unit}</span>`
              : nothing
          }
        </div>
      </div>
    `;
  }

  /** Where a reader goes from here. */
  #onward() {
    if (this.next === null) return nothing;
    if (this.next) return html`<p class="onward">Next: <a href="#${this.next.id}">${this.next.title}</a></p>`;
    const address = pageAddress(this.lesson, this.setting);
    return html`<p class="onward"><a href=${address} target="_blank" rel="noopener">This lesson among all lessons</a></p>`;
  }

  /** What the engine said, unless it is shown at a field. */
  #trouble() {
    const { error } = this.#session;
    if (!error || this.#fieldError()) return nothing;
    const isElsewherePossible = error.kind === "unsupported" && !hasSharedMemory();
    return html`<div class="trouble" role="alert">
      <p>${error.message}</p>
      ${isElsewherePossible ? this.#ownTab() : nothing} ${this.#instead()}
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
    return html`<p><button @click=${run}>Run on threads instead</button></p>`;
  }

  #memoryNote() {
    if (hasSharedMemory()) return nothing;
    const why = `This page has no shared memory: ${whyNoSharedMemory()}.`;
    const more = html`<button class="small" aria-haspopup="dialog" @click=${() => openAbility(this.renderRoot)}>
      What can this browser do?
    </button>`;
    if (this.#canRun()) return html`<p class="aside">${why} The lesson runs in workers that share nothing. ${more}</p>`;
    return html`<div class="trouble">
      <p>${why} The workers of this lesson share one memory, so it cannot run here. ${more}</p>
      ${this.#ownTab()}
    </div>`;
  }

  #ownTab() {
    const address = pageAddress(this.lesson, this.setting);
    return html`<p><a class="button" href=${address} target="_blank" rel="noopener">Open it in a tab of its own</a></p>`;
  }

  /** Whether the question before the run is asked; an address can switch it off. */
  #asks(): boolean {
    return this.setting.predict !== false;
  }

  #canRun(): boolean {
    return hasSharedMemory() || !this.lesson.needs_shared_memory;
  }

  #fieldError(): FieldError | undefined {
    const { error } = this.#session;
    const parameter = error?.parameter;
    if (!error || parameter === undefined || !specsOf(this.lesson).has(parameter)) return undefined;
    // The message says where: "parameter threads[0].name of threads: …".
    const place = /^parameter \w+([\w[\].]*) of /.exec(error.message)?.[1] ?? "";
    return { parameter, path: place.match(/\w+/g) ?? [], message: error.message };
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
    if (!this.#canRun()) return;
    await this.#session.run(this.lesson, this.setting);
    await this.updateComplete;
    if (this.#fieldError()) await this.#one<LessonForm>("mh-form").focusError();
  }

  #one<E extends Element>(selector: string): E {
    const element = this.renderRoot.querySelector<E>(selector);
    if (!element) throw new Error(`The lesson has no ${selector}.`);
    return element;
  }
}

const STATUS: Record<Phase, string> = {
  idle: "",
  queued: "Waits for another run to end…",
  loading: "Starts the engine…",
  running: "Runs…",
  stopping: "Stops…",
  done: "Done in",
  stopped: "Stopped after",
  failed: "Ended with an error.",
};

customElements.define("mh-lesson", LessonElement);
