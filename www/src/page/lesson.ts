/**
 * A lesson in one view: its program, what is set of it, its run, and the picture of the run; and below, what is read after a
 * run. The same on the main page and embedded.
 */
import { msg } from "@lit/localize";
import { html, LitElement, nothing, type PropertyValues } from "lit";
import { classMap } from "lit/directives/class-map.js";
import { hasOwnProgram, INTERPRETER, isSearched, PROGRAM, SCHEDULE, STEP } from "../api/own-program";
import type { PointEvent } from "../api/shows";
import type { Lesson, Params } from "../api/types";
import type { FieldError, LessonForm, SettingEvent } from "../form/form";
import { copy } from "../kit/browser";
import { nextTask } from "../kit/later";
import { tryAgain } from "../kit/part";
import { onSharedMemory } from "../kit/shared-memory";
import type { Pictures } from "../pictures/pictures";
import type { LinkEvent } from "../pictures/run-picture";
import type { OwnProgram, ProgramEvent } from "../program/own-program";
import type { Program } from "../program/program";
import { raisedIn } from "../program/traceback";
import { type Setting, sharedAddress } from "../setting/address";
import { valueIn, withValue } from "../setting/change";
import type { Problem } from "../setting/link";
import { baseline, specsOf } from "../setting/spec";
import { controls } from "../styles/sheets";
import type { Timeline } from "../timeline/timeline";
import { head, more } from "./around";
import { belowStyles } from "./below-styles";
import { CapabilitiesPart } from "./capabilities-part";
import { interpreterSwitch, switchStyles } from "./interpreter-switch";
import { lessonStyles } from "./lesson-styles";
import type { Output } from "./output";
import { readShow } from "./parts";
import { problemsOf } from "./problems";
import { PythonPart } from "./python-part";
import type { PythonRun } from "./python-run";
import { background, details } from "./reading";
import { hold, reveal } from "./reveal";
import { runBar } from "./run-bar";
import { runBarStyles } from "./run-bar-styles";
import { wayFrom, waysStyles, wayWith } from "./search-way";
import { Session } from "./session";
import { tries } from "./tries";
import { canRun, memoryNote, trouble } from "./trouble";
import "../form/form";
import "../pictures/pictures";
import "../program/own-program";
import "../program/program";
import "../study/study";
import "../timeline/timeline";
import "./finding";
import "./output";
import "./predict";
import "./result";
import "./share";

/** After a run its pictures are laid out by then, and have nothing more to draw by then. */
const DRAWN_MS = 100;
const HELD_MS = 400;

/** A run that took less is made again when a slider is let go. */
const SHORT_MS = 1500;

/** What of a reader's own program has its control outside the form. */
const ELSEWHERE: readonly string[] = [PROGRAM, INTERPRETER];
const NONE: readonly string[] = [];

export class LessonElement extends LitElement {
  static override properties = {
    lesson: { attribute: false },
    setting: { attribute: false },
    problems: { attribute: false },
    show: { attribute: false },
    inner: { type: Boolean, reflect: true },
    docked: { type: Boolean, reflect: true },
    next: { attribute: false },
    _isWhole: { state: true },
    _shows: { state: true },
  };

  declare lesson: Lesson;
  declare setting: Setting;
  /** What could not be read of the address or the attributes. */
  declare problems: Problem[];
  /** Which of its parts stand here, as an address names them; null for all. */
  declare show: string | null;
  /** Set when the lesson stands inside someone else's text, which has headings of its own. */
  declare inner: boolean;
  /** Set where the window is the lesson's own: on a narrow one Run stays at its lower edge. */
  declare docked: boolean;
  /** The lesson after this one, null where this is the last; undefined where the site is not around it. */
  declare next: Lesson | null | undefined;
  /** Its words are there first, and all else in a task of its own: a slow phone would hear no finger for the time of both. */
  declare _isWhole: boolean;
  /** What of it is seen yet: nothing is, before it stands where it will stay. */
  declare _shows: "head" | "view" | "picture";
  #shown = readShow(null);
  /** What the reader has set here, rather than an address. */
  #own: Setting | undefined;
  /** The shader that an address brought, which runs only when Run is pressed. */
  #givenShader: unknown;

