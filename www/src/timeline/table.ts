/** The table behind the timeline: what each worker did, summed. Brought up to date while it is open. */
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { ms, number } from "../elements/format";
import { scroll } from "../elements/scroll";
import { controls } from "../styles/sheets";
import { type Lane, nameOf, OTHERS, type Sum } from "./lane";
import type { TraceModel } from "./model";

const REFRESH_MS = 500;
/** Longer lists are folded. */
const MOST_ROWS = 16;

interface Column {
  head: string;
  cell: (lane: Lane) => string;
  /** Whether the run has any of it; a column of nothing is left out. */
  isNeeded?: (lane: Lane) => boolean;
}

const COLUMNS: Column[] = [
  { head: "Running", cell: ({ sum }) => ms(sum.run.time) },
  { head: "Holding a lock", cell: ({ sum }) => ms(sum.hold.time), isNeeded: ({ sum }) => sum.hold.count > 0 },
  { head: "Waiting", cell: ({ sum }) => ms(sum.wait.time) },
  { head: "Sleeping", cell: ({ sum }) => ms(sum.sleep.time) },
  { head: "Chunks run", cell: ({ sum }) => number(sum.run.count + sum.hold.count) },
  { head: "Sent", cell: ({ sent }) => number(sent), isNeeded: ({ sent }) => sent > 0 },
  { head: "Received", cell: ({ received }) => number(received), isNeeded: ({ received }) => received > 0 },
  { head: "Locks handed to it", cell: ({ handed }) => number(handed), isNeeded: ({ handed }) => handed > 0 },
];

export class TimelineTable extends LitElement {
  static override properties = {
    model: { attribute: false },
    _open: { state: true },
    _unfolded: { state: true },
  };

  declare model: TraceModel;
  declare _open: boolean;
  /** Which of the two lists is shown whole. */
  declare _unfolded: Set<string>;
  #timer: ReturnType<typeof setTimeout> | undefined;

  static override styles = [
    controls,
    css`
      table {
        margin-bottom: 0.6rem;
        border-collapse: collapse;
        font-size: 0.9rem;
        font-variant-numeric: tabular-nums;
      }
      caption {
        padding-top: 0.4rem;
        color: var(--quiet);
        font-family: var(--sans);
        font-size: 0.82rem;
        text-align: left;
      }
      th,
      td {
        padding: 0.1rem 1rem 0.1rem 0;
        text-align: right;
        font-weight: normal;
        white-space: nowrap;
      }
      thead th {
        white-space: normal;
        color: var(--quiet);
        font-family: var(--sans);
        font-size: 0.82rem;
        vertical-align: bottom;
      }
      th:first-child,
      .text {
        text-align: left;
      }
    `,
  ];

  constructor() {
    super();
    this._open = false;
    this._unfolded = new Set();
  }

  override render() {
    return html`<details @toggle=${this.#toggle}>
      <summary>The timeline as a table</summary>
      ${this._open ? [this.#workers(), this.#reasons()] : nothing}
    </details>`;
  }

  override updated(): void {
    clearTimeout(this.#timer);
    if (this._open && !this.model.finished) this.#timer = setTimeout(() => this.requestUpdate(), REFRESH_MS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  #toggle(event: Event): void {
    this._open = (event.target as HTMLDetailsElement).open;
  }

  #workers(): TemplateResult {
    const lanes = this.model.sorted;
    const columns = COLUMNS.filter(({ isNeeded }) => !isNeeded || lanes.some(isNeeded));
    const rows = lanes.map(
      (lane) => html`<tr>
        <th scope="row">${nameOf(lane)}</th>
        ${columns.map(({ cell }) => html`<td>${cell(lane)}</td>`)}
      </tr>`,
    );
    return this.#table("What each worker did, in all", ["Worker", ...columns.map(({ head }) => head)], rows, "workers");
  }

  /** What each worker waited for and what it held, the longest first. */
  #reasons(): TemplateResult | typeof nothing {
    const rows = this.model.sorted.flatMap((lane) => [
      ...reasons(lane, "waits for", lane.by.wait),
      ...reasons(lane, "holds", lane.by.hold),
    ]);
    if (rows.length === 0) return nothing;
    return this.#table(
      "What each worker waited for and held",
      ["Worker", "What", "How long", "How often"],
      rows,
      "rows",
    );
  }

  #table(caption: string, heads: string[], rows: TemplateResult[], what: string): TemplateResult {
    const isFolded = rows.length > MOST_ROWS && !this._unfolded.has(what);
    const unfold = () => {
      this._unfolded = new Set([...this._unfolded, what]);
    };
    const table = html`<table>
      <caption>${caption}</caption>
      <thead>
        <tr>
          ${heads.map((head) => html`<th scope="col" class=${head === "What" ? "text" : ""}>${head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${isFolded ? rows.slice(0, MOST_ROWS) : rows}
      </tbody>
    </table>`;
    return html`${scroll(caption, table)}
      ${isFolded ? html`<button class="small" @click=${unfold}>Show all ${number(rows.length)} ${what}</button>` : nothing}`;
  }
}

function reasons(lane: Lane, verb: string, by: Map<string, Sum>): TemplateResult[] {
  return [...by]
    .sort(([, a], [, b]) => b.time - a.time)
    .map(
      ([name, { time, count }]) => html`<tr>
        <th scope="row">${nameOf(lane)}</th>
        <td class="text">${verb} ${name === OTHERS ? "other things" : name}</td>
        <td>${ms(time)}</td>
        <td>${number(count)}</td>
      </tr>`,
    );
}

customElements.define("mh-timeline-table", TimelineTable);
