/** The table behind a chart: the numbers that it draws. The one that all charts share. */
import { msg, str } from "@lit/localize";
import { css, html, type TemplateResult } from "lit";
import { column, number } from "../kit/format";
import { scroll } from "../kit/scroll";

/** A cell: a word, a number, or a number with its own words. */
export type Cell = string | number | { value: number; text: string };

export interface DataTable {
  caption: string;
  /** One for each column; the first column names the row. */
  heads: string[];
  rows: Cell[][];
}

/** Of a very long table this many rows are shown: the record has them all. */
const MOST_ROWS = 500;

export function dataTable({ caption, heads, rows }: DataTable): TemplateResult {
  const shown = rows.slice(0, MOST_ROWS);
  const columns = heads.map((_, index) => texts(shown.map((row) => row[index] ?? "")));
  const isNumeric = heads.map((_, index) => shown.some((row) => typeof row[index] !== "string"));
  const kind = (index: number) => (isNumeric[index] ? "figure" : "word");
  const table = html`<table>
      <caption class="unseen">${caption}</caption>
      <thead>
        <tr>
          ${heads.map((head, index) => html`<th scope="col" class=${kind(index)}>${head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${shown.map(
          (row, at) => html`<tr>
            ${heads.map((_, index) => {
              const content = cell(row[index] ?? "", columns[index]?.[at] ?? "");
              return index === 0
                ? html`<th scope="row" class=${kind(0)}>${content}</th>`
                : html`<td class=${kind(index)}>${content}</td>`;
            })}
          </tr>`,
        )}
      </tbody>
    </table>`;
  return html`${scroll(caption, table)}
    ${
      rows.length > shown.length
        ? html`<p class="aside">${msg(str`${number(rows.length - shown.length)} more rows are not shown here.`)}</p>`
        : ""
    }`;
}

/** Numbers of one column get as many decimals each. */
function texts(cells: Cell[]): string[] {
  const numbers = cells.filter((one) => typeof one === "number");
  const formatted = column(numbers).values();
  return cells.map((one) => {
    if (typeof one === "string") return one;
    return typeof one === "number" ? (formatted.next().value ?? "") : one.text;
  });
}

/** A number keeps all its digits for whoever reads the page by a program. */
function cell(content: Cell, text: string): TemplateResult | string {
  if (typeof content === "string") return text;
  return html`<data value=${typeof content === "number" ? content : content.value}>${text}</data>`;
}

export const dataTableStyles = css`
  table {
    border-collapse: collapse;
    font-size: 0.9rem;
    font-variant-numeric: tabular-nums;
  }
  th,
  td {
    padding: 0.1rem 1rem 0.1rem 0;
    text-align: left;
    font-weight: normal;
    vertical-align: baseline;
  }
  .figure {
    text-align: right;
  }
  thead th {
    color: var(--quiet);
    font-family: var(--sans);
    font-size: 0.82rem;
    vertical-align: bottom;
  }
`;
