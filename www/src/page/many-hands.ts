/**
 * `<many-hands lesson="pool-square" workers="8">`: a lesson in any page. Attributes are parameters, `preset`, `theme`, or `show`; a
 * program may stand within it as a script. On the site's own origin it runs here; on another it frames the site's embed.html,
 * because workers may not cross origins.
 */
import { msg, str } from "@lit/localize";
import { css, html, LitElement, nothing } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { catalogue, lessonById } from "../api/catalogue";
import { messageOf } from "../api/errors";
import { PROGRAM } from "../api/own-program";
import type { Lesson } from "../api/types";
import { known, language, speak } from "../kit/language";
import { Part } from "../kit/part";
import { isOwnOrigin, siteRoot } from "../kit/site-root";
import { spoken } from "../language/spoken";
import { type Around, embedAddress, packedEmbedAddress } from "../setting/address";
import { lessonIn, type ReadSetting, readQuery } from "../setting/link";
import { controls, tokens } from "../styles/sheets";
import { FRAME_ALLOW, isHeightMessage, isTheme } from "./frame";
import { didYouMean } from "./problems";
import { programWithin } from "./script-program";

/** Attributes that any element may have: never a parameter. */
const GLOBAL =
  /^(?:accesskey|autofocus|class|contenteditable|dir|draggable|exportparts|hidden|id|inert|is|item\w+|lang|nonce|part|popover|role|slot|spellcheck|style|tabindex|title|translate|(?:aria|data)-.*|on.*)$/;

/** Those that are no parameters either. */
const OWN: ReadonlySet<string> = new Set(["lesson", "theme", "show"]);

export class ManyHands extends LitElement {
  static override properties = {
    _lesson: { state: true },
    _setting: { state: true },
    _trouble: { state: true },
    _near: { state: true },
    _height: { state: true },
    _packed: { state: true },
  };

  declare _lesson: Lesson | undefined;
  declare _setting: ReadSetting | undefined;
  declare _trouble: string;
  /** The lesson that may have been meant. */
  declare _near: string | undefined;
  readonly #parts = new Part(
    this,
    () => msg("The lesson did not load."),
    () => Promise.all([catalogue(), import("./lesson")]),
  );
  declare _height: number;
  /** Of a frame with a program that stands here as a script, its address; it takes a moment to make. */
  declare _packed: string | undefined;
  /** Counts the addresses that were asked for: the last one holds. */
  #latest = 0;
  readonly #attributes = new MutationObserver(() => void this.#read());

  static override styles = [
    tokens,
    controls,
    css`
      :host {
        display: block;
        margin: 1.5rem 0;
        background: var(--paper);
        color: var(--ink);
        font: 1.0625rem / 1.55 var(--serif);
      }
      :host([hidden]) {
        display: none;
      }
      .inside {
        padding: 1rem;
        border: 1px solid var(--rule);
      }
      iframe {
        display: block;
        width: 100%;
        border: 1px solid var(--rule);
      }
    `,
  ];

  constructor() {
    super();
    this._trouble = "";
    this._height = 700;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // What stands within it comes after it, where a page is still being read.
    this.#attributes.observe(this, { attributes: true, childList: true, characterData: true, subtree: true });
    if (!isOwnOrigin()) addEventListener("message", this.#hear);
    void this.#read();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#attributes.disconnect();
    removeEventListener("message", this.#hear);
  }

  override render() {
    if (!isOwnOrigin()) {
      const address =
        this.#program === undefined ? embedAddress(this.#id, this.#parameters, this.#around) : this._packed;
      // A frame whose fragment alone changes would stay as it is.
      return address === undefined
        ? nothing
        : keyed(
            this._packed,
            html`<iframe
        src=${address}
        title=${msg(str`Lesson: ${this.#id}`)}
        height=${this._height}
        allow=${FRAME_ALLOW}
        loading="lazy"
      ></iframe>`,
          );
    }
    if (this.#parts.isMissing) return html`<div class="inside">${this.#parts.notice}</div>`;
    if (this._trouble) {
      const { _near: near } = this;
      const button = html`<button class="small" @click=${() => this.setAttribute("lesson", near ?? "")}>${near}</button>`;
      return html`<p class="inside" role="alert">${this._trouble}${near === undefined ? nothing : didYouMean(button)}</p>`;
    }
    if (!this._lesson || !this._setting) return nothing;
    return html`<div class="inside" lang=${language()}>
      <mh-lesson
        inner
        .lesson=${this._lesson}
        .setting=${this._setting}
        .show=${this.getAttribute("show")}
        .problems=${this._setting.problems}
      ></mh-lesson>
    </div>`;
  }

  get #id(): string {
    return this.getAttribute("lesson") ?? "";
  }

  get #theme(): string | null {
    const theme = this.getAttribute("theme");
    return isTheme(theme) ? theme : null;
  }

  /** The language of the text around, which the lesson speaks where it knows it. */
  get #lang(): string | null {
    const tag = this.closest<HTMLElement>("[lang]")?.lang;
    return known(tag) ? (tag ?? null) : null;
  }

  get #around(): Around {
    return { theme: this.#theme, lang: this.#lang, show: this.getAttribute("show") };
  }

  /** The program that stands within, unless an attribute says another. */
  get #program(): string | undefined {
    return this.hasAttribute(PROGRAM) ? undefined : programWithin(this);
  }

  get #parameters(): [string, string][] {
    const program = this.#program;
    const attributes = [...this.attributes].filter(({ name }) => !OWN.has(name) && !GLOBAL.test(name));
    const pairs = attributes.map(({ name, value }): [string, string] => [name, value]);
    return program === undefined ? pairs : [...pairs, [PROGRAM, program]];
  }

  async #frame(): Promise<void> {
    this.requestUpdate();
    const isPacked = this.#program !== undefined;
    const mine = ++this.#latest;
    const address = isPacked ? await packedEmbedAddress(this.#id, this.#parameters, this.#around) : undefined;
    if (mine === this.#latest) this._packed = address;
  }

  async #read(): Promise<void> {
    if (!isOwnOrigin()) return this.#frame();
    const again = () => this.#read();
    const [parts] = await Promise.all([this.#parts.get(again), speak(this.#lang)]);
    if (!parts) return;
    try {
      const { lesson: found, near } = lessonIn(parts[0], this.#id);
      this._near = near;
      const lesson = spoken(await lessonById(found?.id ?? this.#id));
      this._setting = await readQuery(lesson, this.#parameters);
      this._lesson = lesson;
      this._trouble = "";
    } catch (thrown) {
      this._trouble = messageOf(thrown);
    }
  }

  #hear = (event: MessageEvent): void => {
    const frame = this.renderRoot.querySelector("iframe")?.contentWindow;
    if (event.source !== frame || event.origin !== siteRoot.origin || !isHeightMessage(event.data)) return;
    this._height = Math.min(10_000, Math.max(100, event.data.height));
  };
}

customElements.define("many-hands", ManyHands);
