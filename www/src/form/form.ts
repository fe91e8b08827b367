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
    const control = this.renderRoot.querySelector<HTMLElement>("[aria-invalid=true]");
    control?.focus({ preventScroll: true });
    control?.closest(".field")?.scrollIntoView({ block: "nearest" });
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
    const value = name in params ? params[name] : standing[name];
    const control = widget({
      spec,
      id: name,
      value,
      fallback: standing[name],
      describedBy: `${name}-description ${name}-message`,
      invalid: message !== "",
      set: (value) => this.#set(name, value, standing[name]),
    });
    return html`<div class="field">
      <label for=${name}>${spec.title}</label>
      <div class="control">${control} ${spec.unit ? html`<span class="unit">${spec.unit}</span>` : nothing}</div>
      <div class="description aside" id="${name}-description">${prose(spec.description)} ${meaning(spec, value)}</div>
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

/** What the chosen value means, where the schema says it. */
function meaning(spec: Spec, value: Json | undefined) {
  const chosen = spec.kind === "choice" ? spec.choices.find((choice) => choice.value === value) : undefined;
  return chosen?.description ? html`<br /><b>${chosen.label}</b>: ${prose(chosen.description)}` : nothing;
}

customElements.define("mh-form", LessonForm);
