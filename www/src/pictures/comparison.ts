/** The lectures' comparison of threads and processes, line by line, and beside each line what a run has measured. */
import { msg, str } from "@lit/localize";
import { css, html, nothing, type TemplateResult } from "lit";
import type { ComparisonRow, Json, RunRecord } from "../api/types";
import { number, quantity } from "../kit/format";
import { type Drawn, RunPicture } from "./run-picture";

export class Comparison extends RunPicture {
  static override styles = [
    ...RunPicture.styles,
    css`
      table {
        width: 100%;
        border-collapse: collapse;
        table-layout: fixed;
        font-size: 0.95rem;
      }
      th,
      td {
        padding: 0.1rem 1.2rem 0 0;
        text-align: left;
        vertical-align: top;
        font-weight: normal;
      }
      thead th,
      .what {
        color: var(--quiet);
        font-family: var(--sans);
        font-size: 0.88rem;
      }
      tbody {
        border-top: 1px solid var(--rule);
      }
      .topic {
        padding-top: 0.4rem;
        font-weight: 600;
      }
      .what {
        padding-top: 0.35rem;
      }
      tbody tr:last-child > * {
        padding-bottom: 0.5rem;
      }
      .figure {
        color: var(--accent);
        font-family: var(--sans);
        font-size: 0.92rem;
        font-weight: 600;
        font-variant-numeric: tabular-nums;
      }
      .open {
        color: var(--quiet);
        font-size: 0.92rem;
        font-style: italic;
      }
      p {
        margin: 0.5rem 0 0;
      }
    `,
  ];

  protected override draw(): Drawn {
    return html`
      <h2>${msg("Line by line")}</h2>
      <table>
        <caption class="unseen">
          ${msg("Threads and processes compared, and what the run measured of each")}
        </caption>
        <thead>
          <tr>
            <th scope="col">${msg("Threads")}</th>
            <th scope="col">${msg("Processes")}</th>
          </tr>
        </thead>
        ${this.lesson.comparison.map((row) => this.#line(row))}
      </table>
      ${this.#unknown()}
    `;
  }

  #line({ topic, threads, processes, shown_by }: ComparisonRow): TemplateResult {
    return html`<tbody>
      <tr>
        <th scope="rowgroup" colspan="2" class="topic">${topic}</th>
      </tr>
      <tr>
        <td>${threads}</td>
        <td>${processes}</td>
      </tr>
      ${shown_by.map(
        (measure) => html`<tr>
            <th scope="rowgroup" colspan="2" class="what">${msg(str`Measured: ${measure.what}`)}</th>
          </tr>
          <tr>
            ${this.#value(measure.threads)} ${this.#value(measure.processes)}
          </tr>`,
      )}
    </tbody>`;
  }

  #value(path: string): TemplateResult {
    const { record } = this;
    if (!record) return html`<td class="open">${msg("not yet measured")}</td>`;
    const value = at(record, path);
    if (value === null) return html`<td class="open">${msg("cannot be measured here")}</td>`;
    return html`<td class="figure">${shown(value, path)}</td>`;
  }

  /** Why a figure is missing. */
  #unknown(): TemplateResult[] | typeof nothing {
    const { record } = this;
    if (!record) return nothing;
    const { threads_memory_unknown: threads, processes_memory_unknown: processes } = record.metrics;
    const reasons: string[] = [];
    if (typeof threads === "string") reasons.push(msg(str`The memory of threads is missing: ${threads}.`));
    if (typeof processes === "string") reasons.push(msg(str`The memory of processes is missing: ${processes}.`));
    return reasons.length > 0 ? reasons.map((reason) => html`<p class="aside">${reason}</p>`) : nothing;
  }
}

/** What stands at `result.threads.spawn_ms` of a record; `null` where nothing does. */
function at(record: RunRecord, path: string): Json {
  let value: Json = { result: record.result, metrics: record.metrics };
  for (const key of path.split(".")) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
    value = value[key] ?? null;
  }
  return value;
}

/** A value in words. */
function shown(value: Json, path: string): string {
  if (typeof value === "boolean") return value ? msg("yes") : msg("no");
  if (typeof value !== "number") return String(value);
  return path.endsWith("_bytes") ? bytes(value) : quantity(value, path);
}

/** In the larger unit that suits, with the digits that are meant. */
function bytes(value: number): string {
  if (value >= 1 << 20) return `${number(Math.round((10 * value) / (1 << 20)) / 10)} MiB`;
  if (value >= 1 << 10) return `${number(Math.round((10 * value) / (1 << 10)) / 10)} KiB`;
  return `${number(value)} ${msg("bytes")}`;
}

customElements.define("mh-comparison", Comparison);
