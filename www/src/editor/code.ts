/**
 * A parameter that is a program in WGSL: an editor, what is wrong with it as one types, and the way back to the built-in
 * text, which is the parameter's null. Changes are told a moment after the last key, or at once when the editor is left.
 */
import { msg, str } from "@lit/localize";
import { css, html, LitElement, nothing, type PropertyValues } from "lit";
import { counted } from "../kit/format";
import { Part } from "../kit/part";
import { controls } from "../styles/sheets";
import { builtinText } from "./builtin";
import { type Checked, checkShader } from "./check";
import type { Editor } from "./editor";
import { createPlainEditor } from "./plain";
import type { Problem } from "./problems";

/** How long after the last key the text is compiled and told. */
const PAUSE_MS = 300;

/** The new value: null is the built-in text. */
export type CodeEvent = CustomEvent<string | null>;

export class Code extends LitElement {
  static override properties = {
    builtin: { attribute: false },
    value: { attribute: false },
    label: { attribute: false },
    problems: { attribute: false },
    _checked: { state: true },
  };

  /** The path of the text that holds where `value` is null. */
  declare builtin: string;
  declare value: string | null;
  declare label: string;
  /** What the last run said. */
  declare problems: Problem[];
  /** What the browser's compiler says of the text as it stands. */
  declare _checked: Checked | undefined;

