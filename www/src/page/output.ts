/**
 * What the lesson prints, as it prints it. Only the last lines stand in the page; the record has more of them. Of the reader's
 * own program it looks as in a terminal, and follows the last line.
 */
import { msg, str } from "@lit/localize";
import { css, html, nothing } from "lit";
import { MAIN_FILE } from "../api/own-program";
import { streamOf } from "../api/stream";
import type { OutputLine, RunEvent, RunRecord } from "../api/types";
import { runs } from "../engine/runs";
import { copy, download } from "../kit/browser";
import { counted, fixed, number } from "../kit/format";
import { LaterElement } from "../kit/later";
import { Paced } from "../kit/paced";
import { controls } from "../styles/sheets";
import { askField, askStyles } from "./ask";
import { terminalLine, terminalStyles, typedLine } from "./terminal";

const MOST_LINES = 300;
/** Who has a terminal goes back further. */
const MOST_IN_TERMINAL = 1000;

export class Output extends LaterElement {
  static override properties = {
    terminal: { type: Boolean, reflect: true },
    record: { attribute: false },
    _count: { state: true },
    _stage: { state: true },
    _said: { state: true },
    _asked: { state: true },
  };

  /** Whether a program of the reader's own prints it. */
  declare terminal: boolean;
  /** Of a terminal the run that is over: how the program ended, and all that is kept of what it printed. */
  declare record: RunRecord | undefined;

  /** Lines of this run that have come to the page: the heading never says more than stands below it. */
  declare _count: number;
  declare _stage: "before" | "during" | "after";
  /** What became of a copy. */
  declare _said: string;
  /** What the program asks for and has not been given yet, by its prompts. */
  declare _asked: string[];
  #printed = 0;
  /** Printed and not yet shown. */
  #fresh: OutputLine[] = [];
  #isOver = false;
  /** What stands in the log already of the line that standard output is in: the prompts that were answered. */
  #answered = "";
  /** The threads' own names, by worker. */
  #names = new Map<number, string>();
  readonly #paced = new Paced(() => this.#flush());

  static override styles = [
    controls,
    css`
      :host {
        display: block;
      }
      :host([hidden]) {
        display: none;
      }
      .head {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: 0.2rem 0.8rem;
        margin-bottom: 0.4rem;
      }
      h2 {
        margin: 0;
      }
      h2 .aside {
        font-weight: normal;
      }
      [role="log"] {
        max-height: min(24rem, 70vh);
        overflow: auto;
        contain: content;
        padding: 0.4rem 0.7rem;
        background: var(--wash);
        border-left: 2px solid var(--rule);
        font-family: var(--mono);
        font-size: 0.85rem;
        line-height: 1.45;
      }
      [role="log"]:empty::after {
        content: attr(data-empty);
        color: var(--quiet);
        font-family: var(--serif);
        font-style: italic;
      }
      .line {
        padding-left: 3.2rem;
        text-indent: -3.2rem;
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }
      .who {
        display: inline-block;
        width: 3.2rem;
        text-indent: 0;
        color: var(--quiet);
        font-size: 0.9em;
      }
      ${terminalStyles}
      ${askStyles}
    `,
  ];

  constructor() {
    super();
    this.terminal = false;
    this.record = undefined;
    this._count = 0;
    this._stage = "before";
    this._said = "";
    this._asked = [];
  }

  begin(isOver = false): void {
    this.#isOver = isOver;
    this._count = this.#printed = 0;
    this._stage = "during";
    this._said = "";
    this._asked = [];
    this.#fresh = [];
    this.#answered = "";
    this.#names.clear();
    this.#log?.replaceChildren();
  }

