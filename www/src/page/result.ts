/** A record, readable: the files that it made, and folded all its figures, what it took and where it ran. */
import { msg, str } from "@lit/localize";
import { css, html, nothing, type TemplateResult } from "lit";
import type { Artifact, Json, RunRecord } from "../api/types";
import { unmeasured } from "../api/unmeasured";
import { runs } from "../engine/runs";
import { download } from "../kit/browser";
import { column, counted, exact, logicalProcessors, ms, number, quantity } from "../kit/format";
import { LaterElement } from "../kit/later";
import { scroll } from "../kit/scroll";
import { shaderVerdict } from "../pictures/shader-verdict";
import { shortly } from "../pictures/unmeasured";
import { controls } from "../styles/sheets";
import { figureName } from "./figures";

/** Longer lists and tables are folded. */
const LONG_LIST = 60;
const LONG_TABLE = 12;
const LONG_TEXT = 5;
/** And of a very long one this many are shown: the record has them all. */
const LONGEST_LIST = 1000;

export class Result extends LaterElement {
  static override properties = { record: { attribute: false }, recorded: { type: Boolean }, _isOpen: { state: true } };

  declare record: RunRecord;
  /** Whether it is of a run that was recorded: its figures are made when somebody asks for them. */
  declare recorded: boolean;
  declare _isOpen: boolean;

  static override styles = [
    controls,
    css`
      :host {
        display: block;
        container-type: inline-size;
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
      .result {
        width: 100%;
      }
      .result > tbody > tr > th {
        width: 1%;
        white-space: nowrap;
      }
      .inner {
        padding-left: 1rem;
      }
      td.text {
        min-width: 7rem;
        overflow-wrap: anywhere;
      }
      td.figure {
        text-align: right;
      }
      .lines {
        font-family: var(--mono);
        font-size: 0.85rem;
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }
      /* Where columns would be a few characters wide, each row is a list of its own. */
      @container (max-width: 34rem) {
        .result > tbody > tr > th {
          width: auto;
          white-space: normal;
        }
        .inner {
          padding-left: 0;
        }
        .rows :is(table, tbody, tr, th, td),
        table.rows,
        .rows tbody {
          display: block;
        }
        .rows thead {
          display: none;
        }
        .rows tr {
          padding: 0.3rem 0;
          border-top: 1px solid var(--rule);
        }
        .rows td {
          text-align: left;
        }
        .rows td::before {
          content: attr(data-name) " ";
          color: var(--quiet);
          font-family: var(--sans);
          font-size: 0.88rem;
        }
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
      ${shaderVerdict(record)}
      ${record.artifacts.length > 0 ? html`<p>${msg("Files:")} ${record.artifacts.map((artifact) => fileOf(record, artifact))}</p>` : nothing}
      <details @toggle=${this.#toggle}>
        <summary>${msg("All figures")}</summary>
        ${this._isOpen || !this.recorded ? allFigures(record) : nothing}
      </details>
    `;
  }

  #toggle(event: Event): void {
    this._isOpen = (event.target as HTMLDetailsElement).open;
  }
}

function allFigures(record: RunRecord): TemplateResult {
  const reasons = reasonsOf(record);
  const table = html`<table class="result">
    <caption class="unseen">${msg("All figures")}</caption>
    <tbody>
      ${Object.entries(record.result ?? {}).map(([key, value]) => topRow({ value, key, at: key, reasons }))}
    </tbody>
  </table>`;
  return html`${scroll(msg("All figures"), table)}
    <p class="aside">${line(record)}</p>
    ${detailsOf(record)}`;
}

/** A figure: its value, its name, its place in the result, and why what could not be measured is not there. */
interface Figure {
  value: Json;
  key: string;
  at: string;
  reasons: ReadonlyMap<string, string>;
}

/** What is a table itself stands below its name, where it has room. */
function topRow(figure: Figure): TemplateResult {
  const { value, key } = figure;
  const isTable = isObject(value) || (Array.isArray(value) && value.length > 0 && value.every(isObject));
  return isTable
    ? html`<tr>
          <th scope="row" title=${key} colspan="2">${figureName(key)}</th>
        </tr>
        <tr>
          <td class="inner" colspan="2">${show(figure)}</td>
        </tr>`
    : html`<tr>
        <th scope="row" title=${key}>${figureName(key)}</th>
        <td>${show(figure)}</td>
      </tr>`;
}

function show(figure: Figure): TemplateResult | string {
  const { value, key, at, reasons } = figure;
  if (typeof value === "number") return html`<span title=${value}>${written(value, key)}</span>`;
  if (typeof value === "string") return value;
  if (value === null)
    return reasons.get(at) ?? msg("none", { id: "no-value", desc: "A value of the result that is not there" });
  if (typeof value === "boolean")
    return value
      ? msg("yes", { id: "value-yes", desc: "A value of the result" })
      : msg("no", { id: "value-no", desc: "A value of the result" });
  if (Array.isArray(value)) return showList(value, figure);
  const inside = (inner: string, item: Json): Figure => ({ value: item, key: inner, at: `${at}.${inner}`, reasons });
  if (Object.values(value).every(isObject)) {
    // Alike things by their names: a row each.
    return showRows(Object.values(value).filter(isObject), figure, Object.keys(value));
  }
  return html`<table>
    <tbody>
      ${Object.entries(value).map(
        ([inner, item]) => html`<tr>
          <th scope="row" title=${inner}>${figureName(inner)}</th>
          <td>${show(inside(inner, item))}</td>
        </tr>`,
      )}
    </tbody>
  </table>`;
}

