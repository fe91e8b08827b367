/** The table behind the timeline: what each worker did, summed. Brought up to date while it is open. */
import { msg, str } from "@lit/localize";
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { ms, number } from "../kit/format";
import { scroll } from "../kit/scroll";
import { controls } from "../styles/sheets";
import { type Lane, nameOf, OTHERS, type Sum } from "./lane";
import type { TraceModel } from "./model";
import { type Held, held, holds, waitsFor } from "./words";

const REFRESH_MS = 500;
/** Longer lists are folded. */
const MOST_ROWS = 16;

interface Column {
  head: (kind: Held, isOfThreads: boolean) => string;
  cell: (lane: Lane) => string;
  /** Whether the run has any of it; a column of nothing is left out. */
  isNeeded?: (lane: Lane) => boolean;
}

const COLUMNS: Column[] = [
  {
    head: () => msg("Running", { id: "time-running", desc: "Column: how long a worker ran" }),
    cell: ({ sum }) => ms(sum.run.time),
    isNeeded: ({ sum }) => sum.run.count > 0,
  },
  {
    head: (kind) =>
      kind === "permit"
        ? msg("Holding a permit")
        : kind === "gil"
          ? msg("Holding the GIL")
          : kind === "lock"
            ? msg("Holding a lock")
            : msg("Holding a lock or a permit"),
    cell: ({ sum }) => ms(sum.hold.time),
    isNeeded: ({ sum }) => sum.hold.count > 0,
  },
  {
    head: () => msg("Waiting", { id: "time-waiting", desc: "Column: how long a worker waited" }),
    cell: ({ sum }) => ms(sum.wait.time),
  },
  {
    head: () => msg("Sleeping", { id: "time-sleeping", desc: "Column: how long a worker slept" }),
    cell: ({ sum }) => ms(sum.sleep.time),
    isNeeded: ({ sum }) => sum.sleep.count > 0,
  },
  {
    head: (_kind, isOfThreads) =>
      isOfThreads
        ? msg("Times it ran", { desc: "Column: how often a thread began to run" })
        : msg("Chunks run", { id: "chunks-run", desc: "Column: how many chunks of work a worker ran" }),
    cell: ({ sum }) => number(sum.run.count + sum.hold.count),
  },
  {
    head: () => msg("Sent", { id: "messages-sent", desc: "Column: how many messages a worker sent" }),
    cell: ({ sent }) => number(sent),
    isNeeded: ({ sent }) => sent > 0,
  },
  {
    head: () => msg("Received", { id: "messages-received", desc: "Column: how many messages a worker received" }),
    cell: ({ received }) => number(received),
    isNeeded: ({ received }) => received > 0,
  },
  {
    head: (kind) => (kind === "permit" ? msg("Permits handed to it") : msg("Locks handed to it")),
    cell: ({ handed }) => number(handed),
    isNeeded: ({ handed }) => handed > 0,
  },
];

/** One of the two lists. */
interface List {
  key: string;
  caption: string;
  heads: string[];
  /** The head of what is no number. */
  textHead?: string;
  rows: TemplateResult[];
  /** What is said where it is folded. */
  showAll: string;
}

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
        padding: 0.1rem 0.9rem 0.1rem 0;
        text-align: right;
        vertical-align: baseline;
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
      tr > :last-child {
        padding-right: 0;
      }
      td.text {
        min-width: 7rem;
        white-space: normal;
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
      <summary>${msg("The timeline as a table")}</summary>
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
    const { isOfThreads } = this.model;
    return this.#table({
      key: "workers",
      caption: isOfThreads ? msg("What each thread did, in all") : msg("What each worker did, in all"),
      heads: [this.#who(), ...columns.map(({ head }) => head(held(this.model), isOfThreads))],
      rows,
      showAll: isOfThreads
        ? msg(str`Show all ${number(rows.length)} rows`)
        : msg(str`Show all ${number(rows.length)} workers`),
    });
  }

  /** What each worker waited for and what it held, the longest first. */
  #reasons(): TemplateResult | typeof nothing {
    const rows = this.model.sorted.flatMap((lane) => [
      ...reasons(lane, lane.by.wait, (on) => (on === OTHERS ? msg("waits for other things") : waitsFor(on))),
      ...reasons(lane, lane.by.hold, (on) => (on === OTHERS ? msg("holds other things") : holds(on))),
    ]);
    if (rows.length === 0) return nothing;
    const what = msg("What", { id: "what-waited-for", desc: "Column: what a worker waited for or held" });
    return this.#table({
      key: "rows",
      caption: this.model.isOfThreads
        ? msg("What each thread waited for and held")
        : msg("What each worker waited for and held"),
      heads: [this.#who(), what, msg("How long"), msg("How often")],
      textHead: what,
      rows,
      showAll: msg(str`Show all ${number(rows.length)} rows`),
    });
  }

  #who(): string {
    return this.model.isOfThreads ? msg("Thread") : msg("Worker");
  }

  #table({ key, caption, heads, textHead, rows, showAll }: List): TemplateResult {
    const isFolded = rows.length > MOST_ROWS && !this._unfolded.has(key);
    const unfold = () => {
      this._unfolded = new Set([...this._unfolded, key]);
    };
    const table = html`<table>
      <caption>${caption}</caption>
      <thead>
        <tr>
          ${heads.map((head) => html`<th scope="col" class=${head === textHead ? "text" : ""}>${head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${isFolded ? rows.slice(0, MOST_ROWS) : rows}
      </tbody>
    </table>`;
    return html`${scroll(caption, table)}
      ${isFolded ? html`<button class="small" @click=${unfold}>${showAll}</button>` : nothing}`;
  }
}

function reasons(lane: Lane, by: Map<string, Sum>, told: (on: string) => string): TemplateResult[] {
  return [...by]
    .sort(([, a], [, b]) => b.time - a.time)
    .map(
      ([on, { time, count }]) => html`<tr>
        <th scope="row">${nameOf(lane)}</th>
        <td class="text">${told(on)}</td>
        <td>${ms(time)}</td>
        <td>${number(count)}</td>
      </tr>`,
    );
}

customElements.define("mh-timeline-table", TimelineTable);
