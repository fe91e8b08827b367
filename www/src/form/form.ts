/**
 * The form of a lesson, made from its schema: its main parameters, presets, the other parameters folded, and what is wrong
 * with a value, as it is typed. It tells of each change, and, by the event `settle`, when a slider is let go.
 */
import { msg, str } from "@lit/localize";
import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { hasOwnProgram, INPUT } from "../api/own-program";
import type { Json, Lesson, Params } from "../api/types";
import { LaterElement } from "../kit/later";
import { prose } from "../kit/prose";
import type { Setting } from "../setting/address";
import { sameJson, withValue } from "../setting/change";
import { engineSays, type Fault, faultIn, faultOf } from "../setting/faults";
import { isDefault, sameSetting } from "../setting/same";
import { baseline, type Spec, specsOf } from "../setting/spec";
import { controls } from "../styles/sheets";
import { tableStyles } from "./table-styles";
import { isTable, widget } from "./widgets";

/** Of what a program reads, so many lines are seen at least. */
const INPUT_LINES = 3;

/** What the engine said of one parameter. */
export type FieldError = Fault;

/** Tells of each change: its detail is the new `Setting`. */
export type SettingEvent = CustomEvent<Setting>;

export class LessonForm extends LaterElement {
  static override properties = {
    lesson: { attribute: false },
    setting: { attribute: false },
    error: { attribute: false },
    elsewhere: { attribute: false },
    _refusal: { state: true },
    _opened: { state: true },
    _isMoreOpen: { state: true },
    _helped: { state: true },
    _rows: { state: true },
  };

  declare lesson: Lesson;
  declare setting: Setting;
  declare error: FieldError | undefined;
  /** The parameters that have their control in another part of the page. */
  declare elsewhere: readonly string[];
  /** What was not taken, and so never came to the engine. */
  declare _refusal: FieldError | undefined;
  /** Which editors someone has opened or closed, by lesson and name. */
  declare _opened: ReadonlyMap<string, boolean>;
  /** Whether the parameters that are not the main ones are shown. */
  declare _isMoreOpen: boolean;
  /** The main parameters whose help someone has asked for. */
  declare _helped: ReadonlySet<string>;
  /** Of each table a row that is shown. */
  declare _rows: ReadonlyMap<string, number>;
  /** Of each table the row that was wrong when it was last looked at. */
  #wrongRows = new Map<string, number>();
  /** Whether one of the folded parameters differed from its default when it was last looked at. */
  #hadOther = false;

