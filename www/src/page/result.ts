/** A record, readable: the result as a table, and in one quiet line what it took and where it ran. */
import { msg, str } from "@lit/localize";
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import type { Artifact, Json, RunRecord } from "../api/types";
import { runs } from "../engine/runs";
import { download } from "../kit/browser";
import { column, counted, ms, number, quantity } from "../kit/format";
import { scroll } from "../kit/scroll";
import { shaderVerdict } from "../pictures/shader-verdict";
import { controls } from "../styles/sheets";

/** Longer lists and tables are folded. */
const LONG_LIST = 60;
const LONG_TABLE = 12;
/** And of a very long one this many are shown: the record has them all. */
const LONGEST_LIST = 1000;

export class Result extends LitElement {
  static override properties = { record: { attribute: false } };

  declare record: RunRecord;

  static override styles = [
    controls,
    css`
      :host {
        display: block;
      }
      table {
        border-collapse: collapse;
        font-variant-numeric: tabular-nums;
      }
      th,
      td {
        padding: 0.15rem 1.2rem 0.15rem 0;
        text-align: left;
        vertical-align: baseline;
        font-weight: normal;
      }
      td {
        overflow-wrap: break-word;
      }
      th {
        color: var(--quiet);
        font-family: var(--sans);
        font-size: 0.88rem;
      }
      .result > tbody > tr > th {
        white-space: nowrap;
      }
      .inner {
        padding-left: 1rem;
      }
      .result {
        width: 100%;
      }
      .result > tbody > tr > th {
        width: 1%;
      }
      td.text {
        min-width: 7rem;
        overflow-wrap: anywhere;
      }
      td.figure {
        text-align: right;
      }
      p {
        margin: 0.5rem 0;
      }
      .shader-verdict {
        padding: 0.5rem 0.9rem;
        border-left: 3px solid var(--run);
        background: var(--wash);
      }
      .shader-verdict.wrong {
        border-left: 3px double var(--bad);
      }
      .shader-verdict.wrong b {
        color: var(--bad);
      }
    `,
  ];

  override render() {
    const { record } = this;
    return html`
      <h2>${msg("Result")}</h2>
      ${shaderVerdict(record)}
      ${scroll(
        msg("Result"),
        html`<table class="result">
          <caption class="unseen">${msg("Result")}</caption>
          <tbody>
            ${Object.entries(record.result ?? {}).map(([key, value]) => topRow(key, value))}
          </tbody>
        </table>`,
      )}
      ${record.artifacts.length > 0 ? html`<p>${msg("Files:")} ${record.artifacts.map((artifact) => fileOf(record, artifact))}</p>` : nothing}
      <p class="aside">${line(record)}</p>
    `;
  }
}

/** What is a table itself stands below its name, where it has room. */
function topRow(key: string, value: Json): TemplateResult {
  const isTable = isObject(value) || (Array.isArray(value) && value.length > 0 && value.every(isObject));
  return isTable
    ? html`<tr>
          <th scope="row" title=${key} colspan="2">${words(key)}</th>
        </tr>
        <tr>
          <td class="inner" colspan="2">${show(value, key)}</td>
        </tr>`
    : html`<tr>
        <th scope="row" title=${key}>${words(key)}</th>
        <td>${show(value, key)}</td>
      </tr>`;
}

/** "points_per_second" as words; a unit at the end goes to the value. */
function words(key: string): string {
  return key.replace(/_(ms|us|bytes)$/, "").replaceAll("_", " ");
}

function show(value: Json, key: string): TemplateResult | string {
  if (typeof value === "number") return html`<span title=${value}>${quantity(value, key)}</span>`;
  if (typeof value === "string") return value;
  if (value === null) return msg("none", { id: "no-value", desc: "A value of the result that is not there" });
  if (typeof value === "boolean")
    return value
      ? msg("yes", { id: "value-yes", desc: "A value of the result" })
      : msg("no", { id: "value-no", desc: "A value of the result" });
  if (Array.isArray(value)) return showList(value, key);
  if (Object.values(value).every(isObject)) {
    // Alike things by their names: a row each.
    return showRows(Object.values(value).filter(isObject), Object.keys(value));
  }
  return html`<table>
    <tbody>
      ${Object.entries(value).map(
        ([inner, item]) => html`<tr>
          <th scope="row" title=${inner}>${words(inner)}</th>
          <td>${show(item, inner)}</td>
        </tr>`,
      )}
    </tbody>
  </table>`;
}

