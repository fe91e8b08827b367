/**
 * The reader's own program: an editor for Python, with the way back to the text that it came with, and with marks where a run
 * raised something. Changes are told by `code` a moment after the last key, or at once when the editor is left.
 */
import { msg, str } from "@lit/localize";
import { html, LitElement, nothing, type PropertyValues } from "lit";
import { MAIN_FILE } from "../api/own-program";
import type { Editor } from "../editor/editor";
import { createPlainEditor } from "../editor/plain";
import type { Problem } from "../editor/problems";
import { copy, download } from "../kit/browser";
import { Part } from "../kit/part";
import { controls } from "../styles/sheets";
import { copyIcon, downloadIcon } from "./icons";
import { ownProgramStyles } from "./own-program-styles";

/** How long after the last key the text is told. */
const PAUSE_MS = 300;
/** How long it is said what became of a copy. */
const SAID_MS = 4000;
/** So many problems are listed; all of them are marked. */
const MOST_LISTED = 3;

/** The new text. */
export type ProgramEvent = CustomEvent<string>;

export class OwnProgram extends LitElement {
  static override properties = {
    value: { attribute: false },
    original: { attribute: false },
    problems: { attribute: false },
    label: { attribute: false },
    description: { attribute: false },
    _isOriginal: { state: true },
    _isEdited: { state: true },
    _said: { state: true },
  };

  declare value: string;
  /** The text that *Reset* brings back. */
  declare original: string;
  /** What the last run raised, if it was a run of this text. */
  declare problems: Problem[];
  /** What it is, for those who do not see where it stands. */
  declare label: string;
  declare description: string;
  declare _isOriginal: boolean;
  /** Whether the text has changed since the problems came. */
  declare _isEdited: boolean;
  declare _said: string;

  readonly #part = new Part(
    this,
    () => msg("The editor did not load, so this is a plain field; what is wrong stands below it."),
    () => Promise.all([import("../editor/editor"), import("../editor/python")]),
  );
  #editor: Editor | undefined;
  /** Whether it is the field that stands in for one. */
  #isPlain = false;
  #pause: ReturnType<typeof setTimeout> | undefined;

  static override styles = [controls, ownProgramStyles];

  constructor() {
    super();
    this.value = this.original = this.label = this.description = this._said = "";
    this.problems = [];
    this._isOriginal = true;
    this._isEdited = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated && !this.#editor) void this.#start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.flush();
    this.#editor?.destroy();
    this.#editor = undefined;
  }

  override focus(): void {
    this.#editor?.focus();
  }

  /** Tells a change that waits to be told: whoever runs the program runs what is seen. */
  flush(): void {
    clearTimeout(this.#pause);
    const text = this.#editor?.text;
    if (text === undefined || text === this.value) return;
    this.value = text;
    this.dispatchEvent(new CustomEvent("code", { detail: text }) satisfies ProgramEvent);
  }

  override render() {
    return html`
      <div class="bar">
        <span class="name" id="name">${MAIN_FILE}</span>
        <div class="tools">
          <button title=${msg("Back to the lesson’s program")} ?disabled=${this._isOriginal} @click=${this.#reset}>
            ${msg("Reset", { id: "reset-program", desc: "button that brings the lesson’s own program back" })}
          </button>
          ${this.#tool(msg("Copy the program"), copyIcon, () => void this.#copy())}
          ${this.#tool(msg("Download the program"), downloadIcon, () => download(MAIN_FILE, new Blob([this.#text])))}
        </div>
      </div>
      <div class="place" @focusout=${this.flush}></div>
      ${this.#part.notice} ${this.#list()}
      <p class="note aside" id="help">
        ${
          this._said ||
          msg("Ctrl+Enter, on a Mac ⌘+Enter, runs the program. Tab indents; Escape and then Tab leaves the editor.")
        }
      </p>
      <p class="unseen" id="description">${this.description.replaceAll("`", "")}</p>
      <p class="unseen" role="status">${this._said}</p>
    `;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("problems")) this._isEdited = false;
    if (changed.has("value") || changed.has("original")) this._isOriginal = this.#text === this.original;
  }

  protected override firstUpdated(): void {
    // The program is there before its editor is.
    this.#place.replaceChildren(Object.assign(document.createElement("pre"), { textContent: this.value }));
    void this.#start();
  }

  protected override updated(changed: PropertyValues<this>): void {
    // A value from elsewhere: a preset, an address.
    if (changed.has("value") && this.#editor && this.#editor.text !== this.value) {
      this.#editor.text = this.value;
      clearTimeout(this.#pause);
    }
    if (changed.has("problems")) this.#editor?.show(this.problems);
  }

  #tool(name: string, icon: unknown, press: () => void) {
    return html`<button title=${name} aria-label=${name} @click=${press}>${icon}</button>`;
  }

  #start = async (): Promise<void> => {
    const made = await this.#part.get(this.#start);
    const isReady = this.#editor !== undefined && !this.#isPlain;
    if (!this.isConnected || isReady) return;
    // What was typed in the plain field meanwhile is kept.
    const text = this.#text;
    this.#editor?.destroy();
    this.#isPlain = !made;
    const [editor, language] = made ?? [];
    const create = editor?.createEditor ?? createPlainEditor;
    const place = this.#place;
    place.replaceChildren();
    this.#editor = create({
      parent: place,
      text,
      label: this.label,
      describedBy: "description help",
      language: language?.python ?? [],
      tabIndents: true,
      onChange: () => this.#changed(),
      onRun: () => this.#run(),
    });
    this.#editor.show(this.problems);
  };

  #changed(): void {
    this._isOriginal = this.#text === this.original;
    if (!this._isEdited && this.problems.length > 0) {
      this._isEdited = true;
      // The editor is in the middle of a change.
      queueMicrotask(() => this.#editor?.show([]));
    }
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => this.flush(), PAUSE_MS);
  }

  #run(): void {
    this.flush();
    this.dispatchEvent(new Event("run"));
  }

  #reset(): void {
    if (this.#editor) this.#editor.text = this.original;
    this.flush();
    this.#editor?.focus();
  }

  async #copy(): Promise<void> {
    const text = this.#text;
    const said = await copy(text);
    this._said =
      said === text ? msg("The browser lets no page copy here: select the program and press Ctrl+C or ⌘C.") : said;
    setTimeout(() => {
      this._said = "";
    }, SAID_MS);
  }

  /** What was raised, for whoever does not see the marks, each with the way to its line. */
  #list() {
    const listed = this._isEdited ? [] : this.problems.filter(({ isWarning }) => !isWarning);
    if (listed.length === 0) return nothing;
    return html`<ol aria-label=${msg("What the run raised")}>
      ${listed.slice(0, MOST_LISTED).map(
        (problem) => html`<li>
          <span
            ><button type="button" @click=${() => this.#editor?.goTo(problem)}>
              ${msg(str`Line ${problem.line}`, { id: "problem-line", desc: "button that goes to the line" })}</button
            >${problem.text}</span
          >
        </li>`,
      )}
    </ol>`;
  }

  get #text(): string {
    return this.#editor?.text ?? this.value;
  }

  get #place(): HTMLElement {
    return this.renderRoot.querySelector(".place") as HTMLElement;
  }
}

customElements.define("mh-own-program", OwnProgram);