  static override styles = [
    controls,
    tableStyles,
    css`
      form,
      .field,
      .more > div {
        display: grid;
      }
      form,
      .more > div {
        gap: 0.4rem;
      }
      .presets {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: 0.3rem 0.4rem;
      }
      .field {
        grid-template-columns: minmax(5.5rem, 7.5rem) minmax(0, 1fr);
        grid-template-rows: auto 1fr;
        gap: 0.1rem 0.8rem;
        align-items: baseline;
      }
      /* A label of two lines does not push away what stands below the control. */
      .field > label {
        grid-row: 1 / span 2;
        line-height: 1.25;
      }
      /* Room for the controls that stay in sight, where a field is scrolled to. */
      .field,
      .control > * {
        scroll-margin-block: 6rem;
      }
      .control {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.2rem 0.5rem;
      }
      .main,
      .main .control {
        min-width: 0;
      }
      .main {
        display: grid;
        gap: 0.3rem;
      }
      .main .field:not(.whole) .control {
        flex-wrap: nowrap;
      }
      .main .field:not(.whole) input[type="number"]:not(.narrow) {
        flex: 0 1 7.5em;
      }
      @container (max-width: 19rem) {
        .main input[type="range"] {
          display: none;
        }
      }
      @container (min-width: 34rem) {
        .main {
          grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr));
          gap: 0.3rem 2rem;
        }
        .main .field {
          grid-template-columns: minmax(4rem, 6.5rem) minmax(0, 1fr);
        }
        .main input[type="number"]:not(.narrow) {
          width: 7.5em;
        }
      }
      .help {
        flex: none;
        width: 1.5rem;
        height: 1.5rem;
        margin-left: auto;
        padding: 0;
        border-color: var(--rule);
        border-radius: 50%;
        color: var(--quiet);
        font-size: 0.8rem;
        line-height: 1;
      }
      .help[aria-expanded="true"] {
        border-color: var(--accent);
        color: var(--accent);
      }
      .description,
      .message {
        grid-column: 2;
      }
      .message {
        color: var(--bad);
        font-family: var(--sans);
        font-size: 0.88rem;
      }
      .message:empty {
        display: none;
      }
      .description {
        line-height: 1.35;
      }
      .description b {
        font-weight: 600;
      }
      .more > div {
        gap: 0.75rem;
        padding-top: 0.5rem;
      }
      /* A program wants all the room that there is. */
      .field:has(mh-code) {
        display: block;
      }
      mh-code {
        flex-basis: 100%;
        margin: 0.3rem 0;
      }
      .field.whole {
        grid-template-columns: minmax(0, 1fr);
      }
      .whole > * {
        grid-column: 1;
      }
      @container (max-width: 22rem) {
        .more .field {
          grid-template-columns: minmax(0, 1fr);
          grid-template-rows: none;
        }
        .more .field > label {
          grid-row: auto;
        }
        .more :is(.description, .message) {
          grid-column: 1;
        }
      }
    `,
  ];

