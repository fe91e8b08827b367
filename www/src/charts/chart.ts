/**
 * The frame of every chart: its title, a legend, the drawing as wide as there is room, and the table behind it.
 *
 *     <mh-chart heading="Speed-up" .label=${"Speed-up 1.9 with 2 workers."} .draw=${bars({…})} .table=${{…}}></mh-chart>
 *
 * What stands between its tags is a note below the drawing.
 */
import { msg, str } from "@lit/localize";
import { css, html, nothing, type SVGTemplateResult, svg } from "lit";
import { LaterElement } from "../kit/later";
import { controls, head } from "../styles/sheets";
import { axisStyles } from "./axis";
import { hatchings, type Key, keySign, markStyles } from "./marks";
import { type DataTable, dataTable, dataTableStyles } from "./table";

export interface Drawing {
  height: number;
  content: SVGTemplateResult | SVGTemplateResult[];
  legend?: Key[];
}

/** Makes a drawing of this width, in CSS pixels. */
export type Draw = (width: number) => Drawing;

/** Narrower than this nothing can be read. */
const LEAST_WIDTH = 200;

/** Drawings one below the other, as one. */
export function stacked(draws: Draw[], gap = 6): Draw {
  return (width) => {
    let height = -gap;
    const parts = draws.map((draw) => {
      const drawing = draw(width);
      const top = height + gap;
      height = top + drawing.height;
      return { ...drawing, content: svg`<g transform="translate(0 ${top})">${drawing.content}</g>` };
    });
    const legend = parts.flatMap((part) => part.legend ?? []);
    return { height: Math.max(0, height), content: parts.map(({ content }) => content), legend };
  };
}

export class Chart extends LaterElement {
  static override properties = {
    heading: {},
    label: { attribute: false },
    draw: { attribute: false },
    table: { attribute: false },
    _width: { state: true },
    _open: { state: true },
  };

  /** What it shows, in a few words. */
  declare heading: string;
  /** What can be read off it, in a sentence: for those who do not see it. */
  declare label: string;
  declare draw: Draw;
  declare table: DataTable;
  declare _width: number;
  declare _open: boolean;

  readonly #resize = new ResizeObserver(([entry]) => {
    const width = Math.floor(entry?.contentRect.width ?? 0);
    this.isLarge ||= width !== this._width;
    this._width = width;
  });

  static override styles = [
    controls,
    head,
    axisStyles,
    markStyles,
    dataTableStyles,
    css`
      :host {
        display: block;
      }
      .legend {
        display: flex;
        flex-wrap: wrap;
        gap: 0.1rem 0.9rem;
        margin: 0;
        padding: 0;
        list-style: none;
        color: var(--quiet);
        font-family: var(--sans);
        font-size: 0.82rem;
      }
      .legend svg {
        vertical-align: -0.15em;
      }
      svg {
        display: block;
        max-width: 100%;
        overflow: visible;
      }
      .legend svg {
        display: inline;
      }
      /* The table beside the notes, until it is open. */
      .foot {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        justify-content: space-between;
        gap: 0 1rem;
        margin-top: 0.2rem;
      }
      .notes {
        flex: 1 1 14rem;
      }
      details {
        min-width: 0;
        max-width: 100%;
      }
      details[open] {
        flex-basis: 100%;
      }
      ::slotted(*) {
        margin: 0 0 0.2rem;
        color: var(--quiet);
        font-family: var(--sans);
        font-size: 0.82rem;
        line-height: 1.4;
      }
    `,
  ];

  constructor() {
    super();
    this.heading = "";
    this.label = "";
    this._width = 0;
    this._open = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resize.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resize.disconnect();
  }

  override willUpdate(): void {
    // It takes its place at once, and not one frame later: what comes after it stays where it is.
    if (this._width === 0) this._width = Math.floor(this.clientWidth);
  }

  override render() {
    const width = Math.max(LEAST_WIDTH, this._width);
    const drawing = this._width > 0 ? this.draw(width) : undefined;
    return html`
      <div class="head">
        <h2>${this.heading}</h2>
        ${drawing?.legend?.length ? this.#legend(drawing.legend) : nothing}
      </div>
      ${
        drawing
          ? html`<svg width=${width} height=${drawing.height} role="img" aria-label=${this.label}>
              ${hatchings} ${drawing.content}
            </svg>`
          : nothing
      }
      <div class="foot">
        <div class="notes"><slot></slot></div>
        <details @toggle=${this.#toggle}>
          <summary aria-label=${msg(str`${this.heading}, as a table`)}>${msg("As a table")}</summary>
          ${this._open ? dataTable(this.table) : nothing}
        </details>
      </div>
    `;
  }

  #legend(keys: Key[]) {
    return html`<ul class="legend">
      ${keys.map((key) => html`<li><svg width="24" height="14" aria-hidden="true">${keySign(key)}</svg> ${key.label}</li>`)}
    </ul>`;
  }

  #toggle(event: Event): void {
    this._open = (event.target as HTMLDetailsElement).open;
  }
}

customElements.define("mh-chart", Chart);
