/** The form of a lesson, made from its schema: presets, a field for each parameter, and what the engine said of one. */
import { msg } from "@lit/localize";
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { Json, Lesson, Params } from "../api/types";
import { prose } from "../kit/prose";
import type { Setting } from "../setting/address";
import { baseline, type Spec, specsOf } from "../setting/spec";
import { controls } from "../styles/sheets";
import { sameJson } from "./field";
import { tableStyles } from "./table-styles";
import { isTable, widget } from "./widgets";

/** What the engine said of one parameter. */
export interface FieldError {
  parameter: string;
  /** Where within the parameter: the row of a table, and the cell. */
  path: string[];
  message: string;
}

/** Tells of each change: its detail is the new `Setting`. */
export type SettingEvent = CustomEvent<Setting>;

export class LessonForm extends LitElement {
  static override properties = {
    lesson: { attribute: false },
    setting: { attribute: false },
    error: { attribute: false },
    _refusal: { state: true },
    _opened: { state: true },
  };

  declare lesson: Lesson;
  declare setting: Setting;
  declare error: FieldError | undefined;
  /** What was not taken, and so never came to the engine. */
  declare _refusal: FieldError | undefined;
  /** Which editors someone has opened or closed, by lesson and name. */
  declare _opened: ReadonlyMap<string, boolean>;

  static override styles = [
    controls,
    tableStyles,
    css`
      form,
      .field {
        display: grid;
      }
      form {
        gap: 0.75rem;
      }
      .presets {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: 0.4rem;
        margin-bottom: 1rem;
      }
      .field {
        grid-template-columns: minmax(6rem, 7.5rem) minmax(0, 1fr);
        gap: 0.1rem 0.8rem;
        align-items: baseline;
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
        gap: 0.3rem 0.6rem;
      }
      .description,
      .message {
        grid-column: 2;
      }
      .message {
        color: var(--bad);
        font-family: var(--sans);
        font-size: 0.9rem;
      }
      .description {
        line-height: 1.35;
      }
      .description b {
        font-weight: 600;
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
      @container (max-width: 24rem) {
        .field {
          grid-template-columns: minmax(0, 1fr);
        }
        .description,
        .message {
          grid-column: 1;
        }
      }
    `,
  ];

  constructor() {
    super();
    this._opened = new Map();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("setting")) this._refusal = undefined;
  }

  override render() {
    const { lesson, setting } = this;
    const standing = baseline(lesson, setting.preset);
    return html`
      ${this.#presets()}
      <form novalidate @submit=${this.#submit}>
        ${[...specsOf(lesson)].map(([name, spec]) => this.#field(name, spec, standing))}
        <button type="submit" hidden></button>
      </form>
    `;
  }

  /** Puts the cursor where the error is. */
  async focusError(): Promise<void> {
    await this.updateComplete;
    const control = this.renderRoot.querySelector<HTMLElement>("[aria-invalid=true], [data-invalid]");
    control?.focus({ preventScroll: true });
    const place = this.renderRoot.querySelector("tr > .message") ?? control?.closest(".field");
    place?.scrollIntoView({ block: "nearest" });
  }

  #presets() {
    const { presets } = this.lesson;
    if (presets.length === 0) return nothing;
    const one = (label: string, name: string | undefined) => html`<button
      type="button"
      class="small"
      aria-pressed=${this.setting.preset === name && Object.keys(this.setting.params).length === 0}
      @click=${() => this.#tell({ ...this.setting, preset: name, params: {} })}
    >
      ${label}
    </button>`;
    const defaults = msg("Defaults", { id: "all-defaults", desc: "button that gives each parameter its default" });
    return html`<div class="presets" role="group" aria-label=${msg("Presets")}>
      ${one(defaults, undefined)} ${presets.map((preset) => one(preset.name, preset.name))}
    </div>`;
  }

  #field(name: string, spec: Spec, standing: Params) {
    const { params } = this.setting;
    const error = [this._refusal, this.error].find((candidate) => candidate?.parameter === name);
    const message = error?.message ?? "";
    const value = name in params ? params[name] : standing[name];
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
      set: (value) => {
        // What is open stays so when its value goes.
        if (spec.builtin) open(isOpen);
        this.#set(name, value, standing[name]);
      },
    });
    if (isTable(spec)) return this.#table(name, spec, control, message);
    return html`<div class="field">
      <label for=${name} id="${name}-label">${spec.title}</label>
      <div class="control">${control} ${spec.unit ? html`<span class="unit">${spec.unit}</span>` : nothing}</div>
      <div class="description aside" id="${name}-description">${prose(spec.description)} ${meaning(spec, value)}</div>
      <div class="message" id="${name}-message">${spec.builtin ? message.split("\n")[0] : message}</div>
    </div>`;
  }

  /** Its label stands above it, and what is wrong with one row stands at that row. */
  #table(name: string, spec: Spec, control: TemplateResult, message: string) {
    return html`<div class="field whole">
      <span class="label" id="${name}-label">${spec.title}</span>
      <div class="description aside" id="${name}-description">${prose(spec.description)}</div>
      ${control}
      <div class="message" id="${name}-message">${this.error?.path.length ? "" : message}</div>
    </div>`;
  }

  #set(name: string, value: Json | undefined, standing: Json | undefined): void {
    const { [name]: _before, ...others } = this.setting.params;
    const params = sameJson(value, standing) ? others : { ...others, [name]: value };
    this.#tell({ ...this.setting, params });
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
