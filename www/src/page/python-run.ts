/** A lesson's listing, run as it stands by the interpreter: its text to be changed, Run and Stop, and what it prints. */
import { msg, str } from "@lit/localize";
import { css, html, LitElement, nothing, type PropertyValues } from "lit";
import { PROGRAM } from "../api/own-program";
import type { Lesson } from "../api/types";
import { tryAgain } from "../kit/part";
import { programEnd } from "../pictures/program-end";
import type { OwnProgram, ProgramEvent } from "../program/own-program";
import { raisedIn } from "../program/traceback";
import { pageAddress, type Setting } from "../setting/address";
import { withValue } from "../setting/change";
import { specsOf } from "../setting/spec";
import { controls } from "../styles/sheets";
import { CapabilitiesPart } from "./capabilities-part";
import { interpreterSwitch, switchStyles } from "./interpreter-switch";
import type { Output } from "./output";
import { runBar } from "./run-bar";
import { runBarStyles } from "./run-bar-styles";
import { waysStyles, wayWith } from "./search-way";
import { Session } from "./session";
import { canRun, memoryNote, trouble } from "./trouble";
import "../program/own-program";
import "./output";

export class PythonRun extends LitElement {
  static override properties = {
    lesson: { attribute: false },
    search: { attribute: false },
    source: { attribute: false },
    setting: { state: true },
  };

  /** The lesson that runs a reader's own program. */
  declare lesson: Lesson;
  /** The one that searches its schedules. */
  declare search: Lesson | undefined;
  /** The listing. */
  declare source: string;
  declare setting: Setting;

  readonly #capabilities = new CapabilitiesPart(this);
  readonly #session = new Session(this, () => [...this.renderRoot.querySelectorAll<Output>("mh-output")], false);

  static override styles = [
    controls,
    runBarStyles,
    switchStyles,
    waysStyles,
    css`
      :host {
        display: block;
        min-width: 0;
        padding-top: 12px;
        border-top: 1px solid var(--rule);
        scroll-margin-block: 8px 6rem;
        --editor-height: min(20rem, 50svh);
      }
      section {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 12px;
      }
      .head {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        justify-content: space-between;
        gap: 4px 12px;
      }
      h2,
      p {
        margin: 0;
      }
      .sentence {
        font-family: var(--sans);
        font-weight: 600;
      }
      .sentence:empty {
        display: none;
      }
      .stale {
        filter: grayscale(1);
      }
    `,
  ];

  protected override willUpdate(changed: PropertyValues<this>): void {
    // What was pressed again with other parameters is another program; the switch stays as it is.
    if (changed.has("source") || changed.has("lesson")) {
      const before = this.setting ?? { preset: undefined, params: {} };
      this.setting = withValue(this.lesson, before, PROGRAM, this.source);
    }
  }

  /** Runs what stands there, and brings it into view. */
  run = async (): Promise<void> => {
    await this.updateComplete;
    this.#one<OwnProgram>("mh-own-program")?.flush();
    this.scrollIntoView({ block: "nearest" });
    if (canRun(this.lesson)) await this.#session.run(this.lesson, this.setting);
  };

  override render() {
    const { lesson, setting } = this;
    const session = this.#session;
    const { record, error } = session;
    const isStale = session.isStale(setting);
    const text = String(setting.params[PROGRAM] ?? "");
    const spec = specsOf(lesson).get(PROGRAM);
    return html`<section aria-labelledby="heading">
      <div class="head">
        <h2 id="heading">${msg("This program, run by Python", { desc: "heading above a lesson’s listing that a reader runs" })}</h2>
        <button class="small" @click=${() => this.dispatchEvent(new Event("close"))}>
          ${msg("Close", { id: "close-python-run", desc: "button that closes a part of the page" })}
        </button>
      </div>
      <mh-own-program
        .label=${spec?.title ?? PROGRAM}
        .description=${spec?.description ?? ""}
        .value=${text}
        .original=${this.source}
        .problems=${raisedIn(text, record)}
        @code=${({ detail }: ProgramEvent) => this.#put(withValue(lesson, setting, PROGRAM, detail))}
        @run=${this.run}
      ></mh-own-program>
      ${runBar({ lesson, session, isStale, run: this.run, beside: interpreterSwitch(lesson, setting, this.#put) })}
      ${memoryNote(lesson, setting, this.#capabilities, this.renderRoot)}
      ${error ? trouble(lesson, setting, error, this.#put) : nothing}
      ${session.isUnbegun ? tryAgain(this.run) : nothing}
      <p class="sentence" role="status">${record ? programEnd(record) : nothing}</p>
      <mh-output terminal class=${isStale ? "stale" : ""} .record=${record}></mh-output>
      ${wayWith(this.search, text, setting.params, true)}
      <p class="aside">
        <a href=${pageAddress(lesson, setting)} target="_blank" rel="noopener"
          >${msg(str`Open it in “${lesson.title}”`, { desc: "link to the lesson for programs of one’s own" })}</a
        >
      </p>
    </section>`;
  }

  #put = (setting: Setting): void => {
    this.setting = setting;
    this.#session.forgetError();
  };

  #one<E extends Element>(selector: string): E | null {
    return this.renderRoot.querySelector<E>(selector);
  }
}

customElements.define("mh-python-run", PythonRun);
