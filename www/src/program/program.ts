/**
 * A lesson's program in Python, as the parameters are set, beside the Rust that really runs. Both are plain text until somebody
 * looks; then they are coloured, and the Python follows the parameters: the engine writes it.
 */
import { msg } from "@lit/localize";
import { css, html, type PropertyValues, type TemplateResult } from "lit";
import { guard } from "lit/directives/guard.js";
import type { Lesson, Listing } from "../api/types";
import { runs } from "../engine/runs";
import { LaterElement } from "../kit/later";
import type { Setting } from "../setting/address";
import { controls } from "../styles/sheets";
import type { colour as Colour, Language } from "./highlight";

/** While somebody types a value, not every letter is worth a listing. */
const SETTLED_MS = 200;

export class Program extends LaterElement {
  static override properties = {
    lesson: { attribute: false },
    setting: { attribute: false },
    _listing: { state: true },
    _colour: { state: true },
  };

  declare lesson: Lesson;
  declare setting: Setting;
  declare _listing: Listing;
  /** Gives text its colours, once it has loaded. */
  declare _colour: typeof Colour | undefined;
  #isOpen = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The number of the latest wish: an answer to an earlier one comes too late. */
  #latest = 0;

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
        padding: 0.7rem 0.9rem;
        overflow: auto;
        background: var(--wash);
        font-size: 0.82rem;
        line-height: 1.45;
        tab-size: 4;
      }
      pre {
        width: max-content;
        margin: 0;
        font-size: inherit;
      }
      mark {
        border-radius: 0.15em;
        background: color-mix(in srgb, var(--accent) 13%, transparent);
        color: inherit;
        text-decoration: underline dotted color-mix(in srgb, var(--accent) 70%, transparent);
        text-underline-offset: 0.2em;
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

  constructor() {
    super();
    this._colour = undefined;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#forget();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("lesson")) this._listing = this.lesson.listing;
    if (changed.has("lesson") || changed.has("setting")) this.#follow(SETTLED_MS);
  }

  override render() {
    const { _listing: listing, _colour: colour } = this;
    const { rust } = this.lesson;
    return html`<details @toggle=${this.#toggle}>
      <summary>${msg("The program: in Python, and the Rust that runs here")}</summary>
      <div class="both">
        <figure>
          <figcaption>Python</figcaption>
          <div class="code" tabindex="0" role="region" aria-label="Python">
            <pre><code>${guard([listing, colour], () => withMarks(listing, inPieces("python", listing.source, colour)))}</code></pre>
          </div>
        </figure>
        <figure>
          <figcaption>Rust, <code>${rust.path}</code></figcaption>
          <div class="code" tabindex="0" role="region" aria-label="Rust">
            <pre><code>${guard([rust, colour], () => inPieces("rust", rust.source, colour)(0, rust.source.length))}</code></pre>
          </div>
        </figure>
      </div>
    </details>`;
  }

  async #toggle(event: Event): Promise<void> {
    this.#isOpen = (event.currentTarget as HTMLDetailsElement).open;
    this.#follow(0);
    // Where the colours cannot be loaded, the programs are still there to be read.
    if (this.#isOpen) this._colour ??= (await import("./highlight").catch(() => undefined))?.colour;
  }

  /** Brings the Python to what is set, if somebody looks. The defaults need no engine. */
  #follow(afterMs: number): void {
    this.#forget();
    if (!this.#isOpen) return;
    const { preset, params } = this.setting;
    if (preset === undefined && Object.values(params).every((value) => value === undefined)) {
      this._listing = this.lesson.listing;
    } else {
      this.#timer = setTimeout(() => void this.#ask(), afterMs);
    }
  }

  async #ask(): Promise<void> {
    const mine = this.#latest;
    const { preset, params } = this.setting;
    try {
      const listing = await runs.listing(this.lesson.id, params, preset);
      if (mine === this.#latest) this._listing = listing;
    } catch {
      // A value that is not allowed is told at its field, and an engine that cannot load at the run: the last listing stays.
    }
  }

  #forget(): void {
    clearTimeout(this.#timer);
    this.#latest++;
  }
}

/** The text from one place to another. */
type Piece = (from: number, to: number) => (string | TemplateResult)[];

/** In colour where the colours have loaded. */
function inPieces(language: Language, text: string, colour: typeof Colour | undefined): Piece {
  return colour?.(language, text) ?? ((from, to) => [text.slice(from, to)]);
}

/** The program, with each value that follows a parameter marked; its title is the parameter's name. */
function withMarks({ source, marks }: Listing, piece: Piece) {
  const parts: ReturnType<Piece> = [];
  let at = 0;
  for (const { parameter, kind, from, to } of marks) {
    if (kind !== "value") continue;
    parts.push(...piece(at, from), html`<mark title=${parameter}>${piece(from, to)}</mark>`);
    at = to;
  }
  return [...parts, ...piece(at, source.length)];
}

customElements.define("mh-program", Program);
