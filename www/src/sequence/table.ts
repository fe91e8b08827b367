/** The table behind the sequence diagram: the same messages, with their times. */
import { css, html, type TemplateResult } from "lit";
import type { Window } from "./model";
import { clock, nameOf, untaken, waited } from "./words";

const HEADS = ["Message", "From", "To", "Sent at (ms)", "Taken at (ms)", "Waited in the mailbox (ms)"];

export function table({ messages }: Window, isFinished: boolean, leftOut: number): TemplateResult {
  return html`<div class="scroll">
    <table>
      <caption class="unseen">Messages: who sent what to whom, and when it was taken</caption>
      <thead>
        <tr>
          ${HEADS.map((head) => html`<th scope="col">${head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${messages.map((message) => {
          const { from, to, number, sent, taken } = message;
          const wait = waited(message);
          return html`<tr>
            <th scope="row">${number}</th>
            <td>${nameOf(from)}</td>
            <td>${nameOf(to)}</td>
            <td>${sent ? clock.format(sent.at) : "not recorded"}</td>
            <td>${taken ? clock.format(taken.at) : untaken(isFinished, leftOut)}</td>
            <td>${wait === undefined ? "–" : clock.format(wait)}</td>
          </tr>`;
        })}
      </tbody>
    </table>
  </div>`;
}

export const tableStyles = css`
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
    padding: 0.1rem 0.8rem 0.1rem 0;
    text-align: right;
    font-weight: normal;
    white-space: nowrap;
  }
  thead th {
    color: var(--quiet);
    font-family: var(--sans);
    font-size: 0.82rem;
    vertical-align: bottom;
    white-space: normal;
  }
  thead th:nth-child(n + 4) {
    min-width: 3.4rem;
  }
  thead th:last-child {
    min-width: 5rem;
  }
  th:first-child,
  td:nth-child(2),
  td:nth-child(3),
  thead th:nth-child(-n + 3) {
    text-align: left;
  }
`;
