/**
 * The messages of a run as a sequence diagram: who sent what to whom, and when it was taken. Give it the events of a run
 * between `begin` and `finish`; it shows nothing until a message has come.
 */
import { msg } from "@lit/localize";
import { css, html, nothing } from "lit";
import type { Lesson, RunEvent, RunRecord } from "../../api/types";
import { dataTable, dataTableStyles } from "../../charts/table";
import { type KeyList, takesKey } from "../../kit/keys";
import { LaterElement } from "../../kit/later";
import { controls, head } from "../../styles/sheets";
import type { Picture } from "../run-picture";
import { draw, drawingStyles, layout } from "./draw";
import { legend, legendStyles } from "./legend";
import { SequenceModel, type Window } from "./model";
import type { Message } from "./order";
import { tableOf } from "./table";
import { describe, missing, range, summary } from "./words";

/** While messages come, the picture follows them this often. */
const REFRESH_MS = 300;

const keys = (): KeyList => [
  ["←  →", msg("the messages before, the messages after")],
  ["↑  ↓", msg("from one message to the next")],
  [msg("Home  End", { id: "keys-home-end", desc: "The names of two keys" }), msg("the first messages, the last ones")],
  ["Esc", msg("no message", { id: "key-no-message", desc: "What a key does: no message stands out" })],
];

export class Sequence extends LaterElement implements Picture {
  static override properties = {
    lesson: { attribute: false },
    record: { attribute: false },
    empty: { type: Boolean, reflect: true },
    _window: { state: true },
    _pointed: { state: true },
    _room: { state: true },
    _open: { state: true },
  };

  declare lesson: Lesson;
  declare record: RunRecord | undefined;
  declare empty: boolean;
  declare _window: number;
  declare _pointed: Message | undefined;
  /** How wide the picture may be, in CSS pixels. */
  declare _room: number;
  declare _open: boolean;

