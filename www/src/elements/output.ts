/** What the lesson prints, as it prints it. Only the last lines stand in the page; the record has them all. */
import { css, html, LitElement } from "lit";
import type { OutputLine, RunEvent } from "../api/types";
import { controls } from "../styles/sheets";
import { counted, number } from "./format";
import { Paced } from "./paced";

const MOST_LINES = 300;

export class Output extends LitElement {
  static override properties = { _count: { state: true } };

  /** Lines printed in this run. */
  declare _count: number;
  /** Printed and not yet shown. */
  #fresh: OutputLine[] = [];
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
      h2 .aside {
        font-weight: normal;
      }
      [role="log"] {
        max-height: 16rem;
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
        content: "Nothing printed.";
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
    `,
  ];

  constructor() {
    super();
    this._count = 0;
  }

  begin(): void {
    this._count = 0;
    this.#fresh = [];
    this.#log?.replaceChildren();
  }

  add(events: RunEvent[]): void {
    for (const event of events) {
      if (event.kind !== "print") continue;
      this._count += 1;
      this.#fresh.push(event);
    }
    if (this.#fresh.length > MOST_LINES) this.#fresh.splice(0, this.#fresh.length - MOST_LINES);
    if (this.#fresh.length > 0) this.#paced.ask();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#paced.cancel();
  }

  override render() {
    const { _count: count } = this;
    const how = count > MOST_LINES ? `, the last ${number(MOST_LINES)} shown` : "";
    const lines = `${counted(count, "line")}${how}`;
    return html`
      <h2>Output <span class="aside">${count > 0 ? lines : ""}</span></h2>
      <div role="log" aria-label="Printed output" tabindex="0"></div>
    `;
  }

  get #log(): HTMLElement | null {
    return this.renderRoot?.querySelector("[role=log]") ?? null;
  }

  #flush(): void {
    const log = this.#log;
    if (!log) return;
    const isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 8;
    const lines = this.#fresh.map(lineOf);
    this.#fresh = [];
    if (lines.length === MOST_LINES) log.replaceChildren(...lines);
    else log.append(...lines);
    while (log.childElementCount > MOST_LINES) log.firstElementChild?.remove();
    if (isAtEnd) log.scrollTop = log.scrollHeight;
  }
}

function lineOf({ worker, text, t_us }: OutputLine): HTMLElement {
  const line = document.createElement("div");
  line.className = "line";
  const who = document.createElement("span");
  who.className = "who";
  who.textContent = worker === 0 ? "main" : String(worker);
  who.title = `${worker === 0 ? "main" : `worker ${worker}`}, after ${(t_us / 1000).toFixed(2)} ms`;
  line.append(who, text);
  return line;
}

customElements.define("mh-output", Output);
