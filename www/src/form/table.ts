/** A list whose items have parts: a table with a row for each item. A list of lists is one with a single column. */
import { msg, str } from "@lit/localize";
import { html, nothing, type TemplateResult } from "lit";
import type { Json } from "../api/types";
import type { Spec } from "../setting/spec";
import type { Field, Widget } from "./field";
import { firstShown, pages, ROWS_AT_ONCE } from "./pages";
import { itemAfter } from "./table-item";

type ListSpec = Extract<Spec, { kind: "list" }>;

/** What a column is: its name among the item's fields, or none where the item is a list itself. */
interface Column {
  name: string | undefined;
  spec: Spec;
}

type Show = (field: Field) => TemplateResult;

export function table(show: Show): Widget<ListSpec> {
  return (field) => {
    const rows = Array.isArray(field.value) ? field.value : [];
    const columns = columnsOf(field.spec.item);
    const { maxItems = Infinity } = field.spec;
    const first = firstShown(rows.length, field.paging?.row);
    const shown = rows.slice(first, first + ROWS_AT_ONCE);
    return html`<fieldset
      class="table"
      id=${field.id}
      tabindex="-1"
      aria-labelledby="${field.id}-label"
      aria-describedby=${field.describedBy}
      ?data-invalid=${field.invalid && field.errorAt.length === 0}
    >
      <table>
        ${columns.length > 1 ? head(columns) : nothing}
        <tbody>
          ${shown.map((row, place) => rowOf(field, show, columns, rows, row, first + place))}
        </tbody>
      </table>
      ${field.paging ? pages(rows.length, field.paging) : nothing}
      <button
        type="button"
        class="small add"
        aria-disabled=${rows.length >= maxItems}
        @click=${(event: Event) => rows.length < maxItems && add(field, rows, event)}
      >
        ${msg("Add a row")}
      </button>
    </fieldset>`;
  };
}

function columnsOf(item: Spec): Column[] {
  if (item.kind !== "object") return [{ name: undefined, spec: item }];
  return [...item.fields].map(([name, spec]) => ({ name, spec }));
}

function head(columns: Column[]) {
  return html`<thead>
    <tr>
      ${columns.map(
        ({ spec }) => html`<th scope="col" class=${spec.kind} title=${spec.description}>
          ${spec.title} ${spec.unit ? html`<span class="unit">${spec.unit}</span>` : nothing}
        </th>`,
      )}
      <td></td>
    </tr>
  </thead>`;
}

function rowOf(field: Field<ListSpec>, show: Show, columns: Column[], rows: Json[], row: Json, index: number) {
  const [at, cellAt] = field.errorAt;
  const isWrong = at === String(index);
  // What is wrong with the row as a whole is shown at its first cell.
  const wrongCell = isWrong
    ? Math.max(
        0,
        columns.findIndex(({ name }) => name === cellAt),
      )
    : -1;
  const messageId = `${field.id}-${index}-message`;
  const cell = ({ name, spec }: Column, number: number) => {
    const value = name === undefined ? row : partOf(row, name);
    const title = name === undefined ? field.spec.title : spec.title;
    const label = msg(str`${title}, row ${index + 1}`, { desc: "a cell of a table: its column and its row" });
    const invalid = number === wrongCell;
    return html`<td class=${spec.kind}>
      ${columns.length > 1 ? html`<span class="cell-title" aria-hidden="true">${spec.title} ${spec.unit}</span>` : nothing}
      ${show({
        spec,
        id: `${field.id}-${index}-${name ?? "item"}`,
        label,
        value,
        fallback: name === undefined ? [] : spec.default,
        describedBy: invalid ? messageId : "",
        invalid,
        message: "",
        errorAt: [],
        set: (value) => field.set(rows.with(index, name === undefined ? (value ?? []) : withPart(row, name, value))),
      })}
    </td>`;
  };
  return html`
    <tr>
      ${columns.map(cell)}
      <td class="tools">
        <button
          type="button"
          aria-label=${msg(str`Move row ${index + 1} up`)}
          title=${msg("Move up", { id: "move-row-up", desc: "button at a row of a table" })}
          aria-disabled=${index === 0}
          @click=${() => index > 0 && field.set(swapped(rows, index))}
        >
          ↑
        </button>
        <button
          type="button"
          aria-label=${msg(str`Remove row ${index + 1}`)}
          title=${msg("Remove", { id: "remove-row", desc: "button at a row of a table" })}
          aria-disabled=${rows.length <= field.spec.minItems}
          @click=${(event: Event) => rows.length > field.spec.minItems && remove(field, rows, index, event)}
        >
          ×
        </button>
      </td>
    </tr>
    ${
      isWrong
        ? html`<tr class="said">
            <td class="message" id=${messageId} colspan=${columns.length + 1}>${field.message}</td>
          </tr>`
        : nothing
    }
  `;
}

function partOf(row: Json, name: string): Json | undefined {
  return row !== null && typeof row === "object" && !Array.isArray(row) ? row[name] : undefined;
}

/** The row with another value in one of its cells; an emptied cell is left out, so that its default holds. */
function withPart(row: Json, name: string, value: Json | undefined): Json {
  const cells = row !== null && typeof row === "object" && !Array.isArray(row) ? row : {};
  const { [name]: _before, ...others } = cells;
  return value === undefined ? others : { ...cells, [name]: value };
}

function swapped(rows: Json[], index: number): Json[] {
  const [above, row] = rows.slice(index - 1, index + 1);
  return above === undefined || row === undefined ? rows : rows.toSpliced(index - 1, 2, row, above);
}

/** The cursor goes to the new row. */
function add(field: Field<ListSpec>, rows: Json[], event: Event): void {
  const body = bodyOf(event);
  field.set([...rows, itemAfter(rows, field.spec.item)]);
  field.paging?.go(rows.length);
  requestAnimationFrame(() => {
    const last = body?.querySelector<HTMLElement>("tr:last-of-type :is(input, select, textarea)");
    last?.focus();
  });
}

/** The cursor stays in the place of the row that has gone, or comes to the button that adds one. */
function remove(field: Field<ListSpec>, rows: Json[], index: number, event: Event): void {
  const button = event.currentTarget as HTMLElement;
  if (index === rows.length - 1) button.closest("fieldset")?.querySelector<HTMLElement>(".add")?.focus();
  field.set(rows.toSpliced(index, 1));
}

function bodyOf(event: Event): Element | null | undefined {
  return (event.currentTarget as HTMLElement).closest("fieldset")?.querySelector("tbody");
}
