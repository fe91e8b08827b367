/**
 * embed.html: one lesson without the site around it. What it needs is loaded when it comes into view, for a course page
 * may hold many. Tells the page that frames it how high it is, and takes its colours from there if it is told them.
 */
import { msg } from "@lit/localize";
import { css, html, LitElement, nothing } from "lit";
import { catalogue, lessonById } from "../api/catalogue";
import { messageOf } from "../api/errors";
import type { Lesson } from "../api/types";
import type { SettingEvent } from "../form/form";
import { language, languageNotice, speak } from "../kit/language";
import { Part } from "../kit/part";
import { spoken } from "../language/spoken";
import { afterEmbed, embedPlace } from "../setting/address";
import { lessonIn, type ReadSetting, readQuery, splitEmbed } from "../setting/link";
import { controls } from "../styles/sheets";
import { AddressKeeper } from "./address-keeper";
import { HEIGHT_MESSAGE, type HeightMessage, isTheme, isThemeMessage, keyMessage, type Theme } from "./frame";
import { didYouMean } from "./problems";

export class Embed extends LitElement {
  static override properties = {
    _lesson: { state: true },
    _setting: { state: true },
    _trouble: { state: true },
    _near: { state: true },
  };

  declare _lesson: Lesson | undefined;
  declare _setting: ReadSetting | undefined;
  declare _trouble: string;
  /** The lesson that may have been meant, and where it is. */
  declare _near: { id: string; address: string } | undefined;
  readonly #parts = new Part(
    this,
    () => msg("The lesson did not load."),
    () => Promise.all([catalogue(), import("./lesson")]),
  );
  readonly #address = new AddressKeeper();
  #show: string | null = null;
  readonly #height = new ResizeObserver(([entry]) => {
    const height = Math.ceil(entry?.borderBoxSize[0]?.blockSize ?? 0);
    parent.postMessage({ type: HEIGHT_MESSAGE, height } satisfies HeightMessage, "*");
  });
  readonly #view = new IntersectionObserver((entries) => {
    if (entries.some(({ isIntersecting }) => isIntersecting)) void this.#load();
  });

  static override styles = [
    controls,
    css`
      :host {
        --page-margin: 16px;
        display: block;
        padding: 16px;
      }
      /* About what a lesson is high, so that little moves when it comes. */
      .ahead {
        min-height: 36rem;
        margin: 0;
      }
      /* A small frame has no room to give away. */
      @media (max-height: 30rem) {
        :host {
          --page-margin: 8px;
          padding: 8px 8px 0;
        }
        .ahead {
          min-height: 0;
        }
      }
    `,
  ];

  constructor() {
    super();
    this._trouble = "";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const { theme } = splitEmbed(location.search, location.hash).around;
    if (isTheme(theme)) setTheme(theme);
    if (parent !== window) {
      this.#height.observe(this);
      addEventListener("message", this.#hear);
      addEventListener("keydown", this.#passOn);
    }
    this.#view.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#height.disconnect();
    this.#view.disconnect();
    removeEventListener("message", this.#hear);
    removeEventListener("keydown", this.#passOn);
  }

  override render() {
    if (this.#parts.isMissing) return this.#parts.notice;
    if (this._trouble) {
      const { _near: near } = this;
      return html`<p role="alert">${this._trouble}${near ? didYouMean(html`<a href=${near.address}>${near.id}</a>`) : nothing}</p>`;
    }
    if (!this._lesson || !this._setting) return html`<p class="ahead aside">${msg("The lesson is on its way…")}</p>`;
    return html`${languageNotice()}<mh-lesson
      .lesson=${this._lesson}
      .setting=${this._setting}
      .show=${this.#show}
      .problems=${this._setting.problems}
      @setting=${this.#keepAddress}
    ></mh-lesson>`;
  }

  #load = async (): Promise<void> => {
    this.#view.disconnect();
    const { id, query, around } = splitEmbed(location.search, location.hash);
    const [parts] = await Promise.all([this.#parts.get(this.#load), speak(around.lang)]);
    document.documentElement.lang = language();
    if (!parts) return;
    try {
      const [lessons] = parts;
      const { lesson: found, near } = lessonIn(lessons, id);
      if (near !== undefined) this._near = { id: near, address: `embed.html${afterEmbed(near, query, around)}` };
      const lesson = spoken(await lessonById(found?.id ?? id));
      this._setting = await readQuery(lesson, query);
      this.#show = around.show;
      this._lesson = lesson;
      document.title = lesson.title;
    } catch (thrown) {
      this._trouble = messageOf(thrown);
    }
  };

  #keepAddress(event: SettingEvent): void {
    if (!this._lesson) return;
    const { around } = splitEmbed(location.search, location.hash);
    void this.#address.keep(embedPlace(this._lesson, event.detail, around));
  }

  /** A reader who has clicked into a lesson on a slide still comes to the next one. */
  #passOn = (event: KeyboardEvent): void => {
    const message = keyMessage(event);
    if (message) parent.postMessage(message, "*");
  };

  #hear = (event: MessageEvent): void => {
    if (event.source === parent && isThemeMessage(event.data)) setTheme(event.data.theme);
  };
}

/** A style sheet says what a theme is: the build writes it for browsers that know `light-dark()` and for older ones. */
function setTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
}

customElements.define("mh-embed", Embed);