function showList(list: Json[], key: string): TemplateResult | string {
  if (list.length === 0) return msg("none", { id: "empty-list", desc: "A list of the result that has nothing in it" });
  if (list.every(isObject)) return showRows(list);
  const shown = list
    .slice(0, LONGEST_LIST)
    .map((item) => (Array.isArray(item) ? `[${item.join(", ")}]` : show(item, key)));
  const items = shown.map((item, index) => html`${index > 0 ? ", " : ""}${item}`);
  if (list.length <= LONG_LIST) return html`${items}`;
  const count = number(list.length);
  const left = number(list.length - LONGEST_LIST);
  const more = list.length > LONGEST_LIST ? ` ${msg(str`… and ${left} more`)}` : "";
  return html`<details>
    <summary>${msg(str`${count} values`)}</summary>
    ${items}${more}
  </details>`;
}

/** A row each; `names` are their headings, if they have any. */
function showRows(rows: { [key: string]: Json }[], names?: string[]): TemplateResult {
  const shown = rows.slice(0, LONGEST_LIST);
  const columns = [...new Set(shown.flatMap((row) => Object.keys(row)))].map((key) => cells(shown, key));
  const table = html`<table>
    <thead>
      <tr>
        ${names ? html`<td></td>` : nothing}
        ${columns.map(({ key }) => html`<th scope="col" title=${key}>${words(key)}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${shown.map(
        (_row, index) => html`<tr>
          ${names ? html`<th scope="row" title=${names[index] ?? ""}>${words(names[index] ?? "")}</th>` : nothing}
          ${columns.map(({ kind, texts }) => html`<td class=${kind}>${texts[index]}</td>`)}
        </tr>`,
      )}
    </tbody>
  </table>`;
  if (rows.length <= LONG_TABLE) return table;
  const count = number(rows.length);
  return html`<details>
    <summary>${msg(str`${count} rows`)}</summary>
    ${table}
  </details>`;
}

/** What one column of a table shows. */
function cells(rows: { [key: string]: Json }[], key: string) {
  const values = rows.map((row) => row[key] ?? null);
  const hasUnit = /_(ms|us|bytes)$/.test(key);
  const numbers = values.filter((value) => typeof value === "number");
  if (numbers.length === values.length && !hasUnit) return { key, kind: "figure", texts: column(numbers) };
  const isText = values.some((value) => typeof value === "string" && value.length > 16);
  const kind = numbers.length > 0 ? "figure" : isText ? "text" : "";
  return { key, kind, texts: values.map((value) => show(value, key)) };
}

function fileOf(record: RunRecord, { name, size }: Artifact): TemplateResult {
  const save = () => download(name, runs.artifact(record, name));
  const long = `${number(size)} ${msg("bytes")}`;
  return html`<button class="small" @click=${save}>${name}</button> <span class="aside">${long}</span> `;
}

function isObject(value: Json): value is { [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What it took and where it ran. */
function line({ metrics, environment }: RunRecord): string {
  // What the run answered is told in words.
  const { wall_ms, workers, answer: _, ...others } = metrics;
  const { threads, logical_processors } = environment;
  const more = Object.entries(others).flatMap(([key, value]) =>
    typeof value === "number"
      ? [`${words(key)} ${quantity(value, key)}`]
      : typeof value === "string"
        ? [`${words(key)} ${value}`]
        : [],
  );
  const time = ms(wall_ms);
  return [
    msg(str`${time} in all`, { id: "run-took", desc: "How long a run took" }),
    counted(workers, msg("worker"), msg("workers")),
    ...more,
    msg(str`engine: ${threads}, ${logical_processors} logical processors`),
  ].join(" · ");
}

customElements.define("mh-result", Result);
