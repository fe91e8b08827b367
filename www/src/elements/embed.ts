/** embed.html: one lesson without the site around it. Tells the page that frames it how high it is. */
import { css, html, LitElement, nothing } from "lit";
import { embedQuery, type ReadSetting, readSetting, settingPairs } from "../address";
import { lessonById } from "../api/catalogue";
import { messageOf } from "../api/errors";
import type { Lesson } from "../api/types";
import type { SettingEvent } from "../form/form";
import { controls } from "../styles/sheets";
import { HEIGHT_MESSAGE } from "./frame";
import "./lesson";

export class Embed extends LitElement {
  static override properties = {
    _lesson: { state: true },
    _setting: { state: true },
    _trouble: { state: true },
  };

  declare _lesson: Lesson | undefined;
  declare _setting: ReadSetting | undefined;
  declare _trouble: string;
  #height = new ResizeObserver(([entry]) => {
    if (entry)
      parent.postMessage({ type: HEIGHT_MESSAGE, height: Math.ceil(entry.borderBoxSize[0]?.blockSize ?? 0) }, "*");
  });

  static override styles = [
    controls,
    css`
      :host {
        display: block;
        padding: 1rem;
      }
    `,
  ];

  constructor() {
    super();
    this._trouble = "";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (parent !== window) this.#height.observe(this);
    void this.#load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#height.disconnect();
  }

  override render() {
    if (this._trouble) return html`<p role="alert">${this._trouble}</p>`;
    if (!this._lesson || !this._setting) return nothing;
    return html`<mh-lesson
      .lesson=${this._lesson}
      .setting=${this._setting}
      .problems=${this._setting.problems}
      @setting=${this.#keepAddress}
    ></mh-lesson>`;
  }

  async #load(): Promise<void> {
    try {
      const query = new URLSearchParams(location.search);
      const lesson = await lessonById(query.get("lesson") ?? "");
      query.delete("lesson");
      this._setting = readSetting(lesson, query);
      this._lesson = lesson;
      document.title = lesson.title;
    } catch (thrown) {
      this._trouble = messageOf(thrown);
    }
  }

  #keepAddress(event: SettingEvent): void {
    if (!this._lesson) return;
    history.replaceState(history.state, "", embedQuery(this._lesson.id, settingPairs(this._lesson, event.detail)));
  }
}

customElements.define("mh-embed", Embed);
