/** The table behind the timeline: what each worker did, summed. Brought up to date while it is open. */
import { css, html, LitElement, nothing } from "lit";
import { ms } from "../elements/format";
import { controls } from "../styles/sheets";
import { nameOf } from "./draw";
import type { TraceModel } from "./model";

const REFRESH_MS = 500;

export class TimelineTable extends LitElement {
  static override properties = { model: { attribute: false }, _open: { state: true } };

  declare model: TraceModel;
  declare _open: boolean;
  #timer: ReturnType<typeof setTimeout> | undefined;

  static override styles = [
    controls,
    css`
      .scroll {
        overflow-x: auto;
      }
      table {
        border-collapse: collapse;
        font-size: 0.9rem;
        font-variant-numeric: tabular-nums;
      }
      th,
      td {
        padding: 0.1rem 1rem 0.1rem 0;
        text-align: right;
        font-weight: normal;
      }
      thead th {
        color: var(--quiet);
        font-family: var(--sans);
        font-size: 0.82rem;
      }
      th:first-child {
        text-align: left;
      }
    `,
  ];

  override render() {
    return html`<details @toggle=${this.#toggle}>
      <summary>The timeline as a table</summary>
      ${this._open ? this.#table() : nothing}
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

  #table() {
    const heads = ["Worker", "Running", "Waiting", "Sleeping", "Chunks run", "Sent", "Received"];
    return html`<div class="scroll">
      <table>
        <caption class="unseen">What each worker did, in all</caption>
        <thead>
          <tr>
            ${heads.map((head) => html`<th scope="col">${head}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${this.model.sorted.map(
            (lane) => html`<tr>
              <th scope="row">${nameOf(lane)}</th>
              <td>${ms(lane.total.run)}</td>
              <td>${ms(lane.total.wait)}</td>
              <td>${ms(lane.total.sleep)}</td>
              <td>${lane.count.run.toLocaleString("en")}</td>
              <td>${lane.sent.toLocaleString("en")}</td>
              <td>${lane.received.toLocaleString("en")}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }
}

customElements.define("mh-timeline-table", TimelineTable);