  constructor() {
    super();
    this.elsewhere = [];
    this._opened = new Map();
    this._isMoreOpen = false;
    this._helped = new Set();
    this._rows = new Map();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("setting")) this._refusal = undefined;
    if (changed.has("lesson")) {
      this._isMoreOpen = false;
      this._helped = new Set();
      this.#hadOther = false;
      this._rows = new Map();
      this.#wrongRows.clear();
    }
    this.#openMore();
    this.#turnToErrors();
  }

  override render() {
    const { lesson, setting } = this;
    const standing = baseline(lesson, setting.preset);
    const fields = [...specsOf(lesson)].filter(([name]) => !this.elsewhere.includes(name));
    const main = fields.filter(([name]) => this.#isMain(name));
    const others = fields.filter(([name]) => !this.#isMain(name));
    return html`
      <form novalidate @submit=${this.#submit} @change=${this.#settle}>
        <div class="main">${main.map(([name, spec]) => this.#field(name, spec, standing))}</div>
        ${this.#presets()} ${others.length > 0 ? this.#more(others, standing) : nothing}
        <button type="submit" hidden></button>
      </form>
    `;
  }

  /** Puts the cursor where the error is; says whether there is one. */
  async focusError(): Promise<boolean> {
    this.#wrongRows.clear();
    this.requestUpdate();
    await this.updateComplete;
    const control = this.renderRoot.querySelector<HTMLElement>("[aria-invalid=true], [data-invalid]");
    control?.focus({ preventScroll: true });
    const place = this.renderRoot.querySelector("tr > .message") ?? control?.closest(".field");
    place?.scrollIntoView({ block: "nearest" });
    return control !== null;
  }

  /** What the form itself can say is wrong: the engine would refuse it. */
  get fault(): Fault | undefined {
    return faultIn(this.lesson, this.setting);
  }

  /** A lesson that names none has no others. */
  #isMain(name: string): boolean {
    const { main } = this.lesson;
    return main.length === 0 || main.includes(name);
  }

  /** What differs from its default, or is wrong, is not left hidden; what is open is never closed by itself. */
  #openMore(): void {
    const { lesson, setting } = this;
    const [defaults, set] = [baseline(lesson), { ...baseline(lesson, setting.preset), ...setting.params }];
    const others = [...specsOf(lesson).keys()].filter((name) => !this.#isMain(name) && !this.elsewhere.includes(name));
    const hasOther = others.some((name) => set[name] !== undefined && !sameJson(set[name], defaults[name]));
    if (hasOther && !this.#hadOther) this._isMoreOpen = true;
    this.#hadOther = hasOther;
    const wrong = [this._refusal, this.error].map((fault) => fault?.parameter);
    if (wrong.some((name) => name !== undefined && others.includes(name))) this._isMoreOpen = true;
  }

  /** A row that has become wrong is shown; a reader may turn to others from there. */
  #turnToErrors(): void {
    for (const [name, spec] of specsOf(this.lesson)) {
      if (!isTable(spec)) continue;
      const [row] = this.#wrong(name, spec, this.setting.params[name])?.path ?? [];
      const wrong = row === undefined ? -1 : Number(row);
      if (wrong >= 0 && wrong !== this.#wrongRows.get(name)) this._rows = new Map([...this._rows, [name, wrong]]);
      this.#wrongRows.set(name, wrong);
    }
  }

  #more(fields: [string, Spec][], standing: Params) {
    const toggle = (event: Event) => {
      this._isMoreOpen = (event.target as HTMLDetailsElement).open;
    };
    return html`<details class="more" .open=${this._isMoreOpen} @toggle=${toggle}>
      <summary>${msg("More parameters")}</summary>
      <div>${fields.map(([name, spec]) => this.#field(name, spec, standing))}</div>
    </details>`;
  }

  /** What several presets, or the defaults, have in common is one button. */
  #presets() {
    const { lesson, setting } = this;
    const bare = (preset: string | undefined): Setting => ({ preset, params: {} });
    const presets = lesson.presets.filter(
      ({ name }, index) =>
        !isDefault(lesson, bare(name)) &&
        lesson.presets.slice(0, index).every((other) => !sameSetting(lesson, bare(other.name), bare(name))),
    );
    if (presets.length === 0) return nothing;
    const one = (label: string, name: string | undefined) => html`<button
      type="button"
      class="small"
      title=${name === undefined || name === label ? nothing : name}
      aria-pressed=${sameSetting(lesson, bare(name), setting)}
      @click=${() => this.#tell({ ...this.setting, ...bare(name) })}
    >
      ${label}
    </button>`;
    const defaults = msg("Defaults", { id: "all-defaults", desc: "button that gives each parameter its default" });
    return html`<div class="presets" role="group" aria-label=${msg("Presets")}>
      ${one(defaults, undefined)} ${presets.map(({ title, name }) => one(title, name))}
    </div>`;
  }

  #field(name: string, spec: Spec, standing: Params) {
    const { params } = this.setting;
    const value = name in params ? params[name] : standing[name];
    const error = this.#wrong(name, spec, params[name]);
    const message = error?.message ?? "";
    const key = `${this.lesson.id}.${name}`;
    const isOpen = this._opened.get(key) ?? typeof value === "string";
    const open = (isNow: boolean) => {
      this._opened = new Map([...this._opened, [key, isNow]]);
    };
    const control = widget({
      spec,
      id: name,
      value,
      fallback: standing[name],
      describedBy: `${name}-description ${name}-message`,
      invalid: message !== "",
      message,
      errorAt: error?.path ?? [],
      picking: {
        file: this.setting.files?.[String(value)],
        pick: (file) => this.#pick(name, spec, file),
        refuse: (message) => {
          this._refusal = { parameter: name, message, path: [] };
        },
      },
      editor: { isOpen, open },
      lines: name === INPUT && hasOwnProgram(this.lesson) ? INPUT_LINES : undefined,
      paging: {
        row: this._rows.get(name) ?? 0,
        go: (row) => {
          this._rows = new Map([...this._rows, [name, row]]);
        },
      },
      set: (value) => {
        // What is open stays so when its value goes.
        if (spec.builtin) open(isOpen);
        this.#set(name, value);
      },
    });
    if (isTable(spec)) return this.#table(name, spec, control, error);
    const isMain = this.lesson.main.includes(name);
    return html`<div class="field">
      <label for=${name} id="${name}-label" title=${spec.description.replaceAll("`", "")}>${spec.title}</label>
      <div class="control">
        ${control} ${spec.unit ? html`<span class="unit">${spec.unit}</span>` : nothing}
        ${isMain ? this.#help(name, spec) : nothing}
      </div>
      <div class="description aside" id="${name}-description" ?hidden=${isMain && !this._helped.has(name)}>
        ${prose(spec.description)} ${meaning(spec, value)}
      </div>
      <div class="message" id="${name}-message">${spec.builtin ? message.split("\n")[0] : message}</div>
    </div>`;
  }

  /** What is wrong with a value: the page's own words, where it has some, in place of the engine's. */
  #wrong(name: string, spec: Spec, value: Json | undefined): Fault | undefined {
    const told = [this._refusal, this.error].find((candidate) => candidate?.parameter === name);
    const fault = faultOf(name, spec, value);
    if (fault || !told || told === this._refusal) return fault ?? told;
    return { ...told, message: engineSays(this.lesson, told.message) };
  }

  /** Beside a main parameter there is room for its control alone: what it means is said when someone asks. */
  #help(name: string, { title }: Spec) {
    const isShown = this._helped.has(name);
    const toggle = () => {
      const others = [...this._helped].filter((one) => one !== name);
      this._helped = new Set(isShown ? others : [...others, name]);
    };
    return html`<button
      type="button"
      class="help"
      aria-label=${msg(str`What ${title} means`, { desc: "button beside a parameter that shows its help" })}
      aria-expanded=${isShown}
      aria-controls="${name}-description"
      @click=${toggle}
    >
      ?
    </button>`;
  }

  /** Its label stands above it, and what is wrong with one row stands at that row. */
  #table(name: string, spec: Spec, control: TemplateResult, error: Fault | undefined) {
    return html`<div class="field whole">
      <span class="label" id="${name}-label">${spec.title}</span>
      <div class="description aside" id="${name}-description">${prose(spec.description)}</div>
      ${control}
      <div class="message" id="${name}-message">${error?.path.length ? "" : error?.message}</div>
    </div>`;
  }

  #set(name: string, value: Json | undefined): void {
    this.#tell(withValue(this.lesson, this.setting, name, value));
  }

  /** A file that is picked goes by its own name, also in the parameter that says what it is called. */
  #pick(name: string, spec: Spec, file: File | undefined): void {
    const names = [name, spec.kind === "file" ? spec.names : undefined].filter((one) => one !== undefined);
    const { params } = this.setting;
    const others = Object.entries(params).filter(([one]) => !names.includes(one));
    const named = file ? names.map((one): [string, Json] => [one, file.name]) : [];
    const files = file && { [file.name]: file };
    this.#tell({ ...this.setting, params: Object.fromEntries([...others, ...named]), files });
  }

  #tell(setting: Setting): void {
    this.dispatchEvent(new CustomEvent("setting", { detail: setting }) satisfies SettingEvent);
  }

  /** A slider was let go: what it is set to now is meant. */
  #settle({ target }: Event): void {
    if (!(target instanceof HTMLInputElement) || target.type !== "range") return;
    this.dispatchEvent(new CustomEvent("settle", { bubbles: true, detail: this.setting }) satisfies SettingEvent);
  }

  #submit(event: Event): void {
    event.preventDefault();
    this.dispatchEvent(new Event("run"));
  }
}

/** What the chosen value means, where the schema says it. */
function meaning(spec: Spec, value: Json | undefined) {
  const chosen = spec.kind === "choice" ? spec.choices.find((choice) => choice.value === value) : undefined;
  return chosen?.description ? html`<br /><b>${chosen.label}</b>: ${prose(chosen.description)}` : nothing;
}

customElements.define("mh-form", LessonForm);
