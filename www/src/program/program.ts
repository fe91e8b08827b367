/**
 * A lesson's program: in Python, as the parameters are set, and the Rust that really runs. It is there as plain text with the
 * page, and coloured when that has loaded. The engine writes the Python, so it is what the parameters say; they can be changed
 * in it. A line and what the timeline shows of it point at each other.
 */
import { msg, str } from "@lit/localize";
import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { guard } from "lit/directives/guard.js";
import { repeat } from "lit/directives/repeat.js";
import { sources } from "../api/catalogue";
import { ManyhandsError } from "../api/errors";
import { means, type PointEvent } from "../api/shows";
import type { Json, Lesson, Listing, Shows } from "../api/types";
import { runs } from "../engine/runs";
import type { SettingEvent } from "../form/form";
import { copy, download, onDevice } from "../kit/browser";
import { idle, LaterElement } from "../kit/later";
import { Part } from "../kit/part";
import type { Setting } from "../setting/address";
import { sameJson, valueIn, withValue } from "../setting/change";
import { engineSays, type Fault, faultIn, faultOf } from "../setting/faults";
import { baseline, type Spec, specsOf } from "../setting/spec";
import { controls } from "../styles/sheets";
import { type Painted, painted } from "./elide";
import type { Colour } from "./highlight";
import { copyIcon, downloadIcon, numbersIcon } from "./icons";
import { centre, show } from "./in-view";
import { programStyles } from "./program-styles";
import { type Language, type Row, rowsOf, rustRows } from "./rows";
import { canStandInText, choice, type Value, value } from "./value";

/** While somebody types a value in the form, not every letter is worth a listing. */
const SETTLED_MS = 200;

const LANGUAGES: readonly Language[] = ["python", "rust"];
const NAMES: Record<Language, string> = { python: "Python", rust: "Rust" };

/** What a reader chose for all programs, kept on the device. */
const CHOSEN = "manyhands:program";
const NUMBERED = "manyhands:line-numbers";

export class Program extends LaterElement {
  static override properties = {
    lesson: { attribute: false },
    setting: { attribute: false },
    lit: { attribute: false },
    listing: { state: true },
    _language: { state: true },
    _sources: { state: true },
    _colours: { state: true },
    _draft: { state: true },
    _refusal: { state: true },
    _hovered: { state: true },
    _focused: { state: true },
    _pinned: { state: true },
    _isNumbered: { state: true },
    isWhole: { type: Boolean, reflect: true, attribute: "whole" },
    _isLong: { state: true },
    _said: { state: true },
  };

  declare lesson: Lesson;
  declare setting: Setting;
  /** What of a run somebody points at, in the timeline. */
  declare lit: readonly Shows[] | null;
  /** The Python, as it is set. */
  declare listing: Listing;
  declare _language: Language;
  /** The Rust of all lessons by their ids, once somebody has looked at one. */
  declare _sources: Record<string, string> | undefined;
  /** Give text its colours, once they have loaded. */
  declare _colours: { [language in Language]?: Colour };
  /** What is being typed, and is not yet set. */
  declare _draft: { parameter: string; value: Json | undefined } | undefined;
  /** What was said of a value that is not allowed. */
  declare _refusal: Fault | undefined;
  /** The rows that are pointed at, by their first lines: with the mouse, with the keyboard, and to stay so. */
  declare _hovered: number | undefined;
  declare _focused: number | undefined;
  declare _pinned: number | undefined;
  declare _isNumbered: boolean;
  /** Whether it has all the height that it wants; the host makes room where it says `whole`. */
  declare isWhole: boolean;
  /** Whether there is more of the program than is seen at once. */
  declare _isLong: boolean;
  declare _said: string;

