/**
 * Some of the pictures that a lesson names, in their order. It hands the run's events on to them, and keeps what comes before
 * they have loaded.
 */
import { msg, str } from "@lit/localize";
import { css, html, LitElement, nothing, type PropertyValues } from "lit";
import { messageOf } from "../api/errors";
import type { Lesson, PictureKind, RunEvent, RunRecord } from "../api/types";
import { BEFORE_A_RUN, PICTURES } from "./registry";
import type { Picture, Sink } from "./run-picture";

export class Pictures extends LitElement implements Sink {
  static override properties = {
    lesson: { attribute: false },
    kinds: { attribute: false },
    record: { attribute: false },
    previous: { attribute: false },
    _pictures: { state: true },
    _problem: { state: true },
  };

  declare lesson: Lesson;
  /** Which of the lesson's pictures stand here. */
  declare kinds: readonly PictureKind[];
  declare record: RunRecord | undefined;
  declare previous: RunRecord | undefined;
  declare _pictures: Picture[] | undefined;
  declare _problem: string;
  #loading = false;
  #loaded: Promise<void> | undefined;
  /** Of the run so far, until the pictures are there to hear it themselves. */
  #heard: RunEvent[] = [];
  #ended: { wallMs: number | undefined } | undefined;

  static override styles = css`
    /* Its pictures stand in the column that it stands in. */
    :host {
      display: contents;
    }
    p {
      margin: 0;
    }
  `;

  constructor() {
    super();
    this.kinds = [];
    this.record = this.previous = undefined;
    this._pictures = undefined;
    this._problem = "";
  }

  begin(): void {
    this.#heard = [];
    this.#ended = undefined;
    for (const picture of this._pictures ?? []) picture.begin();
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
    if (this._problem) return html`<p role="alert">${this._problem}</p>`;
    return this._pictures ?? nothing;
  }

  async #load(): Promise<void> {
    if (this.#loading) return;
    this.#loading = true;
    const { lesson } = this;
    try {
      const kinds = await Promise.all(this.kinds.map((kind) => PICTURES[kind]()));
      if (lesson !== this.lesson) return;
      this._pictures = kinds.map((kind) => new kind());
      this._problem = "";
      for (const picture of this._pictures) {
        picture.lesson = lesson;
        picture.begin();
        picture.add(this.#heard);
        if (this.#ended) picture.finish?.(this.#ended.wallMs);
      }
      this.#heard = [];
    } catch (reason) {
      this._problem = msg(
        str`The pictures of this lesson could not be loaded: ${messageOf(reason)} Reloading the page may help.`,
      );
    } finally {
      this.#loading = false;
    }
  }
}

customElements.define("mh-pictures", Pictures);
