/** A table of many rows shows some of them at once, and how one comes to the others. */
import { msg, str } from "@lit/localize";
import { html, nothing } from "lit";
import { number } from "../kit/format";

/** So many rows are drawn at once. */
export const ROWS_AT_ONCE = 50;

/** Which rows of a table are shown. */
export interface Paging {
  /** The place, from 0, of one of them. */
  row: number;
  go(row: number): void;
}

/** The place of the first row that is shown. */
export function firstShown(count: number, row = 0): number {
  const held = Math.max(0, Math.min(row, count - 1));
  return held - (held % ROWS_AT_ONCE);
}

/** Leads from some rows to others, where there are more than are shown. */
export function pages(count: number, { row, go }: Paging) {
  if (count <= ROWS_AT_ONCE) return nothing;
  const first = firstShown(count, row);
  const last = Math.min(count, first + ROWS_AT_ONCE);
  const [from, to, all] = [first + 1, last, count].map(number);
  const turn = (name: string, sign: string, to: number) => html`<button
    type="button"
    class="small"
    aria-label=${name}
    title=${name}
    aria-disabled=${to < 0 || to >= count}
    @click=${() => to >= 0 && to < count && go(to)}
  >
    ${sign}
  </button>`;
  const goTo = (event: Event) => {
    const wanted = (event.target as HTMLInputElement).valueAsNumber;
    if (Number.isInteger(wanted)) go(wanted - 1);
  };
  // Enter would run the lesson.
  const key = (event: KeyboardEvent) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    goTo(event);
  };
  return html`<div class="pages" role="group" aria-label=${msg("Rows of the table", { desc: "a group of controls" })}>
    ${turn(msg("Previous rows"), "←", first - ROWS_AT_ONCE)}
    <span role="status">${msg(str`${from}–${to} of ${all}`, { desc: "which rows of a table are shown: 1–50 of 10,000" })}</span>
    ${turn(msg("Next rows"), "→", first + ROWS_AT_ONCE)}
    <label>
      ${msg("Go to row", { desc: "field for the number of a table's row" })}
      <input type="number" class="narrow" min="1" max=${count} step="1" @change=${goTo} @keydown=${key} />
    </label>
  </div>`;
}