  add(events: RunEvent[]): void {
    for (const event of events) {
      if (event.kind === "run" && this.terminal) this.#names.set(event.worker, event.what);
      if (event.kind === "ask" && !this.#isOver) this.#ask(event.prompt);
      if (event.kind !== "print") continue;
      this.#printed += 1;
      this.#fresh.push(event);
    }
    if (this.#fresh.length > this.#most) this.#fresh.splice(0, this.#fresh.length - this.#most);
    if (!this.#isOver) this.#show();
  }

  finish(): void {
    this._stage = "after";
    this._asked = [];
    this.#show();
  }

  /** Shows the field, and goes there as a terminal's cursor would. */
  #ask(prompt: string): void {
    this._asked = [...this._asked, prompt];
    void this.updateComplete.then(() => {
      if (document.hasFocus()) this.renderRoot.querySelector<HTMLElement>(".ask input")?.focus();
    });
  }

  /** Gives the line to the program, and leaves it behind its prompt, where a terminal has it. */
  #answer = (line?: string): void => {
    const [prompt, ...others] = this._asked;
    this._asked = others;
    if (prompt === undefined) return;
    runs.answer(line);
    if (line === undefined) return;
    this.#flush();
    this.#answered += prompt;
    const log = this.#log;
    if (!log) return;
    log.append(typedLine(prompt, line));
    // Whoever answers is at the end.
    log.scrollTop = log.scrollHeight;
  };

  /** A printed line without what stands in the log already; nothing where that was all of it. */
  #rest(line: OutputLine): OutputLine | undefined {
    if (this.#answered === "" || streamOf(line) !== "stdout") return line;
    const answered = this.#answered;
    this.#answered = "";
    if (!line.text.startsWith(answered)) return line;
    const text = line.text.slice(answered.length);
    return text === "" ? undefined : { ...line, text };
  }

  #show(): void {
    if (this.#fresh.length > 0) this.#paced.ask();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#paced.cancel();
  }

  override render() {
    const { _count: count } = this;
    return html`
      <div class="head">
        <h2>${msg("Output")} <span class="aside">${count > 0 ? howMany(count, this.#most) : ""}</span></h2>
        ${
          count > 0
            ? html`<button class="small" @click=${this.#copy}>${msg("Copy", { id: "copy-output", desc: "button: what was printed" })}</button>`
            : nothing
        }
        ${this.#saveAll()}
        <span class="aside" role="status">${this._said}</span>
      </div>
      <div class="screen">
        ${this.terminal && this._stage !== "before" ? html`<div class="command" aria-hidden="true">$ python ${MAIN_FILE}</div>` : nothing}
        <div role="log" aria-label=${msg("Printed output")} data-empty=${this.#none()} tabindex="0"></div>
        ${this._asked.slice(0, 1).map((prompt) => askField(prompt, this.#answer))}
        ${this.#exit()}
      </div>
    `;
  }

  /** More was printed than stands here. */
  #saveAll() {
    const { record } = this;
    if (!this.terminal || !record || this._count <= this.#most) return nothing;
    const save = () => download("output.txt", new Blob(record.output.map(({ text }) => `${text}\n`)));
    return html`<button class="small" @click=${save}>
      ${msg("Download the output", { desc: "button: what a program printed, as a file" })}
    </button>`;
  }

  /** As a terminal's reader would ask for it. The sentence about it stands elsewhere. */
  #exit() {
    const exit = this.record?.result.exit;
    if (!this.terminal || this._stage !== "after" || typeof exit !== "number") return nothing;
    return html`<div class="command ${exit === 0 ? "" : "failed"}">${msg(str`exit status ${exit}`)}</div>`;
  }

  get #most(): number {
    return this.terminal ? MOST_IN_TERMINAL : MOST_LINES;
  }

  /** What stands where nothing is printed. */
  #none(): string {
    switch (this._stage) {
      case "before":
        return msg("What the program prints will stand here.");
      case "during":
        return msg("Nothing printed yet.");
      case "after":
        return this.#printed > 0 ? "" : msg("Nothing printed.");
    }
  }

  #copy = async (): Promise<void> => {
    const lines = [...(this.#log?.children ?? [])].map((line) => line.lastChild?.textContent ?? "");
    const text = lines.join("\n");
    const said = await copy(text);
    // What could not be copied need not be shown a second time.
    this._said = said === text ? msg("This browser does not let the page copy: mark the lines and copy them.") : said;
  };

  get #log(): HTMLElement | null {
    return this.renderRoot?.querySelector("[role=log]") ?? null;
  }

  #flush(): void {
    const log = this.#log;
    if (!log) {
      // It is not rendered yet.
      this.#show();
      return;
    }
    // It opens with the first lines, and follows the last ones for a reader who has gone to them; a terminal follows them anyway.
    const isMoved = this.terminal || (log.childElementCount > 0 && log.scrollTop > 0);
    const isAtEnd = isMoved && log.scrollHeight - log.scrollTop - log.clientHeight < 8;
    this._count = this.#printed;
    const lines = this.#fresh.flatMap((line) => {
      const rest = this.#rest(line);
      if (!rest) return [];
      return this.terminal ? terminalLine(rest, this.#names) : lineOf(rest);
    });
    this.#fresh = [];
    if (lines.length === this.#most) log.replaceChildren(...lines);
    else log.append(...lines);
    for (let surplus = log.childElementCount - this.#most; surplus > 0; surplus--) log.firstElementChild?.remove();
    if (isAtEnd) log.scrollTop = log.scrollHeight;
  }
}

function howMany(count: number, most: number): string {
  const lines = counted(count, msg("line"), msg("lines"));
  if (count <= most) return lines;
  const shown = number(most);
  return msg(str`${lines}, the last ${shown} shown`, { id: "last-lines", desc: "2,000 lines, the last 300 shown" });
}

function lineOf({ worker, text, t_us }: OutputLine): HTMLElement {
  const line = document.createElement("div");
  line.className = "line";
  const who = document.createElement("span");
  who.className = "who";
  const time = fixed(t_us / 1000, 2);
  if (worker === 0) {
    who.textContent = msg("main", {
      id: "output-main",
      desc: "The main thread, before what it prints: 5 letters at most",
    });
    who.title = msg(str`main, after ${time} ms`);
  } else {
    who.textContent = String(worker);
    who.title = msg(str`worker ${worker}, after ${time} ms`);
  }
  line.append(who, text);
  return line;
}

customElements.define("mh-output", Output);
