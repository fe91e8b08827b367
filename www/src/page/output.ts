/** What the lesson prints, as it prints it. Only the last lines stand in the page; the record has them all. */
import { msg, str } from "@lit/localize";
import { css, html, LitElement } from "lit";
import type { OutputLine, RunEvent } from "../api/types";
import { counted, fixed, number } from "../kit/format";
import { Paced } from "../kit/paced";
import { controls } from "../styles/sheets";

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
    return html`
      <h2>${msg("Output")} <span class="aside">${count > 0 ? howMany(count) : ""}</span></h2>
      <div role="log" aria-label=${msg("Printed output")} data-empty=${msg("Nothing printed.")} tabindex="0"></div>
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

function howMany(count: number): string {
  const lines = counted(count, msg("line"), msg("lines"));
  if (count <= MOST_LINES) return lines;
  const shown = number(MOST_LINES);
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
