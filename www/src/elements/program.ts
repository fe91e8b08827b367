/** The Python that a lesson mirrors beside the Rust that really runs. */
import { css, html, LitElement } from "lit";
import type { Lesson } from "../api/types";
import { controls } from "../styles/sheets";

export class Program extends LitElement {
  static override properties = { lesson: { attribute: false } };

  declare lesson: Lesson;

  static override styles = [
    controls,
    css`
      :host {
        display: block;
        container-type: inline-size;
      }
      .both {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 1rem 2rem;
      }
      @container (min-width: 60rem) {
        .both {
          grid-template-columns: minmax(0, 2fr) minmax(0, 3fr);
        }
      }
      figure {
        min-width: 0;
        margin: 0.6rem 0 0;
      }
      figcaption {
        margin-bottom: 0.3rem;
        font-family: var(--sans);
        font-size: 0.9rem;
      }
      pre {
        max-height: 32rem;
        margin: 0;
        padding: 0.7rem 0.9rem;
        overflow: auto;
        background: var(--wash);
        font-size: 0.82rem;
        line-height: 1.45;
        tab-size: 4;
      }
    `,
  ];

  override render() {
    const { python, rust } = this.lesson;
    return html`<details>
      <summary>The program: in Python, and the Rust that runs here</summary>
      <div class="both">
        <figure>
          <figcaption>Python</figcaption>
          <pre tabindex="0"><code>${python}</code></pre>
        </figure>
        <figure>
          <figcaption>Rust, <code>${rust.path}</code></figcaption>
          <pre tabindex="0"><code>${rust.source}</code></pre>
        </figure>
      </div>
    </details>`;
  }
}

customElements.define("mh-program", Program);
