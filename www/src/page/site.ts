/** The main page: the lessons in their order, and the one that the address names. */
import { msg, str } from "@lit/localize";
import { html, LitElement, nothing, type PropertyValues } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { catalogue } from "../api/catalogue";
import type { Lesson } from "../api/types";
import type { SettingEvent } from "../form/form";
import { chooseLanguage, language, languageNotice, languages, speak } from "../kit/language";
import { nextTask } from "../kit/later";
import { Part } from "../kit/part";
import { spoken } from "../language/spoken";
import { fragment } from "../setting/address";
import { lessonIn, type ReadSetting, readQuery, splitFragment } from "../setting/link";
import { controls } from "../styles/sheets";
import { AddressKeeper } from "./address-keeper";
import { CapabilitiesPart } from "./capabilities-part";
import { keptRun } from "./kept-runs";
import type { LessonElement } from "./lesson";
import { didYouMean } from "./problems";
import { siteStyles } from "./site-styles";
import "./lesson";

export class Site extends LitElement {
  static override properties = {
    _lessons: { state: true },
    _lesson: { state: true },
    _setting: { state: true },
    _trouble: { state: true },
    _isListOpen: { state: true },
  };

  declare _lessons: Lesson[];
  declare _lesson: Lesson | undefined;
  declare _setting: ReadSetting | undefined;
  declare _trouble: { message: string; near: string | undefined; query: string } | undefined;
  /** On a narrow page the list is folded. */
  declare _isListOpen: boolean;
  readonly #address = new AddressKeeper();
  readonly #capabilities = new CapabilitiesPart(this);
  readonly #catalogue = new Part(this, () => msg("The lessons did not load."), catalogue);

  static override styles = [controls, siteStyles];

  constructor() {
    super();
    this._lessons = [];
    this._trouble = undefined;
    this._isListOpen = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("hashchange", this.#turn);
    void this.#load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("hashchange", this.#turn);
  }

  override render() {
    return html`
      <div class="side">
        <header>
          <a href="#">Many hands</a>
          <p>${msg("Parallel programs, run here, on your own processors")}</p>
          ${this.#languages()}
        </header>
        ${this.#list()}
        <div class="about">
          <button class="small" aria-haspopup="dialog" @click=${this.#openCapabilities}>${msg("What can this browser do?")}</button>
          ${this.#capabilities.notice}
        </div>
      </div>
      <main>${this.#catalogue.notice} ${languageNotice()} ${this.#main()}</main>
    `;
  }

  override updated(changed: PropertyValues): void {
    if (changed.has("_lesson")) this.#showInList();
  }

  /** Has the list show which lesson is open, where it is longer than the window; the page stays where it is. */
  #showInList(): void {
    const side = this.renderRoot.querySelector(".side");
    const link = this.renderRoot.querySelector("nav [aria-current]");
    if (!side || !link) return;
    const [whole, at] = [side.getBoundingClientRect(), link.getBoundingClientRect()];
    if (at.top < whole.top || at.bottom > whole.bottom)
      side.scrollTop += at.top - whole.top - (whole.height - at.height) / 2;
  }