  readonly #rust = new Part(this, () => msg("The program in Rust did not load."), sources);
  readonly #highlight = new Part(
    this,
    () => msg("The program’s colours did not load."),
    async () => (await import("./highlight")).colours(this._language, this.#source),
    "status",
  );
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The number of the latest wish: an answer to an earlier one comes too late. */
  #latest = 0;
  /** The setting that the listing follows. */
  #followed: Setting | undefined;
  #rows: Painted[] = [];
  /** Set where the lines that matter are to be brought into view; and where the box was put for that. */
  #isToCentre = true;
  #isMeasured = false;
  #centredAt = 0;
  #told: readonly Shows[] | null = null;
  #isOwnChange = false;
  readonly #size = new ResizeObserver(() => this.#measure());

  static override styles = [controls, programStyles];

  constructor() {
    super();
    this._language = onDevice((storage) => storage.getItem(CHOSEN)) === "rust" ? "rust" : "python";
    this._isNumbered = onDevice((storage) => storage.getItem(NUMBERED)) === "on";
    this._colours = {};
    this.lit = null;
    this.isWhole = this._isLong = false;
    this._said = "";
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#size.disconnect();
    this.#forget();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("lesson")) {
      this.listing = this.lesson.listing;
      this.#followed = undefined;
      this.isWhole = false;
      this.#isToCentre = true;
    }
    if (changed.has("lesson") || changed.has("setting")) {
      this._draft = this._refusal = undefined;
      this.#follow(this.#isOwnChange ? 0 : SETTLED_MS);
      this.#isOwnChange = false;
    }
    const painted = ["lesson", "listing", "_language", "_sources", "_colours"] as const;
    if (painted.some((name) => changed.has(name))) this.#paint();
  }

  protected override firstUpdated(): void {
    this.#size.observe(this.#box);
    this.#size.observe(this.#box.firstElementChild as Element);
  }

  protected override updated(changed: PropertyValues<this>): void {
    // At first its size is not known before the frame is laid out.
    if (this.#isToCentre && this.#isMeasured) this.#centre();
    if (changed.has("lit") && this.lit)
      show(
        this.#box,
        this.#rowsThat((row) => this.#isLit(row)),
      );
    if (this.#isFetching) void this.#fetch();
    else if (this._colours[this._language] === undefined) void this.#colour(this._language);
    this.#point();
  }

  override render() {
    const { _language: language } = this;
    return html`
      <div class="bar">
        <div role="tablist" aria-label=${msg("The program in")} @keydown=${this.#tabKey}>
          ${LANGUAGES.map(
            (one) => html`<button
              role="tab"
              id=${one}
              aria-controls="panel"
              aria-selected=${one === language}
              tabindex=${one === language ? 0 : -1}
              @click=${() => this.#choose(one)}
            >
              ${NAMES[one]}
            </button>`,
          )}
        </div>
        ${this.#isFetching ? nothing : this.#tools()}
      </div>
      <div
        class="code ${this.isWhole ? "whole" : ""} ${this._isNumbered ? "numbered" : ""}"
        id="panel"
        role="tabpanel"
        tabindex="0"
        aria-labelledby=${language}
      >
        <pre
          @pointerover=${this.#over}
          @pointerleave=${() => this.#hover(undefined)}
          @click=${this.#click}
          @focusin=${this.#focus}
          @focusout=${() => this.#setFocused(undefined)}
          @keydown=${this.#key}
        ><code>${guard([this.#rows, this._draft, this._refusal, this.setting, this.lit, this._hovered, this._pinned], () => this.#text())}</code></pre>
      </div>
      ${this.#isFetching ? this.#rust.notice : this.#highlight.notice}
      <p class="note aside" part="note">${this.#note()}</p>
      <slot></slot>
      <p class="unseen" role="status">${this._said}</p>
    `;
  }

  #tools() {
    const count = this.#rows.at(-1)?.last ?? 0;
    const whole = msg(str`All ${count} lines`, { desc: "Button: shows a program at its full height" });
    const tool = (name: string, icon: TemplateResult, press: () => void, isPressed?: boolean) => html`<button
      title=${name}
      aria-label=${name}
      aria-pressed=${isPressed ?? nothing}
      @click=${press}
    >
      ${icon}
    </button>`;
    return html`<div class="tools">
      ${
        this._isLong || this.isWhole
          ? html`<button aria-pressed=${this.isWhole} @click=${this.#toggleWhole}>${whole}</button>`
          : nothing
      }
      ${tool(msg("Line numbers"), numbersIcon, this.#toggleNumbers, this._isNumbered)}
      ${tool(msg("Copy the program"), copyIcon, () => void this.#copy())}
      ${tool(msg("Download the program"), downloadIcon, () => download(this.#fileName, new Blob([this.#source])))}
    </div>`;
  }

  #note() {
    if (this._said) return this._said;
    return this._language === "rust"
      ? html`${msg("This is what runs here:")} <code>${this.lesson.rust.path}</code>`
      : msg("What is underlined can be changed here.");
  }

  #text() {
    // A value keeps its control when lines come or go above it.
    const key = (row: Painted) => row.value?.parameter ?? row.first;
    return repeat(this.#rows, key, (row) => this.#row(row));
  }

  #row(row: Painted): TemplateResult {
    const { first, last, core, shows, numbers } = row;
    const classes = [
      "row",
      core ? "core" : "",
      this.#isLit(row) ? "lit" : "",
      shows.length > 0 && (this._hovered === first || this._pinned === first) ? "pointing" : "",
      last > first ? "long" : "",
    ];
    const values = [row.value?.parameter, ...row.chose].filter((name) => name !== undefined);
    const written = html`${row.written}`;
    return html`<span class=${classes.filter(Boolean).join(" ")} data-line=${first} data-numbers=${numbers}
      >${shows.length > 0 ? this.#pin(row) : nothing}${row.before}${row.value ? this.#value(row.value.parameter, written) : nothing}${row.after}${row.chose.map((name) => choice(this.#shown(name, this.#spec(name))))}${"\n"}</span
    >${values.map((name) => html`<span class="message" id="message-${name}" role="alert">${this.#messageOf(name)}</span>`)}`;
  }

  /** What a line shows can be had with the keyboard and with a finger, which hover nowhere. */
  #pin({ first, shows }: Painted) {
    const name = msg(str`Line ${first} in the timeline`, { desc: "Button: lights what the timeline shows of a line" });
    return html`<button class="pin ${shows[0]?.state ?? ""}" title=${name} aria-label=${name} aria-pressed=${this._pinned === first}></button>`;
  }

  #value(name: string, written: TemplateResult) {
    const spec = this.#spec(name);
    if (!canStandInText(spec)) return written;
    return value(this.#shown(name, spec), written);
  }

  #shown(name: string, spec: Spec): Value {
    const { lesson, setting } = this;
    const isDraft = this._draft?.parameter === name;
    const set = valueIn(lesson, setting, name);
    const listed = this.#followed ? valueIn(lesson, this.#followed, name) : baseline(lesson)[name];
    const message = this.#messageOf(name);
    return {
      name,
      spec,
      value: isDraft ? this._draft?.value : set,
      fallback: baseline(lesson, setting.preset)[name],
      message,
      isBehind: message !== "" || !sameJson(set, listed),
      draft: (value) => {
        this._draft = { parameter: name, value };
        this._refusal = undefined;
      },
      apply: () => this.#apply(name, spec),
      restore: () => {
        this._draft = this._refusal = undefined;
      },
    };
  }

  #apply(name: string, spec: Spec): void {
    const { _draft: draft } = this;
    if (draft?.parameter !== name) return;
    this._refusal = faultOf(name, spec, draft.value);
    if (this._refusal) return;
    this._draft = undefined;
    this.#isOwnChange = true;
    const detail = withValue(this.lesson, this.setting, name, draft.value);
    this.dispatchEvent(new CustomEvent("setting", { detail }) satisfies SettingEvent);
  }

  #spec(name: string): Spec {
    const spec = specsOf(this.lesson).get(name);
    if (!spec) throw new Error(`The lesson has no parameter ${name}.`);
    return spec;
  }

  /** What is wrong with a value: what was typed here, or what is set. */
  #messageOf(name: string): string {
    if (this._refusal?.parameter === name) return this._refusal.message;
    if (this._draft?.parameter === name) return "";
    return faultOf(name, this.#spec(name), this.setting.params[name])?.message ?? "";
  }

  /** Nothing while it is on its way. */
  get #source(): string {
    return this._language === "rust" ? (this._sources?.[this.lesson.id] ?? "") : this.listing.source;
  }

  get #isFetching(): boolean {
    return this._language === "rust" && this._sources === undefined;
  }

  async #fetch(isAsked = false): Promise<void> {
    if (this.#rust.isMissing && !isAsked) return;
    this._sources = await this.#rust.get(() => this.#fetch(true));
  }

  get #fileName(): string {
    if (this._language === "python") return `${this.lesson.id}.py`;
    // `mod.rs` says nothing outside of its folder.
    return `${this.lesson.rust.path.replace(/\/mod\.rs$|\.rs$/, "").replace(/^.*\//, "")}.rs`;
  }

  /** Cuts the program into rows, and those into pieces. */
  #paint(): void {
    const text = this.#source;
    const rows = this._language === "rust" ? rustRows(text, this.lesson.rust.core) : rowsOf(this.listing);
    const choosable = (name: string) => ["choice", "boolean"].includes(this.#spec(name).kind);
    const before = this.#rows.filter(({ core }) => core).length;
    const chosen = rows.map((row) => ({ ...row, chose: row.chose.filter(choosable) }));
    this.#rows = painted(text, chosen, this._colours[this._language]);
    // Other lines matter now: they are to be seen.
    if (this.#rows.filter(({ core }) => core).length !== before) this.#isToCentre = true;
  }

  async #colour(language: Language, isAsked = false): Promise<void> {
    await idle();
    // It may have been asked for, and not have come, meanwhile.
    if (language !== this._language || (this.#highlight.isMissing && !isAsked)) return;
    const colour = await this.#highlight.get(() => this.#colour(this._language, true));
    if (colour) this._colours = { ...this._colours, [language]: colour };
  }

  /** Brings the Python to what is set. The defaults need no engine. */
  #follow(afterMs: number): void {
    this.#forget();
    const { preset, params } = this.setting;
    if (preset === undefined && Object.values(params).every((value) => value === undefined)) {
      this.listing = this.lesson.listing;
      this.#followed = this.setting;
    } else if (!faultIn(this.lesson, this.setting)) {
      this.#timer = setTimeout(() => void this.#ask(), afterMs);
    }
  }

  async #ask(): Promise<void> {
    const mine = this.#latest;
    const { lesson, setting } = this;
    try {
      const listing = await runs.listing(lesson.id, setting.params, setting.preset);
      if (mine !== this.#latest) return;
      this.listing = listing;
      this.#followed = setting;
      this.requestUpdate();
    } catch (error) {
      // An engine that cannot load is told at the run: the last listing stays.
      if (mine !== this.#latest || !(error instanceof ManyhandsError) || error.parameter === undefined) return;
      this._refusal = { parameter: error.parameter, path: [], message: engineSays(lesson, error.message) };
    }
  }

  #forget(): void {
    clearTimeout(this.#timer);
    this.#latest++;
  }

  // --- what is pointed at

  #isLit({ shows }: Row): boolean {
    return this.lit?.some((state) => shows.some((line) => means(line, state))) ?? false;
  }

  /** Tells what the row that is pointed at shows. */
  #point(): void {
    const line = this._hovered ?? this._focused ?? this._pinned;
    const shows = this.#rows.find(({ first }) => first === line)?.shows;
    const detail = shows && shows.length > 0 ? shows : null;
    if (detail === this.#told || JSON.stringify(detail) === JSON.stringify(this.#told)) return;
    this.#told = detail;
    this.dispatchEvent(new CustomEvent("point", { detail: detail && [...detail] }) satisfies PointEvent);
  }

  #over({ target }: Event): void {
    this.#hover(lineOf(target));
  }

  #hover(line: number | undefined): void {
    this._hovered = line;
  }

  #focus({ target }: Event): void {
    if ((target as Element).matches(".pin:focus-visible")) this.#setFocused(lineOf(target));
  }

  #setFocused(line: number | undefined): void {
    this._focused = line;
  }

  #click({ target }: Event): void {
    if ((target as Element).closest(".control")) return;
    const line = lineOf(target);
    const isShown = this.#rows.some(({ first, shows }) => first === line && shows.length > 0);
    this._pinned = isShown && this._pinned !== line ? line : undefined;
  }

  #key({ key }: KeyboardEvent): void {
    if (key === "Escape") this._pinned = undefined;
  }

  // --- the box and its tools

  get #box(): HTMLElement {
    return this.renderRoot.querySelector(".code") as HTMLElement;
  }

  #rowsThat(fit: (row: Painted) => boolean): HTMLElement[] {
    const elements = [...this.renderRoot.querySelectorAll<HTMLElement>(".row")];
    return elements.filter((_, index) => {
      const row = this.#rows[index];
      return row && fit(row);
    });
  }

  #centre(): void {
    // Nothing moves under somebody's hands.
    if (!this.renderRoot.querySelector("pre :focus")) {
      centre(
        this.#box,
        this.#rowsThat(({ core }) => core),
      );
    }
    this.#isToCentre = false;
    this.#centredAt = this.#box.scrollTop;
  }

  #measure(): void {
    this.#isMeasured = true;
    const box = this.#box;
    this._isLong = this.isWhole ? this._isLong : box.scrollHeight > box.clientHeight + 1;
    // A box that has got another size shows the same lines, unless its reader has gone elsewhere.
    if (box.scrollTop === this.#centredAt) this.#centre();
  }

  #choose(language: Language): void {
    if (language === this._language) return;
    this._language = language;
    this._hovered = this._pinned = undefined;
    this.#isToCentre = true;
    onDevice((storage) => storage.setItem(CHOSEN, language));
  }

  #tabKey(event: KeyboardEvent): void {
    const at = LANGUAGES.indexOf(this._language);
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: -1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const language = LANGUAGES.at(to % LANGUAGES.length) ?? "python";
    this.#choose(language);
    this.renderRoot.querySelector<HTMLElement>(`#${language}`)?.focus();
  }

  #toggleWhole = (): void => {
    this.isWhole = !this.isWhole;
    this.#isToCentre = !this.isWhole;
  };

  #toggleNumbers = (): void => {
    this._isNumbered = !this._isNumbered;
    onDevice((storage) => (this._isNumbered ? storage.setItem(NUMBERED, "on") : storage.removeItem(NUMBERED)));
  };

  async #copy(): Promise<void> {
    const text = this.#source;
    const said = await copy(text);
    if (said === text) {
      getSelection()?.selectAllChildren(this.renderRoot.querySelector("code") as Element);
      this._said = msg("The browser lets no page copy here. The program is selected: press Ctrl+C or ⌘C.");
    } else {
      this._said = said;
    }
    setTimeout(() => {
      this._said = "";
    }, 4000);
  }
}

/** The first line of the row that something stands in. */
function lineOf(target: EventTarget | null): number | undefined {
  const line = (target as Element).closest<HTMLElement>(".row")?.dataset.line;
  return line === undefined ? undefined : Number(line);
}

customElements.define("mh-program", Program);
