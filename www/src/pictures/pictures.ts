/**
 * Some of the pictures that a lesson names, in their order. It hands the run's events on to them, and keeps what comes before
 * they have loaded.
 */
import { msg } from "@lit/localize";
import { css, html, LitElement, nothing, type PropertyValues } from "lit";
import type { Lesson, PictureKind, RunEvent, RunRecord } from "../api/types";
import { Part } from "../kit/part";
import { controls } from "../styles/sheets";
import { BEFORE_A_RUN, PICTURES } from "./registry";
import type { Picture, Sink } from "./run-picture";

export class Pictures extends LitElement implements Sink {
  static override properties = {
    lesson: { attribute: false },
    kinds: { attribute: false },
    record: { attribute: false },
    previous: { attribute: false },
    _pictures: { state: true },
  };

  declare lesson: Lesson;
  /** Which of the lesson's pictures stand here. */
  declare kinds: readonly PictureKind[];
  declare record: RunRecord | undefined;
  declare previous: RunRecord | undefined;
  declare _pictures: Picture[] | undefined;
  #loading = false;
  #loaded: Promise<void> | undefined;
  readonly #kinds = new Part(
    this,
    () => msg("The pictures of this lesson did not load."),
    () => Promise.all(this.kinds.map((kind) => PICTURES[kind]())),
  );
  /** Of the run so far, until the pictures are there to hear it themselves. */
  #heard: RunEvent[] = [];
  #isOver = false;
  #ended: { wallMs: number | undefined } | undefined;

  static override styles = [
    controls,
    css`
      /* Its pictures stand in the column that it stands in. */
      :host {
        display: contents;
      }
    `,
  ];

  constructor() {
    super();
    this.kinds = [];
    this.record = this.previous = undefined;
    this._pictures = undefined;
  }

  prepare(): void {
    if (!this._pictures) void this.#kinds.get(this.#load);
  }

  begin(isOver = false): void {
    this.#isOver = isOver;
    this.#heard = [];
    this.#ended = undefined;
    for (const picture of this._pictures ?? []) picture.begin(isOver);
    if (!this._pictures) this.#loaded = this.#load();
  }

  add(events: RunEvent[]): void {
    if (this._pictures) for (const picture of this._pictures) picture.add(events);
    else this.#heard.push(...events);
  }

  finish(wallMs: number | undefined): void {
    this.#ended = { wallMs };
    for (const picture of this._pictures ?? []) picture.finish?.(wallMs);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("lesson")) {
      if (changed.get("lesson")) this._pictures = undefined;
      if (this.kinds.some((kind) => BEFORE_A_RUN.has(kind))) this.#loaded = this.#load();
    }
    for (const picture of this._pictures ?? []) {
      picture.lesson = this.lesson;
      picture.record = this.record;
      picture.previous = this.previous;
    }
  }

  /** Its pictures are loaded and drawn by then. */
  protected override async getUpdateComplete(): Promise<boolean> {
    const isComplete = await super.getUpdateComplete();
    await this.#loaded;
    await Promise.all((this._pictures ?? []).map(({ updateComplete }) => updateComplete));
    return isComplete;
  }

  override render() {
    return this._pictures ?? (this.#kinds.isMissing ? html`<div>${this.#kinds.notice}</div>` : nothing);
  }

  #load = async (): Promise<void> => {
    if (this.#loading) return;
    this.#loading = true;
    const { lesson } = this;
    const kinds = await this.#kinds.get(this.#load);
    this.#loading = false;
    if (!kinds || lesson !== this.lesson) return;
    this._pictures = kinds.map((kind) => new kind());
    for (const picture of this._pictures) {
      picture.lesson = lesson;
      picture.begin(this.#isOver);
      picture.add(this.#heard);
      if (this.#ended) picture.finish?.(this.#ended.wallMs);
    }
    this.#heard = [];
  };
}

customElements.define("mh-pictures", Pictures);