  #model = new SequenceModel();
  #isOver = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #resize = new ResizeObserver(([entry]) => {
    this._room = Math.floor(entry?.contentRect.width ?? 0);
  });

  static override styles = [
    controls,
    legendStyles,
    drawingStyles,
    dataTableStyles,
    head,
    css`
      :host {
        display: block;
      }
      :host([empty]) {
        display: none;
      }
      .box {
        overflow-x: auto;
      }
      .box > svg {
        display: block;
        /* Room for the ring that shows the focus. */
        outline-offset: -2px;
      }
      .foot {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: 0.2rem 0.6rem;
        margin: 0.2rem 0;
      }
      .foot button {
        padding: 0.05rem 0.4rem;
      }
      .more {
        display: flex;
        flex-wrap: wrap;
        gap: 0 1.2rem;
      }
      .more > * {
        max-width: 100%;
      }
      .told {
        min-height: 1.4rem;
        margin: 0.1rem 0;
        font-family: var(--sans);
        font-size: 0.82rem;
      }
      .missing {
        margin: 0 0 0.2rem;
      }
    `,
  ];

  constructor() {
    super();
    this.record = undefined;
    this.empty = true;
    this._window = 0;
    this._pointed = undefined;
    this._room = 0;
    this._open = false;
  }

  /** A run begins: there is nothing to show again. */
  begin(isOver = false): void {
    this.#isOver = isOver;
    this.#model = new SequenceModel();
    this.empty = true;
    this._window = 0;
    this._pointed = undefined;
    this.requestUpdate();
  }

  add(events: RunEvent[]): void {
    this.#model.add(events);
    if (this.#model.kept > 0 && !this.#isOver) this.#timer ??= setTimeout(this.#refresh, REFRESH_MS);
  }

  finish(): void {
    this.#model.finished = true;
    this.isLarge = true;
    this.#refresh();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resize.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resize.disconnect();
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  protected override willUpdate(): void {
    // A receipt that comes late can move what is in which window.
    this._window = Math.max(0, Math.min(this._window, this.#model.windows.length - 1));
  }

  override render() {
    const window = this.#shown();
    if (!window) return nothing;
    const { finished } = this.#model;
    const at = layout(window, this._room);
    const [isFirst, isLast] = [this._window === 0, this._window === this.#model.windows.length - 1];
    const earlier = msg("Earlier", { id: "messages-earlier", desc: "Button: shows earlier messages" });
    const later = msg("Later", { id: "messages-later", desc: "Button: shows later messages" });
    return html`
      <div class="head">
        <h2>${msg("Messages")}</h2>
        ${legend(window)}
      </div>
      <div class="box">
        <svg
          width=${at.width}
          height=${at.height}
          tabindex="0"
          role="img"
          aria-label=${summary(window, this.#model)}
          @keydown=${this.#key}
          @pointerleave=${this.#leave}
        >
          ${draw(window, at, this._pointed, (message) => {
            this._pointed = message;
          })}
        </svg>
      </div>
      <p class="told aside" aria-live="polite">
        ${
          this._pointed
            ? describe(this._pointed, finished, this.#leftOut)
            : msg("Point at an arrow, or go from one to the next with ↑ and ↓, to read its times.")
        }
      </p>
      <div class="foot">
        ${this.#button(earlier, msg("Earlier messages"), isFirst, -1)} ${this.#button(later, msg("Later messages"), isLast, 1)}
        <span class="aside range" aria-live=${finished ? "polite" : "off"}>${range(window, this.#model)}</span>
      </div>
      ${missing(window, this.#model, this.#leftOut).map((sentence) => html`<p class="missing aside">${sentence}</p>`)}
      <div class="more">
      <mh-keys heading=${msg("Keys", { id: "keys", desc: "The keys of the keyboard" })} .list=${keys()}></mh-keys>
      <details ?open=${this._open} @toggle=${this.#toggle}>
        <summary>${msg("The messages as a table")}</summary>
        ${this._open ? dataTable(tableOf(window, finished, this.#leftOut)) : nothing}
      </details>
      </div>
    `;
  }

  /** How many events the engine left out of the run. */
  get #leftOut(): number {
    return Number(this.record?.metrics.events_left_out ?? 0);
  }

  /** One that cannot be pressed keeps the focus, so that whoever pressed it to the end can go back. */
  #button(name: string, label: string, isOff: boolean, by: number) {
    const move = () => this.#show(this._window + by);
    return html`<button class="small" aria-label=${label} aria-disabled=${isOff} @click=${move}>
      ${name}
    </button>`;
  }

  #shown(): Window | undefined {
    return this.#model.windows[this._window];
  }

  #refresh = (): void => {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.empty = this.#model.kept === 0;
    this.requestUpdate();
  };

  /** Shows another window, as far as there is one. */
  #show(window: number): void {
    const last = this.#model.windows.length - 1;
    const next = Math.max(0, Math.min(window, last));
    if (next === this._window) return;
    this._window = next;
    this._pointed = undefined;
  }

  #key(event: KeyboardEvent): void {
    const actions: { [key: string]: () => void } = {
      ArrowLeft: () => this.#show(this._window - 1),
      ArrowRight: () => this.#show(this._window + 1),
      ArrowUp: () => this.#step(-1),
      ArrowDown: () => this.#step(1),
      Home: () => this.#show(0),
      End: () => this.#show(this.#model.windows.length - 1),
      Escape: () => {
        this._pointed = undefined;
      },
    };
    const action = takesKey(event) ? actions[event.key] : undefined;
    if (!action) return;
    event.preventDefault();
    action();
  }

  /** From the message that stands out to the next one, over the window's edge too. */
  async #step(by: 1 | -1): Promise<void> {
    const messages = this.#shown()?.messages ?? [];
    const here = this._pointed ? messages.indexOf(this._pointed) : -1;
    let next = here < 0 ? undefined : messages[here + by];
    if (here >= 0 && !next) {
      const before = this._window;
      this.#show(before + by);
      if (this._window === before) return;
    }
    next ??= this.#shown()?.messages.at(by > 0 ? 0 : -1);
    this._pointed = next;
    await this.updateComplete;
    this.renderRoot.querySelector(".number.pointed")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  #leave(event: PointerEvent): void {
    // A finger leaves as soon as it has pointed.
    if (event.pointerType === "mouse") this._pointed = undefined;
  }

  #toggle(event: Event): void {
    this._open = (event.target as HTMLDetailsElement).open;
  }
}

customElements.define("mh-sequence", Sequence);
