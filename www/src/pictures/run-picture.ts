/**
 * What every picture of a run is: an element that has the lesson, hears the run's events while it goes, and has the
 * record once the run is over. It shows nothing until there is something to show.
 */
import { msg } from "@lit/localize";
import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { Lesson, Params, RunEvent, RunRecord } from "../api/types";
import { counted } from "../kit/format";
import { LaterElement } from "../kit/later";
import { controls } from "../styles/sheets";

/** Whoever follows a run: told when it begins, what happens, and when it is over. */
export interface Sink {
  /** A run will be shown soon: what is needed for that may come already. */
  prepare?(): void;
  /** `isOver` where the run was before: nothing is drawn of it until it is told to `finish`. */
  begin(isOver?: boolean): void;
  add(events: RunEvent[]): void;
  finish?(wallMs: number | undefined): void;
}

/** What `mh-pictures` needs of an element. */
export interface Picture extends HTMLElement, Sink {
  readonly updateComplete: Promise<boolean>;
  lesson: Lesson;
  record: RunRecord | undefined;
  /** The reader's run before, which stands behind this one as an outline. */
  previous?: RunRecord | undefined;
}

/** While events come, the picture follows them this often. */
const REFRESH_MS = 250;

/** Asks for a link to what a picture shows: the parameters that say so, and who is told what became of it. */
export type LinkEvent = CustomEvent<{ params: Params; said: (text: string) => void }>;

export type Drawn = TemplateResult | TemplateResult[] | typeof nothing;

export abstract class RunPicture extends LaterElement implements Picture {
  static override properties = {
    lesson: { attribute: false },
    record: { attribute: false },
    previous: { attribute: false },
  };

  declare lesson: Lesson;
  declare record: RunRecord | undefined;
  declare previous: RunRecord | undefined;
  /** Whether the run is over, however it ended. */
  protected hasEnded = false;
  #isOver = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  static override styles = [
    controls,
    css`
      :host {
        display: block;
      }
      :host([empty]) {
        display: none;
      }
      mh-chart + mh-chart {
        display: block;
        margin-top: 1rem;
      }
    `,
  ];

  constructor() {
    super();
    this.record = this.previous = undefined;
    this.toggleAttribute("empty", true);
  }

  begin(isOver = false): void {
    this.#isOver = isOver;
    this.hasEnded = false;
    this.record = undefined;
    this.forget();
    this.requestUpdate();
  }

  add(events: RunEvent[]): void {
    if (this.hear(events) && !this.#isOver) this.#timer ??= setTimeout(this.#refresh, REFRESH_MS);
  }

  finish(wallMs?: number): void {
    this.hasEnded = true;
    this.isLarge = true;
    this.end(wallMs);
    this.#refresh();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  override render(): Drawn {
    const drawn = this.draw();
    this.toggleAttribute("empty", drawn === nothing);
    return drawn;
  }

  /** Nothing of an earlier run is known any more. */
  protected forget(): void {}

  /** Takes events as they come; says whether they change the picture. */
  protected hear(_events: RunEvent[]): boolean {
    return false;
  }

  /** The run is over, after so many milliseconds if it was not ended early. */
  protected end(_wallMs: number | undefined): void {}

  protected abstract draw(): Drawn;

  /**
   * What the picture cannot show, in sentences; a picture that is drawn from events says what it lacks where so many of
   * them (“3 events”) were left out.
   */
  protected gaps(lacks?: (events: string) => string): TemplateResult[] {
    const leftOut = Number(this.record?.metrics.events_left_out ?? 0);
    const sentences: string[] = [];
    if (leftOut > 0 && lacks) sentences.push(lacks(counted(leftOut, msg("event"), msg("events"))));
    if (this.hasEnded && !this.record) sentences.push(msg("The run was ended early: this is what came until then."));
    return sentences.map((sentence) => note(sentence));
  }

  #refresh = (): void => {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.requestUpdate();
  };

  protected override willUpdate(changed: PropertyValues<this>): void {
    // Events of another lesson say nothing of this one.
    if (changed.has("lesson") && changed.get("lesson")) this.forget();
  }
}

/** A sentence below a drawing. */
export function note(sentence: string): TemplateResult {
  return html`<p>${sentence}</p>`;
}

/** In place of a drawing for which the run left nothing. */
export function missing(sentence: string): TemplateResult {
  return html`<p class="aside">${sentence}</p>`;
}
