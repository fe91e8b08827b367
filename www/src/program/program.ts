/**
 * The Python that a lesson mirrors beside the Rust that really runs. Both are plain text until somebody looks; then they
 * are coloured, and of the Rust the part that runs is what is seen first.
 */
import { msg, str } from "@lit/localize";
import { css, html, nothing, type PropertyValues } from "lit";
import type { Lesson } from "../api/types";
import { LaterElement } from "../kit/later";
import { controls } from "../styles/sheets";
import type { Coloured } from "./highlight";
import type { Part, Parts } from "./parts";

interface Shown {
  python: Coloured;
  rust: Coloured;
  parts: Parts;
}

export class Program extends LaterElement {
  static override properties = { lesson: { attribute: false }, _shown: { state: true } };

  declare lesson: Lesson;
  declare _shown: Shown | undefined;

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
      .code {
        max-height: 32rem;
        padding: 0.7rem 0;
        overflow: auto;
        background: var(--wash);
        font-size: 0.82rem;
        line-height: 1.45;
        tab-size: 4;
      }
      /* As wide as its longest line, so that a fold's line is as wide as the rest. */
      .inside {
        width: max-content;
        min-width: 100%;
      }
      pre {
        margin: 0;
        padding: 0 0.9rem;
        font-size: inherit;
      }
      .code summary {
        position: sticky;
        left: 0;
        width: max-content;
        max-width: 100cqi;
        padding: 0.2rem 0.9rem;
        font-size: 0.8rem;
      }
      .keyword {
        color: var(--code-keyword);
      }
      .string,
      .number {
        color: var(--code-string);
      }
      .comment,
      .meta {
        color: var(--quiet);
      }
      .type {
        color: var(--code-type);
      }
      .function {
        color: var(--code-function);
      }
    `,
  ];

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("lesson")) this._shown = undefined;
  }

  override render() {
    const { listing, rust } = this.lesson;
    const python = listing.source;
    const { _shown: shown } = this;
    return html`<details @toggle=${this.#open}>
      <summary>${msg("The program: in Python, and the Rust that runs here")}</summary>
      <div class="both">
        <figure>
          <figcaption>Python</figcaption>
          <div class="code" tabindex="0" role="region" aria-label="Python">
            <div class="inside">
              <pre><code>${shown ? shown.python.part(0, python.length) : python}</code></pre>
            </div>
          </div>
        </figure>
        <figure>
          <figcaption>Rust, <code>${rust.path}</code></figcaption>
          <div class="code rust" tabindex="0" role="region" aria-label="Rust">
            <div class="inside">
              ${
                shown
                  ? shown.parts.parts.map((part) => this.#part(shown, part))
                  : html`<pre><code>${rust.source}</code></pre>`
              }
            </div>
          </div>
        </figure>
      </div>
    </details>`;
  }

  #part({ rust, parts: { run } }: Shown, { from, to, folds, lines }: Part) {
    const text = (start: number, end: number) => html`<pre><code>${rust.part(start, end)}</code></pre>`;
    if (folds === undefined) {
      const at = run !== undefined && from < run && run < to ? run : from;
      return html`${at > from ? text(from, at) : nothing}
        <div class=${run === at ? "run" : ""}>${text(at, to)}</div>`;
    }
    const [first, last] = lines;
    return html`<details>
      <summary>${msg(str`Lines ${first} to ${last}: ${folds}`)}</summary>
      ${text(from, to)}
    </details>`;
  }

  async #open(event: Event): Promise<void> {
    const { lesson } = this;
    if (this._shown || !(event.currentTarget as HTMLDetailsElement).open) return;
    // Where it cannot be loaded, the programs are still there to be read.
    const loaded = await Promise.all([import("./highlight"), import("./parts")]).catch(() => undefined);
    if (!loaded || lesson !== this.lesson) return;
    const [{ colour }, { partsOf }] = loaded;
    const rust = colour("rust", lesson.rust.source);
    const parts = partsOf(rust.tree, lesson.rust.source);
    this._shown = { python: colour("python", lesson.listing.source), rust, parts };
    await this.updateComplete;
    const code = this.renderRoot.querySelector<HTMLElement>(".code.rust");
    const run = code?.querySelector<HTMLElement>(".run");
    if (code && run) code.scrollTop = run.offsetTop - code.offsetTop;
  }
}

customElements.define("mh-program", Program);
