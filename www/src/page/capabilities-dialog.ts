/** *What can this browser do?*: each thing that lessons use, whether it is there, why not, and how it could be. */
import { msg } from "@lit/localize";
import { css, html, nothing } from "lit";
import { type Capability, capabilities } from "../engine/capabilities";
import { Dialog } from "../kit/dialog";
import { details } from "./trouble";

export class CapabilitiesDialog extends Dialog {
  static override properties = { _capabilities: { state: true } };

  declare _capabilities: Capability[];

  static override styles = [
    ...Dialog.styles,
    css`
      table {
        width: 100%;
        border-collapse: collapse;
        line-height: 1.4;
      }
      th,
      td {
        padding: 0.5rem 0.8rem 0.5rem 0;
        border-top: 1px solid var(--rule);
        text-align: left;
        vertical-align: baseline;
        overflow-wrap: anywhere;
      }
      th {
        min-width: 9.8rem;
        font-family: var(--sans);
        font-size: 0.92rem;
        font-weight: 600;
      }
      .answer {
        font-family: var(--sans);
        white-space: nowrap;
      }
      .no {
        color: var(--bad);
      }
      /* On a phone the text stands below its name. */
      @media (max-width: 36rem) {
        tbody {
          display: block;
        }
        tr {
          display: grid;
          grid-template-columns: 1fr auto;
        }
        td:last-child {
          grid-column: 1 / -1;
          padding-top: 0;
          border-top: 0;
        }
      }
      td p {
        margin: 0;
      }
      td pre {
        margin: 0.3rem 0 0;
        white-space: pre-wrap;
      }
    `,
  ];

  constructor() {
    super();
    this._capabilities = [];
  }

  protected get heading() {
    return msg("What can this browser do?");
  }

  override async open(place: ParentNode): Promise<void> {
    await super.open(place);
    this._capabilities = await capabilities();
  }

  protected override body() {
    if (this._capabilities.length === 0) return html`<p role="status">${msg("Asks the browser…")}</p>`;
    const asked = msg(
      "This page, and the worker in which lessons run, were asked just now. Some fixes are for whoever runs the host, or the page around the lesson.",
    );
    const label = msg("Mend:", { desc: "What can be done where something is missing: a noun" });
    return html`
      <p>${asked}</p>
      <!-- The roles are said, because a phone's layout takes them from the elements. -->
      <table role="table">
        ${this._capabilities.map(
          ({ name, isThere, detail, mend, lines, said }) => html`<tr role="row">
            <th scope="row" role="rowheader">${name}</th>
            <td role="cell" class="answer ${isThere ? "" : "no"}">${isThere ? msg("✓ yes") : msg("✗ no")}</td>
            <td role="cell">
              <p>${detail}</p>
              ${mend ? html`<p><b>${label}</b> ${mend}</p>` : nothing}
              ${lines ? html`<pre tabindex="0"><code>${lines}</code></pre>` : nothing}
              ${said ? details(said) : nothing}
            </td>
          </tr>`,
        )}
      </table>
    `;
  }
}

customElements.define("mh-capabilities-dialog", CapabilitiesDialog);
