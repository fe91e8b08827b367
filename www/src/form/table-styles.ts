/** How a table of the form is set: as a table where there is room, as a card for each row where there is not. */
import { css } from "lit";

export const tableStyles = css`
  .label {
    font-family: var(--sans);
    font-size: 0.95rem;
  }
  .table {
    min-width: 0;
    margin: 0.3rem 0 0;
    padding: 0;
    border: 0;
  }
  .table:focus {
    outline: none;
  }
  .table[data-invalid] {
    outline: 1px solid var(--bad);
    outline-offset: 3px;
  }
  .table table {
    width: 100%;
    border-collapse: collapse;
  }
  .table th {
    padding: 0 0.3rem 0.1rem 0;
    color: var(--quiet);
    font-family: var(--sans);
    font-size: 0.85rem;
    font-weight: normal;
    text-align: left;
    vertical-align: bottom;
    white-space: nowrap;
  }
  .table td {
    padding: 0.15rem 0.3rem 0.15rem 0;
    vertical-align: top;
  }
  .table :is(input, select, textarea) {
    width: 100%;
  }
  /* A column for numbers is as wide as they are, and the words have the rest. */
  .table :is(th, td):is(.integer, .number) {
    width: 4.2rem;
  }
  .table input[type="number"] {
    appearance: textfield;
  }
  .table input::-webkit-inner-spin-button {
    display: none;
  }
  .table td.tools {
    width: 1%;
    padding-right: 0;
    white-space: nowrap;
  }
  .tools button {
    min-width: 1.5rem;
    padding: 0.2rem 0.3rem;
    border-color: transparent;
  }
  .tools button:hover:not([aria-disabled="true"]) {
    border-color: var(--accent);
  }
  .table .message,
  .table :is(input, select, textarea, button) {
    /* Room for the controls that stay in sight, as elsewhere in the form. */
    scroll-margin-block: 6rem;
  }
  .table .unit {
    font-size: inherit;
  }
  .table .message {
    padding-bottom: 0.5rem;
    overflow-wrap: anywhere;
  }
  .table .pages {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.3rem 0.6rem;
    margin: 0.3rem 0;
    font-family: var(--sans);
    font-size: 0.9rem;
  }
  .table .pages input {
    width: 6em;
  }
  .table .add {
    margin-top: 0.3rem;
  }
  .cell-title {
    display: none;
    flex: 0 0 5rem;
    color: var(--quiet);
    font-family: var(--sans);
    font-size: 0.85rem;
  }
  @container (max-width: 24rem) {
    .table thead {
      display: none;
    }
    .table :is(tbody, tr, td) {
      display: block;
    }
    .table tr {
      position: relative;
      padding: 0.3rem 0;
      border-top: 1px solid var(--rule);
    }
    .table tr.said {
      border-top: 0;
    }
    .table :is(td.integer, td.number, td.string, td.choice, td.boolean, td.json, td.list) {
      display: flex;
      align-items: baseline;
      width: auto;
      padding-right: 0;
    }
    .cell-title {
      display: block;
    }
    .table td.tools {
      width: auto;
      text-align: right;
    }
  }
`;