  readonly #capabilities = new CapabilitiesPart(this);
  readonly #python = new PythonPart(this);

  readonly #session = new Session(this, () => [
    ...this.#all<Timeline>("mh-timeline"),
    ...this.#all<Pictures>("mh-pictures"),
    ...this.#all<Output>("mh-output"),
  ]);

  /** The program gets the height that the title above it and the controls below it leave. */
  readonly #sizes = new ResizeObserver((entries) => {
    for (const { target, borderBoxSize } of entries) {
      const height = Math.ceil(borderBoxSize[0]?.blockSize ?? 0);
      this.style.setProperty(`--${target.className}-height`, `${height}px`);
    }
  });

  static override styles = [controls, runBarStyles, lessonStyles, switchStyles, waysStyles, belowStyles];

  constructor() {
    super();
    this.problems = [];
    this.show = null;
    this.inner = this.docked = false;
    this._isWhole = false;
    this._shows = "head";
  }

  /** Where the engine finds out that there is no shared memory after all, other defaults hold and less can run. */
  #forgetMemory = () => {};

  override connectedCallback(): void {
    super.connectedCallback();
    this.#forgetMemory = onSharedMemory(() => {
      this.requestUpdate();
      this.#one<LessonForm>("mh-form")?.requestUpdate();
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#forgetMemory();
    this.#sizes.disconnect();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("show")) this.#shown = readShow(this.show);
    if (changed.has("setting") && this.setting !== this.#own) this.#givenShader = this.setting.params.shader;
  }

  protected override async firstUpdated(): Promise<void> {
    this.#session.prepare();
    await nextTask();
    this._isWhole = true;
    await this.updateComplete;
    if (!this.isConnected) return;
    for (const one of this.#all(".head, .set, .controls")) this.#sizes.observe(one);
    await this.#drawn("mh-program, mh-own-program, mh-form, mh-timeline");
    this._shows = "view";
    await this.#session.arrive();
    await this.updateComplete;
    await this.#drawn(".lead");
    setTimeout(() => {
      this._shows = "picture";
    }, DRAWN_MS);
  }

  async #drawn(selector: string): Promise<void> {
    await Promise.all(this.#all<LitElement>(selector).map(({ updateComplete }) => updateComplete));
  }

  /** Takes a reader who chose this lesson to its beginning. */
  async focusTitle(): Promise<void> {
    await this.updateComplete;
    this.#one<HTMLElement>(".title")?.focus({ preventScroll: true });
  }

  override render() {
    if (!this._isWhole) return html`<div class="lesson">${head(this, this.#shown.shows)}</div>`;
    const [set, seen] = [this.#set(), this.#seen()];
    const { shows } = this.#shown;
    const classes = {
      lesson: true,
      split: set !== nothing && seen !== nothing,
      program: shows("program"),
      own: hasOwnProgram(this.lesson),
      searched: isSearched(this.lesson),
      parameters: shows("parameters"),
      roomy: shows("picture") && shows("timeline") && !hasOwnProgram(this.lesson),
      [`only-${this._shows}`]: this._shows !== "picture",
    };
    return html`<div class=${classMap(classes)}>
      ${head(this, shows)}
      <div class="view">${set} ${seen}</div>
      ${this.#below()}
    </div>`;
  }

  /** The program, what is set of it, and Run. */
  #set() {
    const { shows } = this.#shown;
    const parts = [
      problemsOf([...this.#shown.problems, ...this.problems], this.#takeOffer, this.setting),
      shows("program") ? this.#program() : [],
      shows("parameters") || shows("run") ? this.#controls() : [],
    ].flat();
    return parts.length > 0 ? html`<div class="set">${parts}</div>` : nothing;
  }

  #program() {
    const { lesson, setting } = this;
    if (!hasOwnProgram(lesson))
      return html`<mh-program .lesson=${lesson} .setting=${setting} @setting=${this.#change} @point=${this.#point("mh-timeline")}
        >${this.#python.button(lesson, this.#openPython)}</mh-program
      >`;
    const text = String(valueIn(lesson, setting, PROGRAM) ?? "");
    const spec = specsOf(lesson).get(PROGRAM);
    return html`<mh-own-program
      .label=${spec?.title ?? PROGRAM}
      .description=${spec?.description ?? ""}
      .value=${text}
      .original=${String(baseline(lesson, setting.preset)[PROGRAM] ?? "")}
      .problems=${raisedIn(text, this.#session.record)}
      @code=${({ detail }: ProgramEvent) => {
        // One that leaves the page for another lesson tells its last change by then.
        if (lesson === this.lesson) this.#put(withoutSchedule(withValue(lesson, this.setting, PROGRAM, detail)));
      }}
      @run=${this.#run}
    ></mh-own-program>
    ${isSearched(lesson) ? nothing : wayWith(this.#python.search, text, setting.params, this.inner)}`;
  }

  #controls() {
    const { lesson, setting } = this;
    const { shows } = this.#shown;
    return html`<div class="controls">
      ${
        shows("parameters")
          ? html`<mh-form
              .lesson=${lesson}
              .setting=${setting}
              .error=${this.#fieldError()}
              .elsewhere=${hasOwnProgram(lesson) ? ELSEWHERE : NONE}
              @setting=${this.#change}
              @settle=${this.#settle}
              @run=${this.#run}
            ></mh-form>`
          : nothing
      }
      ${
        shows("run")
          ? runBar({
              lesson,
              session: this.#session,
              isStale: this.#isStale() && !shows("finding"),
              run: this.#run,
              label: isSearched(lesson) ? searchLabel(setting) : undefined,
              beside: hasOwnProgram(lesson) ? this.#besideRun() : nothing,
            })
          : nothing
      }
      ${memoryNote(lesson, setting, this.#capabilities, this.renderRoot)}
    </div>`;
  }

  #besideRun() {
    const { lesson, setting } = this;
    if (setting.params[SCHEDULE] === undefined) return interpreterSwitch(lesson, setting, this.#put);
    return html`<button @click=${() => this.#runWith(withoutSchedule(setting))}>
      ${msg("Search all schedules", { desc: "button, where one schedule alone would be shown" })}
    </button>`;
  }

  /** What a run shows, and what it is asked. */
  #seen() {
    const picture = this.#picture();
    const question = this.#asks() ? html`<mh-predict .lesson=${this.lesson}></mh-predict>` : nothing;
    const python = this.#python.section;
    if ([picture, question, python].every((part) => part === nothing)) return nothing;
    return html`<div class="seen">${picture} ${question} ${python}</div>`;
  }

  /** What a run shows first. */
  #picture() {
    const { lesson } = this;
    const { shows } = this.#shown;
    const { record, previous, recorded, error } = this.#session;
    const parts = [
      error && !this.#fieldError() ? trouble(lesson, this.setting, error, this.#runWith) : [],
      this.#session.notice,
      this.#session.isUnbegun ? tryAgain(this.#run) : [],
      shows("finding")
        ? html`<mh-finding
            .lesson=${lesson}
            .record=${record}
            .previous=${previous?.record}
            .recorded=${recorded}
            .stale=${this.#isStale()}
            .asks=${this.#asks()}
          ></mh-finding>`
        : [],
      hasOwnProgram(lesson) ? this.#output() : [],
      shows("picture") ? this.#pictures("lead", lesson.pictures.slice(0, 1)) : [],
      shows("timeline") && !isSearched(lesson)
        ? html`<mh-timeline @point=${this.#point("mh-program")} .lesson=${lesson.id} ?threads=${hasOwnProgram(lesson)} .leftOut=${record && Number(record.metrics.events_left_out ?? 0)} .phases=${record?.metrics.phases} .earlier=${hasOwnProgram(lesson) ? undefined : previous?.record.metrics.wall_ms}></mh-timeline>`
        : [],
    ].flat();
    return parts.length > 0 ? html`<div class="picture ${this.#isStale() ? "stale" : ""}">${parts}</div>` : nothing;
  }

  /** What the reader's own program prints is what its run shows first. */
  #output() {
    if (!this.#shown.shows("output") || isSearched(this.lesson)) return [];
    return html`<mh-output ?terminal=${hasOwnProgram(this.lesson)} .record=${this.#session.record}></mh-output>`;
  }

  #pictures(which: string, kinds: Lesson["pictures"]) {
    if (kinds.length === 0) return [];
    const { record, previous } = this.#session;
    return html`<mh-pictures
      class=${which}
      .lesson=${this.lesson}
      .kinds=${kinds}
      .record=${record}
      .previous=${previous?.record}
      @link=${this.#copyLink}
    ></mh-pictures>`;
  }

  /** What is looked at and read after a run. */
  #below() {
    const { lesson } = this;
    const { shows } = this.#shown;
    const { record, recorded } = this.#session;
    const figures = [
      shows("pictures") ? this.#pictures("rest", lesson.pictures.slice(1)) : [],
      hasOwnProgram(lesson) ? [] : this.#output(),
      shows("result") && record
        ? html`<mh-result .record=${record} ?recorded=${recorded !== undefined}></mh-result>`
        : [],
    ].flat();
    const parts = [
      shows("tries") ? tries(lesson, canRun(lesson) ? this.#try : undefined) : [],
      shows("tries") && !hasOwnProgram(lesson) ? wayFrom(this.#python.search, lesson, this.inner) : [],
      figures.length > 0 ? html`<div class="figures ${this.#isStale() ? "stale" : ""}">${figures}</div>` : [],
      shows("details") ? details(lesson) : [],
      shows("studies") && lesson.studies.length > 0 && canRun(lesson)
        ? html`<mh-study .lesson=${lesson} .setting=${this.setting}></mh-study>`
        : [],
      shows("background") ? background(lesson) : [],
      shows("more") ? more(this) : [],
    ].flat();
    return parts.length > 0 ? html`<div class="below">${parts}</div>` : nothing;
  }

  /** Whether the question before the run is asked; an address can switch it off. */
  #asks(): boolean {
    return this.setting.predict !== false && this.#shown.shows("question") && this.lesson.question !== null;
  }

  #isStale(): boolean {
    return this.#session.isStale(this.setting);
  }

  #fieldError(): FieldError | undefined {
    const { error } = this.#session;
    const parameter = error?.parameter;
    if (!error || parameter === undefined || !this.#shown.shows("parameters") || !specsOf(this.lesson).has(parameter))
      return;
    if (hasOwnProgram(this.lesson) && ELSEWHERE.includes(parameter)) return;
    // Of the place `threads[0].name`, what follows the parameter's name.
    const [, ...path] = error.place?.match(/\w+/g) ?? [];
    return { parameter, path, message: error.message };
  }

  /** A line of the program and what the timeline shows of it light each other. */
  #point(other: "mh-program" | "mh-timeline") {
    return ({ detail }: PointEvent) => {
      const lit = this.#one<Program | Timeline>(other);
      if (lit) lit.lit = detail;
    };
  }

  #change(event: SettingEvent): void {
    this.#put(event.detail);
  }

  #put = (setting: Setting): void => {
    this.setting = this.#own = setting;
    this.problems = [];
    this.#session.forgetError();
    this.dispatchEvent(new CustomEvent("setting", { detail: setting }) satisfies SettingEvent);
  };

  /** What a link may have meant is taken in place of what it said. */
  #takeOffer = (problem: Problem, setting: Setting): void => {
    const others = this.problems.filter((one) => one !== problem);
    this.#put(setting);
    this.problems = others;
  };

  /** A slider was let go: a short run follows it at once. */
  #settle = (): void => {
    const { ran, isBusy } = this.#session;
    const { shader } = this.setting.params;
    // Whoever wrote a program may have meant it for somebody else: it runs when Run is pressed.
    const isStrangers = hasOwnProgram(this.lesson) || (typeof shader === "string" && shader === this.#givenShader);
    if (ran && ran.wallMs < SHORT_MS && !isBusy && !isStrangers && this.#isStale()) void this.#run();
  };

  #try = (params: Params): void => {
    const { files, predict, params: set } = this.setting;
    // What a reader has written is theirs: only another program takes its place.
    const written = hasOwnProgram(this.lesson) && set[PROGRAM] !== undefined ? { [PROGRAM]: set[PROGRAM] } : {};
    this.#runWith({ preset: undefined, params: { ...written, ...params }, files, predict });
  };

  #runWith = (setting: Setting): void => {
    if (this.#session.isBusy) return;
    this.#put(setting);
    void this.#run();
  };

  #run = async (): Promise<void> => {
    if (!canRun(this.lesson) || this.#session.isBusy) return;
    this.#one<OwnProgram>("mh-own-program")?.flush();
    const form = this.#one<LessonForm>("mh-form");
    // What the form can say is wrong is said at once, and is no run.
    if (form?.fault) {
      await form.focusError();
      return;
    }
    this._shows = "picture";
    this.#reveal();
    const release = hold(this.#one(".picture"));
    await this.#session.run(this.lesson, this.setting);
    await this.updateComplete;
    if (this.#fieldError()) await form?.focusError();
    // The picture is as high as it will be once it was drawn.
    else setTimeout(() => this.#reveal(), DRAWN_MS);
    setTimeout(release, HELD_MS);
  };

  /** A link to what a picture shows, by the parameters that say so. */
  #copyLink = async ({ detail }: LinkEvent): Promise<void> => {
    const { lesson } = this;
    // What was run, and not what has been set since.
    const ran = Object.entries(detail.params).reduce<Setting>(
      (setting, [name, value]) => withValue(lesson, setting, name, value),
      { preset: undefined, params: {} },
    );
    detail.said(await copy(await sharedAddress(lesson, ran)));
  };

  #openPython = async (): Promise<void> => {
    const program = this.#one<Program>("mh-program");
    if (!program) return;
    this.#python.open(program.listing.source);
    await this.updateComplete;
    const section = this.#one<PythonRun>("mh-python-run");
    await section?.run();
  };

  #reveal(): void {
    const first = [".picture > .trouble, mh-finding, .picture > mh-output, .lead", "mh-timeline", ".figures"];
    const shown = first.map((selector) => this.#all(selector)).find((found) => found.length > 0) ?? [];
    reveal(this.#one("mh-program, mh-own-program"), shown, this.#one(".run-bar"));
  }

  #one<E extends Element>(selector: string): E | null {
    return this.renderRoot.querySelector<E>(selector);
  }

  #all<E extends Element>(selector: string): E[] {
    return [...this.renderRoot.querySelectorAll<E>(selector)];
  }
}

/** A schedule is one of one program: where that changes it is none any more. */
function withoutSchedule(setting: Setting): Setting {
  const { [SCHEDULE]: _schedule, [STEP]: _step, ...params } = setting.params;
  return { ...setting, params };
}

const searchLabel = ({ params }: Setting) =>
  params[SCHEDULE] === undefined
    ? msg("Search", { id: "search-button", desc: "Button: searches the schedules of a program" })
    : msg("Show the schedule", { desc: "Button: runs one schedule of a program, and shows its steps" });

customElements.define("mh-lesson", LessonElement);
