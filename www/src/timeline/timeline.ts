/**
 * The live picture of a run: one lane a worker, what it did when, and the same as a table. Give it the events of a run
 * between `begin` and `finish`. Zoom with the buttons, the keys + − ← → 0, ctrl and the wheel; drag to move.
 */
import { css, html, LitElement, type PropertyValues } from "lit";
import type { RunEvent } from "../api/types";
import { ms } from "../elements/format";
import { Paced } from "../elements/paced";
import { prose } from "../elements/prose";
import { controls } from "../styles/sheets";
import { draw, type Layout, layout, nameOf, timeAt, type View } from "./draw";
import { legend, legendStyles } from "./legend";
import { spanAt, TraceModel } from "./model";
import { type Paint, readPaint } from "./paint";
import "./table";

export class Timeline extends LitElement {
  static override properties = {
    _empty: { state: true },
    _model: { state: true },
    _view: { state: true },
    _pointed: { state: true },
  };

  declare _empty: boolean;
  declare _model: TraceModel;
  /** Undefined shows the whole run, as far as it has come. */
  declare _view: View | undefined;
  declare _pointed: string;

  #paint: Paint | undefined;
  readonly #paced = new Paced(() => this.#draw());
  /** The page's clock when the run's was zero, as well as its events tell. */
  #origin = Infinity;
  #layout: Layout = layout(0, 1);
  #dragFrom: { x: number; view: View } | undefined;
  readonly #resize = new ResizeObserver(() => this.#schedule());
  readonly #scheme = matchMedia("(prefers-color-scheme: dark)");
  readonly #repaint = () => {
    this.#paint = undefined;
    this.#schedule();
  };

  static override styles = [
    controls,
    legendStyles,
    css`
      :host {
        display: block;
      }
      .head {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        justify-content: space-between;
        gap: 0.2rem 1rem;
        margin-bottom: 0.3rem;
      }
      h2 {
        margin: 0;
      }
      canvas {
        display: block;
        width: 100%;
        touch-action: pan-y;
      }
      .foot {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: 0.2rem 0.4rem;
        min-height: 2rem;
      }
      .foot button {
        min-width: 2rem;
        padding: 0.05rem 0.4rem;
      }
      .pointed {
        flex: 1;
        min-width: 0;
      }
      .invitation {
        margin: 0;
        padding: 0.5rem 0 0.8rem;
        color: var(--quiet);
        font-style: italic;
      }
    `,
  ];

  constructor() {
    super();
    this._empty = true;
    this._model = new TraceModel();
    this._view = undefined;
    this._pointed = "";
  }

  /** A run begins: the picture is empty again. */
  begin(): void {
    this._model = new TraceModel();
    this._empty = true;
    this._view = undefined;
    this._pointed = "";
    this.#origin = Infinity;
    this.#schedule();
  }

  add(events: RunEvent[]): void {
    this._model.add(events);
    this.#origin = Math.min(this.#origin, performance.now() - this._model.end);
    this._empty &&= this._model.lanes.size === 0;
    this.#schedule();
  }

  /** The run is over, after this many milliseconds (undefined: it gave none, and ended with its last event). */
  finish(wallMs: number | undefined): void {
    this._model.finish(wallMs ?? this._model.end);
    this._empty = this._model.lanes.size === 0;
    this.requestUpdate();
    this.#schedule();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resize.observe(this);
    this.#scheme.addEventListener("change", this.#repaint);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resize.disconnect();
    this.#scheme.removeEventListener("change", this.#repaint);
    this.#paced.cancel();
  }

  override render() {
    if (this._empty) {
      const invitation = "Each worker’s lane appears here when the lesson runs.";
      return html`<h2>Timeline</h2><p class="invitation">${invitation}</p>`;
    }
    return html`
      <div class="head">
        <h2>Timeline</h2>
        ${legend(this.#hasMessages)}
      </div>
      <canvas
        tabindex="0"
        role="img"
        aria-label=${this.#summary()}
        @keydown=${this.#key}
        @wheel=${this.#wheel}
        @pointerdown=${this.#press}
        @pointermove=${this.#move}
        @pointerup=${this.#release}
        @pointercancel=${this.#release}
        @pointerleave=${() => {
          this._pointed = "";
        }}
      ></canvas>
      <div class="foot">
        <button class="small" aria-label="Zoom in" @click=${() => this.#zoom(0.5)}>+</button>
        <button class="small" aria-label="Zoom out" @click=${() => this.#zoom(2)}>−</button>
        <button class="small" aria-label="Earlier" ?disabled=${!this._view} @click=${() => this.#pan(-0.25)}>←</button>
        <button class="small" aria-label="Later" ?disabled=${!this._view} @click=${() => this.#pan(0.25)}>→</button>
        <button class="small" ?disabled=${!this._view} @click=${this.#whole}>Whole run</button>
        <span class="pointed aside">${prose(this._pointed)}</span>
      </div>
      <mh-timeline-table .model=${this._model}></mh-timeline-table>
    `;
  }

  override updated(changed: PropertyValues): void {
    if (changed.has("_empty")) this.#paint = undefined;
    this.#schedule();
  }

  get #hasMessages(): boolean {
    return this._model.sorted.some((lane) => lane.sent + lane.received > 0);
  }

  #summary(): string {
    const { lanes, end, finished } = this._model;
    if (!finished) return "Timeline of the run, which is going on";
    return `Timeline: what ${lanes.size} workers did in ${ms(end)}. The table below says the same.`;
  }

  #now(): number {
    const { finished, end } = this._model;
    return finished || this.#origin === Infinity ? end : Math.max(end, performance.now() - this.#origin);
  }

  #shown(): View {
    return this._view ?? { from: 0, to: Math.max(this.#now(), 0.01) };
  }

  #schedule(): void {
    if (this.isConnected) this.#paced.ask();
  }

  #draw(): void {
    // While a worker is in a state, its bar grows with the time.
    if (!this._model.finished && !this._empty) this.#schedule();
    const canvas = this.renderRoot.querySelector("canvas");
    const context = canvas?.getContext("2d");
    if (!canvas || !context) return;
    const scale = devicePixelRatio || 1;
    this.#layout = layout(canvas.clientWidth, this._model.lanes.size);
    const { width, height } = this.#layout;
    if (canvas.width !== Math.round(width * scale) || canvas.height !== Math.round(height * scale)) {
      canvas.width = Math.round(width * scale);
      canvas.height = Math.round(height * scale);
      canvas.style.height = `${height}px`;
      this.#paint = undefined;
    }
    context.setTransform(scale, 0, 0, scale, 0, 0);
    this.#paint ??= readPaint(context, scale);
    draw(context, this._model, this.#shown(), this.#now(), this.#layout, this.#paint);
  }

  #zoom(factor: number, around?: number): void {
    const { from, to } = this.#shown();
    const centre = around ?? (from + to) / 2;
    const width = Math.max(0.001, (to - from) * factor);
    if (width >= this.#now()) {
      this.#whole();
      return;
    }
    const start = centre - ((centre - from) / (to - from)) * width;
    this.#show(start, width);
  }

  #pan(part: number): void {
    const { from, to } = this.#shown();
    this.#show(from + part * (to - from), to - from);
  }

  #show(from: number, width: number): void {
    const start = Math.max(0, Math.min(from, this.#now() - width));
    this._view = { from: start, to: start + width };
  }

  #whole = (): void => {
    this._view = undefined;
  };

  #key(event: KeyboardEvent): void {
    const actions: { [key: string]: () => void } = {
      "+": () => this.#zoom(0.5),
      "=": () => this.#zoom(0.5),
      "-": () => this.#zoom(2),
      ArrowLeft: () => this.#pan(-0.1),
      ArrowRight: () => this.#pan(0.1),
      0: this.#whole,
    };
    const action = event.ctrlKey || event.metaKey || event.altKey ? undefined : actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  }

  #wheel(event: WheelEvent): void {
    // The plain wheel scrolls the page.
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      this.#zoom(1.0015 ** event.deltaY, timeAt(event.offsetX, this.#layout, this.#shown()));
    } else if (this._view && event.deltaX !== 0) {
      event.preventDefault();
      this.#pan(event.deltaX / this.#layout.width);
    }
  }

  #press(event: PointerEvent): void {
    if (!this._view) return;
    this.#dragFrom = { x: event.offsetX, view: this._view };
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
  }

  #release(): void {
    this.#dragFrom = undefined;
  }

  #move(event: PointerEvent): void {
    if (this.#dragFrom) {
      const { x, view } = this.#dragFrom;
      const moved = timeAt(x, this.#layout, view) - timeAt(event.offsetX, this.#layout, view);
      this.#show(view.from + moved, view.to - view.from);
      return;
    }
    const time = timeAt(event.offsetX, this.#layout, this.#shown());
    const lane = this._model.sorted[Math.floor((event.offsetY - this.#layout.top) / this.#layout.lane)];
    const span = lane && spanAt(lane, time);
    if (!lane || time < 0) this._pointed = "";
    else {
      const until = span === lane.open ? this.#now() : (span?.to ?? 0);
      const what = span ? `${span.label}, ${ms(until - span.from)} from ${ms(span.from)}` : "nothing recorded";
      this._pointed = `${lane.worker === 0 ? "main" : `worker ${nameOf(lane)}`}: ${what}`;
    }
  }
}

customElements.define("mh-timeline", Timeline);