/** A checksum is written as programs print it, and an estimate to the digits that it is about. */
function written(value: number, key: string): string {
  if (key === "crc32") return value.toString(16).padStart(8, "0");
  return key === "estimate" ? exact(value) : quantity(value, key);
}

function showList(list: Json[], figure: Figure): TemplateResult | string {
  if (list.length === 0) return msg("none", { id: "empty-list", desc: "A list of the result that has nothing in it" });
  if (list.every(isObject)) return showRows(list, figure);
  if (list.every((item) => typeof item === "string" && /\s/.test(item))) return showLines(list.map(String));
  const items = list.slice(0, LONGEST_LIST).map((item, index) => {
    const text = Array.isArray(item)
      ? `[${item.join(", ")}]`
      : show({ ...figure, value: item, at: `${figure.at}.${index}` });
    return html`${index > 0 ? ", " : ""}${text}`;
  });
  if (list.length <= LONG_LIST) return html`${items}`;
  const count = number(list.length);
  const left = number(list.length - LONGEST_LIST);
  const more = list.length > LONGEST_LIST ? ` ${msg(str`… and ${left} more`)}` : "";
  return html`<details>
    <summary>${msg(str`${count} values`)}</summary>
    ${items}${more}
  </details>`;
}

/** What a program printed. */
function showLines(lines: string[]): TemplateResult {
  const text = html`<div class="lines">${lines.join("\n")}</div>`;
  if (lines.length <= LONG_TEXT) return text;
  return html`<details>
    <summary>${counted(lines.length, msg("line"), msg("lines"))}</summary>
    ${text}
  </details>`;
}

/** A row each; `names` are their headings, if they have any. */
function showRows(rows: { [key: string]: Json }[], figure: Figure, names?: string[]): TemplateResult {
  const shown = rows.slice(0, LONGEST_LIST);
  const keys = [...new Set(shown.flatMap((row) => Object.keys(row)))];
  const columns = keys.map((key) => cells(shown, key, figure, names));
  const table = html`<table class="rows">
    <thead>
      <tr>
        ${names ? html`<td></td>` : nothing}
        ${columns.map(({ key, kind }) => html`<th scope="col" class=${kind} title=${key}>${figureName(key)}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${shown.map(
        (_, row) => html`<tr>
          ${names ? html`<th scope="row" title=${names[row] ?? ""}>${figureName(names[row] ?? "")}</th>` : nothing}
          ${columns.map(({ kind, key, texts }) => html`<td class=${kind} data-name=${figureName(key)}>${texts[row]}</td>`)}
        </tr>`,
      )}
    </tbody>
  </table>`;
  if (rows.length <= LONG_TABLE) return table;
  return html`<details>
    <summary>${msg(str`${number(rows.length)} rows`)}</summary>
    ${table}
  </details>`;
}

/** What one column of a table shows. */
function cells(rows: { [key: string]: Json }[], key: string, { at, reasons }: Figure, names?: string[]) {
  const values = rows.map((row) => row[key] ?? null);
  const hasUnit = /_(ms|us|bytes)$/.test(key);
  const numbers = values.filter((value) => typeof value === "number");
  if (numbers.length === values.length && !hasUnit && key !== "estimate")
    return { key, kind: "figure", texts: column(numbers) };
  const isText = values.some((value) => typeof value === "string" && value.length > 16);
  const kind = numbers.length > 0 ? "figure" : isText ? "text" : "";
  const place = (row: number) => `${at}.${names?.[row] ?? row}.${key}`;
  return { key, kind, texts: values.map((value, row) => show({ value, key, at: place(row), reasons })) };
}

/** Why figures are not there that a run was to measure, by their places. */
function reasonsOf(record: RunRecord): ReadonlyMap<string, string> {
  return new Map(unmeasured(record).map((figure) => [figure.key, shortly(figure)]));
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
  const { threads, logical_processors } = environment;
  const time = ms(metrics.wall_ms);
  return [
    msg(str`${time} in all`, { id: "run-took", desc: "How long a run took" }),
    counted(metrics.workers, msg("worker"), msg("workers")),
    msg(str`engine: ${threads}, ${logicalProcessors(logical_processors)}`),
  ].join(" · ");
}

/** What else was measured, by the names that programs know it by. */
function detailsOf({ metrics }: RunRecord) {
  // What the run answered is told in words.
  const { wall_ms: _time, workers: _workers, answer: _answer, ...others } = metrics;
  const plain = Object.entries(others).filter(([, value]) => typeof value === "number" || typeof value === "string");
  if (plain.length === 0) return nothing;
  return html`<details>
    <summary>${msg("Details of the run")}</summary>
    <table>
      <tbody>
        ${plain.map(
          ([key, value]) => html`<tr>
            <th scope="row" title=${key}>${figureName(key)}</th>
            <td>${typeof value === "number" ? quantity(value, key) : String(value)}</td>
          </tr>`,
        )}
      </tbody>
    </table>
  </details>`;
}

customElements.define("mh-result", Result);