  #list() {
    const chapters = Map.groupBy(this._lessons, (lesson) => lesson.chapter);
    return html`<nav aria-label=${msg("Lessons")} class=${this._isListOpen ? "open" : ""}>
      <button class="small" aria-expanded=${this._isListOpen} @click=${this.#toggleList}>${msg("All lessons")}</button>
      ${[...chapters].map(
        ([chapter, lessons]) => html`<h2>${chapter}</h2>
          <ol>
            ${lessons.map(
              (lesson) => html`<li>
                <a href="#${lesson.id}" aria-current=${lesson === this._lesson ? "page" : nothing}>${lesson.title}</a>
              </li>`,
            )}
          </ol>`,
      )}
    </nav>`;
  }

  #main() {
    if (this._trouble) {
      const { message, near, query } = this._trouble;
      return html`<div class="trouble" role="alert">
        <h1>${msg("Not found")}</h1>
        <p>${message}${near === undefined ? nothing : didYouMean(html`<a href="#${near}${query && "?"}${query}">${near}</a>`)}</p>
      </div>`;
    }
    const { _lesson: lesson, _setting: setting } = this;
    if (!lesson || !setting) return nothing;
    // Another lesson is another element: its run and its pictures go with it.
    return keyed(
      lesson.id,
      html`<mh-lesson
        docked
        .lesson=${lesson}
        .setting=${setting}
        .problems=${setting.problems}
        .next=${this._lessons[this._lessons.indexOf(lesson) + 1] ?? null}
        @setting=${this.#keepAddress}
      ></mh-lesson>`,
    );
  }

  #load = async (): Promise<void> => {
    const asked = new URLSearchParams(location.search).get("lang");
    const [lessons] = await Promise.all([this.#catalogue.get(this.#load), speak(asked)]);
    document.documentElement.lang = language();
    if (!lessons) return;
    this._lessons = lessons.map(spoken);
    await nextTask();
    await this.#follow();
  };

  /** Shows what the address says. */
  #follow = async (): Promise<void> => {
    this.#address.forget();
    const { hash } = location;
    const { id, query } = splitFragment(hash);
    const { lesson, near } = id === "" ? { lesson: this._lessons[0] } : lessonIn(this._lessons, id);
    const left = lesson && this.#left(lesson, query);
    const setting = left ?? (lesson && (await readQuery(lesson, query)));
    if (location.hash !== hash) return; // it changed once more while this was unpacked, and is followed by then
    this._isListOpen = lesson === undefined;
    const asked = id.slice(0, 80);
    const message = msg(str`There is no lesson “${asked}”. The list has all that there are.`);
    this._trouble = lesson ? undefined : { message, near, query: new URLSearchParams(query).toString() };
    this._lesson = lesson;
    this._setting = setting;
    document.title = lesson ? `${lesson.title} – Many hands` : "Many hands";
    if (left) void this.#address.keep(fragment(lesson, left));
  };

  /** What a reader who comes back to a lesson had set there. An address that sets something itself is followed. */
  #left(lesson: Lesson, query: [string, string][]): ReadSetting | undefined {
    const isBack = lesson !== this._lesson && query.length === 0;
    const kept = isBack ? keptRun(lesson.id) : undefined;
    return kept && { ...kept.setting, problems: [] };
  }

  /** Another address while the page is open: another lesson begins at its top. */
  #turn = async (): Promise<void> => {
    const before = this._lesson;
    await this.#follow();
    if (this._lesson === before) return;
    await this.updateComplete;
    scrollTo(0, 0);
    await this.renderRoot.querySelector<LessonElement>("mh-lesson")?.focusTitle();
  };

  #keepAddress(event: SettingEvent): void {
    if (this._lesson) void this.#address.keep(fragment(this._lesson, event.detail));
  }

  async #openCapabilities(): Promise<void> {
    await this.#capabilities.open(this.renderRoot);
  }

  /** Each by its own name, so that whoever does not read this one finds theirs. */
  #languages() {
    if (languages.length < 2) return nothing;
    const option = ({ tag, name }: { tag: string; name: string }) =>
      html`<option value=${tag} lang=${tag} ?selected=${tag === language()}>${name}</option>`;
    return html`<label class="language">
      <span>${msg("Language")}</span>
      <select @change=${this.#choose}>
        ${languages.map(option)}
      </select>
    </label>`;
  }

  /** The page is opened again, and says everything anew; the address keeps what was set. */
  #choose(event: Event): void {
    const chosen = (event.target as HTMLSelectElement).value;
    const address = new URL(location.href);
    const isKept = chooseLanguage(chosen);
    if (isKept && !address.searchParams.has("lang")) {
      location.reload();
    } else {
      address.searchParams.set("lang", chosen);
      location.replace(address);
    }
  }

  #toggleList(): void {
    this._isListOpen = !this._isListOpen;
  }
}

customElements.define("mh-site", Site);
