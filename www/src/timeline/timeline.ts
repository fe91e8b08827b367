/**
 * The live picture of a run: one lane a worker, what it did when, and the same as a table. Give it the events of a run
 * between `begin` and `finish`. What keys and pointers do is said in `words.ts`.
 */
import { msg, str } from "@lit/localize";
import { html, nothing, type PropertyValues } from "lit";
import type { PointEvent } from "../api/shows";
import type { Json, RunEvent, Shows } from "../api/types";
import { download } from "../kit/browser";
import { counted, ms } from "../kit/format";
import { takesKey } from "../kit/keys";
import { LaterElement } from "../kit/later";
import { Near } from "../kit/near";
import { Paced } from "../kit/paced";
import { Part } from "../kit/part";
import { prose } from "../kit/prose";
import { controls, head } from "../styles/sheets";
import { drawBefore } from "./before";
import { moved, type Place, placeAt } from "./cursor";
import { draw, namesWidth, type Phase } from "./draw";
import { Gestures, pointOf } from "./gestures";
import type { State } from "./lane";
import { legend, legendStyles } from "./legend";
import { drawLit, showsOf } from "./lit";
import { spanAt, TraceModel } from "./model";
import { type Paint, readPaint } from "./paint";
import { phasesOf } from "./phases";
import { mark } from "./place-mark";
import { Raster } from "./raster";
import { Recording } from "./recording";
import { startUp } from "./start-up";
import { timelineStyles } from "./timeline-styles";
import { type Layout, layout, roomForNames, timeAt, type View, within, zoomed } from "./view";
import { howToRead, keys, readOut } from "./words";
import "./table";

/** A reader who hears the page hears the cursor at most so often. */
const SAY_MS = 500;

export class Timeline extends LaterElement {
  static override properties = {
    lesson: { type: String },
    threads: { type: Boolean },
    leftOut: { type: Number },
    phases: { attribute: false },
    earlier: { attribute: false },
    lit: { attribute: false },
    _empty: { state: true },
    _model: { state: true },
    _view: { state: true },
    _pointed: { state: true },
    _said: { state: true },
    _state: { state: true },
  };

  /** The lesson's id, which the downloaded file tells. */
  declare lesson: string;
  /** Whether each lane is a thread of the reader's own program, by its name. */
  declare threads: boolean;
  /** How many events the engine left out of this run, when that is known. */
  declare leftOut: number | undefined;
  /** The parts of the run that have a name, as a record's `metrics.phases` has them. */
  declare phases: Json | undefined;
  /** How long the reader's run before took, in milliseconds. */
  declare earlier: number | undefined;
  /** What of the run somebody points at, in the program. */
  declare lit: readonly Shows[] | null;
  declare _empty: boolean;
  declare _model: TraceModel;
  /** Undefined shows the run as far as it has come, but for the time until its workers had started. */
  declare _view: View | undefined;
  /** What the cursor reads out, or the mouse where it points; and what of it is said aloud. */
  declare _pointed: string;
  declare _said: string;
  /** The state that stands out, because its entry in the legend is pointed at. */
  declare _state: State | undefined;