  readonly #part = new Part(
    this,
    () => msg("The editor did not load, so this is a plain field; what is wrong stands below it."),
    () => Promise.all([import("./editor"), import("./wgsl")]),
  );
  readonly #builtin = new Part(
    this,
    () => msg("The built-in text did not load."),
    () => builtinText(this.builtin),
  );

  #editor: Editor | undefined;
  /** Whether it is the field that stands in for one. */
  #isPlain = false;
  /** The built-in text, once it is here. */
  #original: string | undefined;
  #pause: ReturnType<typeof setTimeout> | undefined;

  static override styles = [
    controls,
    css`
      :host {
        display: block;
        min-width: 0;
      }
      p,
      ol {
        margin: 0.4rem 0 0;
      }
      .place {
        border: 1px solid var(--rule);
        border-radius: 3px;
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: 0.3rem 0.7rem;
        margin-top: 0.5rem;
        font-family: var(--sans);
        font-size: 0.9rem;
      }
      .row [role="status"] {
        flex: 1 1 8rem;
      }
      ol {
        padding: 0;
        list-style: none;
        font-size: 0.9rem;
      }
      li {
        display: grid;
        grid-template-columns: 1.2rem minmax(0, 1fr);
        padding: 0.15rem 0;
        font-family: var(--sans);
        overflow-wrap: anywhere;
        white-space: pre-line;
      }
      li::before {
        content: "✕";
        color: var(--bad);
        font-weight: bold;
      }
      li.warning::before {
        content: "!";
        color: var(--wait);
      }
      li button {
        margin-right: 0.4rem;
        padding: 0;
        border: none;
        color: var(--accent);
        font-size: inherit;
        text-decoration: underline;
        text-underline-offset: 0.15em;
      }
    `,
  ];

  constructor() {
    super();
    this.builtin = this.label = "";
    this.value = null;
    this.problems = [];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated && !this.#editor) void this.#start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#tell();
    this.#editor?.destroy();
    this.#editor = undefined;
  }

  /** Goes to the first problem that has a place, or to the text. */
  override focus(): void {
    const first = this.#shown.find(({ line }) => line !== undefined);
    if (first) this.#editor?.goTo(first);
    else this.#editor?.focus();
  }

  override render() {
    return html`
      <div class="place" @focusout=${this.#tell}></div>
      ${this.#part.notice} ${this.#builtin.notice}
      <div class="row">
        <span role="status">${this.#status()}</span>
        <button type="button" class="small" ?disabled=${this.value === null} @click=${this.#reset}>
          ${msg("Back to the built-in", { desc: "button that puts back the shader that is built in" })}
        </button>
      </div>
      ${this.#list()}
      <p class="aside" id="help">
        ${msg("Tab leaves the editor; Ctrl+Enter, on a Mac ⌘+Enter, runs the lesson with the other parameters as they are.")}
      </p>
    `;
  }

  protected override firstUpdated(): void {
    void this.#start();
  }

  protected override updated(changed: PropertyValues<this>): void {
    // A value from elsewhere: a preset, an address, the way back.
    if (changed.has("value") && this.#editor && this.#text() !== this.value) {
      const next = this.value ?? this.#original;
      if (next !== undefined) this.#editor.text = next;
      clearTimeout(this.#pause);
      void this.#check();
    }
    if (changed.has("problems") || (changed as Map<string, unknown>).has("_checked")) this.#editor?.show(this.#shown);
  }

  #start = async (): Promise<void> => {
    const [made, original] = await Promise.all([this.#part.get(this.#start), this.#builtin.get(this.#start)]);
    const parent = this.renderRoot.querySelector<HTMLElement>(".place");
    const isReady = this.#editor !== undefined && !this.#isPlain;
    if (!this.isConnected || isReady || !parent) return;
    // What was typed in the plain field meanwhile is kept.
    const typed = this.#editor && this.#text();
    this.#original ??= original;
    this.#editor?.destroy();
    this.#isPlain = !made;
    const [editor, language] = made ?? [];
    const create = editor?.createEditor ?? createPlainEditor;
    this.#editor = create({
      parent,
      text: typed ?? this.value ?? this.#original ?? "",
      label: this.label,
      describedBy: "help",
      language: language?.wgsl ?? [],
      onChange: () => this.#changed(),
      onRun: () => this.#run(),
    });
    await this.#check();
  };

  #changed(): void {
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => {
      this.#tell();
      void this.#check();
    }, PAUSE_MS);
  }

  /** The parameter that the text is. */
  #text(): string | null {
    const text = this.#editor?.text;
    return text === undefined || text === this.#original ? null : text;
  }

  #tell(): void {
    if (!this.#editor) return;
    const value = this.#text();
    if (value === this.value) return;
    this.value = value;
    this.dispatchEvent(new CustomEvent("code", { detail: value }) satisfies CodeEvent);
  }

  async #check(): Promise<void> {
    const text = this.#editor?.text;
    if (text === undefined) return;
    const checked = await checkShader(text);
    // What someone has typed meanwhile is checked next.
    if (this.#editor?.text === text) this._checked = checked;
  }

  #run(): void {
    this.#tell();
    this.dispatchEvent(new Event("run", { bubbles: true, composed: true }));
  }

  #reset(): void {
    if (this.#editor && this.#original !== undefined) this.#editor.text = this.#original;
    this.#tell();
    this.#editor?.focus();
  }

  /** What is wrong: what the compiler says now, and otherwise what the run said. */
  get #shown(): Problem[] {
    const now = this._checked && "problems" in this._checked ? this._checked.problems : [];
    return now.length > 0 ? now : this.problems;
  }

  #status(): string {
    const { _checked: checked } = this;
    if (!checked) return "";
    if ("unavailable" in checked) return msg(str`Not compiled as you type: ${checked.unavailable}.`);
    const mistakes = checked.problems.filter(({ isWarning }) => !isWarning).length;
    if (mistakes > 0) {
      const counts = counted(mistakes, msg("mistake"), msg("mistakes"));
      return msg(str`Does not compile: ${counts}.`);
    }
    return this.value === null ? msg("Compiles; it is the built-in shader.") : msg("Compiles.");
  }

  #list() {
    const problems = this.#shown;
    if (problems.length === 0) return nothing;
    return html`<ol aria-label=${msg("What is wrong with the shader")}>
      ${problems.map(
        (problem) => html`<li class=${problem.isWarning ? "warning" : "error"}>
          <span
            >${
              problem.line === undefined
                ? nothing
                : html`<button type="button" @click=${() => this.#editor?.goTo(problem)}>${lineOf(problem)}</button>`
            }${problem.text}</span
          >
        </li>`,
      )}
    </ol>`;
  }
}

const lineOf = ({ line }: Problem) =>
  msg(str`Line ${line}`, { id: "problem-line", desc: "button that goes to the line" });

customElements.define("mh-code", Code);
