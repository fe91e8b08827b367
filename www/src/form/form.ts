/** The form of a lesson, made from its schema: presets, a field for each parameter, and what the engine said of one. */
import { css, html, LitElement, nothing } from "lit";
import type { Setting } from "../address";
import type { Json, Lesson, Params } from "../api/types";
import { prose } from "../elements/prose";
import { controls } from "../styles/sheets";
import { baseline, type Spec, specsOf } from "./spec";
import { sameJson } from "./widget";
import { widget } from "./widgets";

/** What the engine said of one parameter. */
export interface FieldError {
  parameter: string;
  message: string;
}

/** Tells of each change: its detail is the new `Setting`. */
export type SettingEvent = CustomEvent<Setting>;

export class LessonForm extends LitElement {
  static override properties = {
    lesson: { attribute: false },
    setting: { attribute: false },
    error: { attribute: false },
  };

  declare lesson: Lesson;
  declare setting: Setting;
  declare error: FieldError | undefined;

  static override styles = [
    controls,
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
      .description,
      .control > .aside {
        line-height: 1.35;
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
    this.renderRoot.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }

  #presets() {
    const { presets } = this.lesson;
    if (presets.length === 0) return nothing;
    const one = (label: string, name: string | undefined) => html`<button
      type="button"
      class="small"
      aria-pressed=${this.setting.preset === name && Object.keys(this.setting.params).length === 0}
      @click=${() => this.#tell({ preset: name, params: {} })}
    >
      ${label}
    </button>`;
    return html`<div class="presets" role="group" aria-label="Presets">
      ${one("Defaults", undefined)} ${presets.map((preset) => one(preset.name, preset.name))}
    </div>`;
  }

  #field(name: string, spec: Spec, standing: Params) {
    const { params } = this.setting;
    const message = this.error?.parameter === name ? this.error.message : "";
    const control = widget({
      spec,
      id: name,
      value: name in params ? params[name] : standing[name],
      fallback: standing[name],
      describedBy: `${name}-description ${name}-message`,
      invalid: message !== "",
      set: (value) => this.#set(name, value, standing[name]),
    });
    return html`<div class="field">
      <label for=${name}>${spec.title}</label>
      <div class="control">${control} ${spec.unit ? html`<span class="unit">${spec.unit}</span>` : nothing}</div>
      <div class="description aside" id="${name}-description">${prose(spec.description)}</div>
      <div class="message" id="${name}-message">${message}</div>
    </div>`;
  }

  #set(name: string, value: Json | undefined, standing: Json | undefined): void {
    const { [name]: _before, ...others } = this.setting.params;
    const params = sameJson(value, standing) ? others : { ...others, [name]: value };
    this.#tell({ preset: this.setting.preset, params });
  }

  #tell(setting: Setting): void {
    this.dispatchEvent(new CustomEvent("setting", { detail: setting }) satisfies SettingEvent);
  }

  #submit(event: Event): void {
    event.preventDefault();
    this.dispatchEvent(new Event("run"));
  }
}

customElements.define("mh-form", LessonForm);