  #paint: Paint | undefined;
  readonly #trace = new Part(
    this,
    () => msg("What writes the trace did not load."),
    () => import("./trace"),
  );
  readonly #raster = new Raster();
  readonly #paced = new Paced(() => this.#draw());
  /** The page's clock when the run's was zero, as well as its events tell. */
  #origin = Infinity;
  #layout: Layout = layout(0, 1);
  #isOver = false;
  #phases: Phase[] = [];
  #recording = new Recording();
  #cursor: Place | undefined;
  /** Where the mouse is, in pixels. */
  #mouse: { x: number; y: number } | undefined;
  /** What was last told to be pointed at here. */
  #told = "null";
  #saying: ReturnType<typeof setTimeout> | undefined;
  readonly #gestures = new Gestures({
    point: (x, y) => this.#point({ x, y }),
    leave: () => this.#point(undefined),
    tap: (x, y) => this.#setCursor(placeAt(x, y, this.#layout, this.#shown(), this._model.lanes.size)),
    timeAt: (x) => timeAt(x, this.#layout, this.#shown()),
    bring: (time, x) => this.#bring(time, x),
    zoom: (factor, time, x) => {
      this.#zoom(factor, timeAt(x, this.#layout, this.#shown()));
      this.#bring(time, x);
    },
  });
  /** How wide its plot is, in CSS pixels: to ask the canvas would have the page laid out anew. */
  #width = 0;
  readonly #resize = new ResizeObserver((entries) => {
    const width = Math.round(entries.at(-1)?.contentRect.width ?? 0);
    // Higher it gets by its own drawing.
    if (width === this.#width) return;
    this.#width = width;
    this.#schedule();
  });
  readonly #near = new Near(
    () => this.#schedule(),
    () => this.#draw(),
  );
  readonly #scheme = matchMedia("(prefers-color-scheme: dark)");
  readonly #repaint = () => {
    this.#paint = undefined;
    this.#schedule();
  };

  static override styles = [controls, head, legendStyles, timelineStyles];

  constructor() {
    super();
    this.lesson = "run";
    this.threads = false;
    this.lit = null;
    this._empty = true;
    this._model = new TraceModel();
    this._view = undefined;
    this._pointed = this._said = "";
  }

  /** A run begins: the picture is empty again. */
  begin(isOver = false): void {
    this.#isOver = this.#near.mayWait = isOver;
    this._model = new TraceModel(this.threads);
    this.#recording = new Recording();
    this._empty = true;
    this._view = undefined;
    this.#origin = Infinity;
    this.#mouse = undefined;
    this.#setCursor(undefined);
    this.#tell(null);
  }

  add(events: RunEvent[]): void {
    this._model.add(events);
    this.#recording.add(events);
    if (this.#isOver) return;
    this.#origin = Math.min(this.#origin, performance.now() - this._model.end);
    this._empty &&= this._model.lanes.size === 0;
    this.#schedule();
  }

  /** The run is over, after this many milliseconds (undefined: it gave none, and ended with its last event). */
  finish(wallMs: number | undefined): void {
    this._model.finish(wallMs ?? this._model.end);
    this.isLarge = this.#isOver;
    this._empty = this._model.lanes.size === 0;
    this.requestUpdate();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#watchPlot();
    this.#scheme.addEventListener("change", this.#repaint);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resize.disconnect();
    this.#near.stop();
    this.#scheme.removeEventListener("change", this.#repaint);
    clearTimeout(this.#saying);
    this.#paced.cancel();
  }

  override render() {
    if (this._empty) {
      const invitation = this.threads
        ? msg("Each thread’s lane appears here when the program runs.")
        : msg("Each worker’s lane appears here when the lesson runs.");
      return html`<h2>${msg("Timeline")}</h2><p class="invitation">${invitation}</p>`;
    }
    const earlier = msg("Earlier", { id: "timeline-earlier", desc: "Button: shows an earlier part of the run" });
    const later = msg("Later", { id: "timeline-later", desc: "Button: shows a later part of the run" });
    return html`
      <div class="head">
        <h2>${msg("Timeline")}</h2>
        ${legend(this._model, (state) => {
          this._state = state;
        })}
      </div>
      <p class="reading">${howToRead(this._model)} ${this.#startUp()}</p>
      <div class="stage">
      <div class="plot">
        <canvas
          tabindex="0"
          role="application"
          aria-roledescription=${msg("timeline", { id: "timeline-role", desc: "What kind of thing it is, for those who hear the page" })}
          aria-label=${this.#summary()}
          class=${this._view ? "zoomed" : ""}
          @keydown=${this.#key}
          @wheel=${this.#wheel}
          @dblclick=${this.#doubleClick}
          @pointerdown=${this.#gestures.down}
          @pointermove=${this.#gestures.move}
          @pointerup=${this.#gestures.up}
          @pointercancel=${this.#gestures.cancel}
          @pointerleave=${this.#gestures.leave}
        ></canvas>
        <div class="row" hidden></div>
        <div class="line" hidden><span></span></div>
      </div>
      <p class="pointed" aria-hidden="true">${this._pointed ? prose(this._pointed) : nothing}</p>
      </div>
      <p class="unseen" role="status">${this._said}</p>
      <div class="foot">
        <button class="small" aria-label=${msg("Zoom in")} @click=${() => this.#zoom(0.5)}>+</button>
        <button class="small" aria-label=${msg("Zoom out")} @click=${() => this.#zoom(2)}>−</button>
        <button class="small" aria-label=${earlier} ?disabled=${!this._view} @click=${() => this.#pan(-0.25)}>←</button>
        <button class="small" aria-label=${later} ?disabled=${!this._view} @click=${() => this.#pan(0.25)}>→</button>
        <button class="small" ?disabled=${!this._view && this.#begin() === 0} @click=${this.#whole}>${msg("Whole run")}</button>
        <button class="small download" ?disabled=${!this._model.finished} @click=${this.#download}>${msg("Download trace")}</button>
      </div>
      ${this.#trace.notice}
      <div class="more">
        <mh-keys heading=${msg("Keys and gestures")} .list=${keys()}></mh-keys>
        <mh-timeline-table .model=${this._model}></mh-timeline-table>
      </div>
    `;
  }

  override willUpdate(changed: PropertyValues): void {
    if (changed.has("phases")) this.#phases = phasesOf(this.phases);
  }

  override updated(changed: PropertyValues): void {
    if (changed.has("_empty") || changed.has("_state")) this.#paint = undefined;
    if (changed.has("_empty")) this.#watchPlot();
    this.#schedule();
  }

  /** Each rendering that has a plot has a new one, and one that is put elsewhere in the page watches it again. */
  #watchPlot(): void {
    const plot = this.renderRoot.querySelector(".plot");
    this.#near.watch(plot);
    this.#resize.disconnect();
    if (plot) this.#resize.observe(plot);
  }

  #summary(): string {
    const { lanes, end, finished } = this._model;
    if (!finished) return msg("Timeline of the run, which is going on");
    const who = this.threads
      ? counted(lanes.size, msg("thread"), msg("threads"))
      : counted(lanes.size, msg("worker"), msg("workers"));
    return msg(
      str`Timeline: what ${who} did in ${ms(end)}. The arrow keys move a cursor that reads it out; the table below says the same.`,
    );
  }

  #now(): number {
    const { finished, end } = this._model;
    return finished || this.#origin === Infinity ? end : Math.max(end, performance.now() - this.#origin);
  }

  #shown(): View {
    return this._view ?? { from: this.#begin(), to: Math.max(this.#now(), 0.01) };
  }

  /** Where the picture begins when nothing else is asked for. */
  #begin(): number {
    return this._model.finished ? startUp(this._model) : 0;
  }

  #startUp() {
    const begin = this._view ? 0 : this.#begin();
    if (begin === 0) return nothing;
    return msg(str`The ${ms(round(begin))} until they began are left out.`, { desc: "they: the workers" });
  }

  #schedule(): void {
    // What a reader does is followed at once; what the run does, as there is time.
    if (this.isConnected) this.#paced.ask(this._model.finished || this._view !== undefined);
  }

  #draw(): void {
    const canvas = this.renderRoot.querySelector("canvas");
    const context = canvas?.getContext("2d");
    if (!canvas || !context || this.#width === 0) return;
    const scale = devicePixelRatio || 1;
    this.#layout = layout(this.#width, this._model.lanes.size, {
      hasMain: this._model.lanes.has(0),
      hasPhases: this.#phases.length > 1,
      names: namesWidth(context, this._model, roomForNames(this.#width)),
    });
    const { width, height } = this.#layout;
    if (canvas.width !== Math.round(width * scale) || canvas.height !== Math.round(height * scale)) {
      canvas.width = Math.round(width * scale);
      canvas.height = Math.round(height * scale);
      canvas.style.height = `${height}px`;
      this.#paint = undefined;
    }
    if (!this.#near.isNear) return;
    // While a worker is in a state, its bar grows with the time.
    if (!this._model.finished && !this._empty) this.#paced.ask();
    context.setTransform(scale, 0, 0, scale, 0, 0);
    this.#paint ??= readPaint(context, scale, this._state);
    draw(
      context,
      this.#raster,
      this._model,
      this.#shown(),
      this.#now(),
      this.#layout,
      this.#paint,
      this.#phases.length > 1 ? this.#phases : [],
    );
    drawBefore(context, this.earlier, this.#shown(), this.#layout, this.#paint);
    if (this.lit) drawLit(context, this._model, this.lit, this.#shown(), this.#now(), this.#layout, this.#paint);
    this.#markPlace();
  }

  /** The place that is read out: under the mouse, or else the cursor's. */
  #place(): Place | undefined {
    const { x, y } = this.#mouse ?? { x: -1, y: -1 };
    return placeAt(x, y, this.#layout, this.#shown(), this._model.lanes.size) ?? this.#cursor;
  }

  #markPlace(): void {
    const place = this.#place();
    const lane = place && this._model.sorted[place.row];
    this._pointed = lane ? readOut(lane, place.time, this.#now()) : "";
    mark(this.renderRoot, place, this.#layout, this.#shown());
    const span = lane && spanAt(lane, place.time);
    this.#tell(span ? showsOf(span) : null);
  }

  /** Tells by `point` which state is pointed at, if it is another one. */
  #tell(detail: Shows[] | null): void {
    const told = JSON.stringify(detail);
    if (told === this.#told) return;
    this.#told = told;
    this.dispatchEvent(new CustomEvent("point", { detail }) satisfies PointEvent);
  }

  #point(mouse: { x: number; y: number } | undefined): void {
    this.#mouse = mouse;
    this.#markPlace();
  }

  #setCursor(place: Place | undefined): void {
    this.#cursor = place;
    if (place) this.#saying ??= setTimeout(this.#say, SAY_MS);
    else this._said = "";
    this.#schedule();
  }

  #say = (): void => {
    this.#saying = undefined;
    const lane = this.#cursor && this._model.sorted[this.#cursor.row];
    this._said = this.#cursor && lane ? readOut(lane, this.#cursor.time, this.#now()) : "";
  };

  #zoom(factor: number, around?: number): void {
    const view = this.#shown();
    const cursor = this.#cursor?.time ?? Number.NaN;
    const isCursorIn = cursor >= view.from && cursor <= view.to;
    const end = this.#now();
    this._view = zoomed(view, factor, around ?? (isCursorIn ? cursor : (view.from + view.to) / 2), end);
    if (!this._view && this.#begin() > 0) this._view = { from: 0, to: end };
  }

  #pan(part: number): void {
    const { from, to } = this.#shown();
    this._view &&= within(from + part * (to - from), to - from, this.#now());
  }

  #bring(time: number, x: number): boolean {
    if (!this._view) return false;
    const { from, to } = this._view;
    this._view = within(from + time - timeAt(x, this.#layout, this._view), to - from, this.#now());
    return true;
  }

  #whole = (): void => {
    // Back to where it began; once more, and what was left out there is shown too.
    this._view = !this._view && this.#begin() > 0 ? { from: 0, to: this.#now() } : undefined;
  };

  #key(event: KeyboardEvent): void {
    if (!takesKey(event)) return;
    const actions: { [key: string]: () => void } = {
      "+": () => this.#zoom(0.5),
      "=": () => this.#zoom(0.5),
      "-": () => this.#zoom(2),
      0: this.#whole,
      Escape: () => this.#setCursor(undefined),
    };
    if (event.shiftKey) {
      actions.ArrowLeft = () => this.#pan(-0.1);
      actions.ArrowRight = () => this.#pan(0.1);
    }
    const action = actions[event.key];
    if (action) action();
    else if (!this.#moveCursor(event.key)) return;
    event.preventDefault();
  }

  /** False if the key is none of the cursor's. The view follows it. */
  #moveCursor(key: string): boolean {
    const view = this.#shown();
    const place = moved(key, this.#cursor, this.#layout, view, this._model.sorted, this.#now());
    if (!place) return false;
    this.#mouse = undefined;
    this.#setCursor(place);
    if (place.time < view.from || place.time > view.to) {
      const { left, right } = this.#layout;
      this.#bring(place.time, place.time < view.from ? left + (right - left) / 4 : right - (right - left) / 4);
    }
    return true;
  }

  #wheel(event: WheelEvent): void {
    // The plain wheel scrolls the page.
    const along = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      this.#zoom(1.0015 ** event.deltaY, timeAt(pointOf(event).x, this.#layout, this.#shown()));
    } else if (this._view && along !== 0) {
      event.preventDefault();
      this.#pan(along / this.#layout.width);
    }
  }

  #doubleClick(event: MouseEvent): void {
    this.#zoom(event.shiftKey ? 4 : 0.25, timeAt(pointOf(event).x, this.#layout, this.#shown()));
  }

  #download = async (): Promise<void> => {
    const part = await this.#trace.get(this.#download);
    if (!part) return;
    const { events, leftOut } = this.#recording;
    const lost = this.leftOut === undefined ? undefined : this.leftOut + leftOut;
    const json = JSON.stringify(part.chromeTrace(this.lesson, events, this._model.end * 1000, lost));
    download(`${this.lesson}-trace.json`, new Blob([json], { type: "application/json" }));
  };
}

/** To two digits: more would say nothing. */
function round(time: number): number {
  return Number(time.toPrecision(2));
}

customElements.define("mh-timeline", Timeline);
