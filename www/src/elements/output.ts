/** What the lesson prints, as it prints it. Only the last lines stand in the page; the record has them all. */
import { css, html, LitElement } from "lit";
import type { OutputLine, RunEvent } from "../api/types";
import { controls } from "../styles/sheets";
import { number } from "./format";

const MOST_LINES = 300;

export class Output extends LitElement {
  static override properties = { _count: { state: true } };

  /** Lines printed in this run. */
  declare _count: number;
  /** Printed and not yet shown. */
  #fresh: OutputLine[] = [];
  #frame = 0;

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
        padding: 0.4rem 0.7rem;
        background: var(--wash);
        border-left: 2px solid var(--rule);
        font-family: var(--mono);
        font-size: 0.85rem;
        line-height: 1.45;
      }
      [role="log"]:empty::after {
        content: "Nothing printed yet.";
        color: var(--quiet);
        font-family: var(--serif);
        font-style: italic;
      }
      .line {
        display: grid;
        grid-template-columns: 3.2rem minmax(0, 1fr);
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }
      .who {
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
    if (this.#fresh.length > 0) this.#frame ||= requestAnimationFrame(() => this.#flush());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }

  override render() {
    const { _count: count } = this;
    const how = count > MOST_LINES ? `, the last ${number(MOST_LINES)} shown` : "";
    const lines = `${number(count)} ${count === 1 ? "line" : "lines"}${how}`;
    return html`
      <h2>Output <span class="aside">${count > 0 ? lines : ""}</span></h2>
      <div role="log" aria-label="Printed output" tabindex="0"></div>
    `;
  }

  get #log(): HTMLElement | null {
    return this.renderRoot?.querySelector("[role=log]") ?? null;
  }

  #flush(): void {
    this.#frame = 0;
    const log = this.#log;
    if (!log) return;
    const isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 8;
    log.append(...this.#fresh.map(lineOf));
    this.#fresh = [];
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
  const words = document.createElement("span");
  words.textContent = text;
  line.append(who, words);
  return line;
}

customElements.define("mh-output", Output);
