/** The dialogue with the lines that put a lesson, as it is set now, into another page. */
import { msg, str } from "@lit/localize";
import { html } from "lit";
import { hasOwnProgram, PROGRAM } from "../api/own-program";
import type { Lesson } from "../api/types";
import { copy } from "../kit/browser";
import { Dialog } from "../kit/dialog";
import { language, sourceLanguage } from "../kit/language";
import { siteRoot } from "../kit/site-root";
import { embedPlace, type Setting, settingPairs } from "../setting/address";
import { FRAME_ALLOW } from "./frame";
import { scriptOf } from "./script-program";

interface Snippet {
  name: string;
  about: string;
  lines: string;
}

export class EmbedDialog extends Dialog {
  static override properties = { snippets: { attribute: false }, _said: { state: true } };

  declare snippets: Snippet[];
  declare _said: string;
  protected readonly heading = msg("Put this lesson into another page");

  constructor() {
    super();
    this.snippets = [];
    this._said = "";
  }

  protected override body() {
    return html`
      <p>${msg("With the parameters as they are set now. Take either; both show the same lesson.")}</p>
      ${this.snippets.map(
        ({ name, about, lines }, index) => html`
          <h3 id="name${index}">${name}</h3>
          <p class="aside">${about}</p>
          <textarea readonly rows="5" aria-labelledby="name${index}" .value=${lines} @focus=${selectAll}></textarea>
          <button class="small" aria-describedby="name${index}" @click=${() => this.#copy(lines)}>${msg("Copy HTML")}</button>
        `,
      )}
      <p class="aside" role="status">${this._said}</p>
    `;
  }

  async #copy(lines: string): Promise<void> {
    const said = await copy(lines);
    this._said =
      said === lines ? msg("The browser does not let this page copy: select the lines and copy them.") : said;
  }
}

function selectAll(event: Event): void {
  (event.target as HTMLTextAreaElement).select();
}

/** For the lesson as it is set now; `show` names its parts, as in an address. */
export async function snippetsOf(lesson: Lesson, setting: Setting, show: string | null): Promise<Snippet[]> {
  // What a course is written in, its lessons speak too. English is what a reader gets whose own language there is not.
  const lang = language() === sourceLanguage ? null : language();
  const source = new URL(await embedPlace(lesson, setting, { theme: null, lang, show }), siteRoot).href;
  const frame = tag("iframe", [
    ["src", source],
    ["title", msg(str`Lesson: ${lesson.title}`)],
    ["width", "100%"],
    ["height", "900"],
    ["loading", "lazy"],
    ["allow", FRAME_ALLOW],
  ]);
  const script = tag("script", [
    ["type", "module"],
    ["src", new URL("many-hands.js", siteRoot).href],
  ]);
  const spoken: [string, string][] = lang === null ? [] : [["lang", lang]];
  const shown: [string, string][] = show === null ? [] : [["show", show]];
  const pairs = settingPairs(lesson, setting);
  // A program is easier to read, and to change, as a script than as an attribute.
  const program = hasOwnProgram(lesson) ? pairs.find(([name]) => name === PROGRAM)?.[1] : undefined;
  const inside = program === undefined ? undefined : scriptOf(program);
  const attributes = inside === undefined ? pairs : pairs.filter(([name]) => name !== PROGRAM);
  const within = inside === undefined ? "" : `\n${inside}\n`;
  const element = tag("many-hands", [["lesson", lesson.id], ...spoken, ...shown, ...attributes], within);
  return [
    {
      name: msg("As a frame"),
      about: msg("Works wherever a page may hold an iframe, in a course system too."),
      lines: frame,
    },
    {
      name: msg("As an element"),
      about: msg("For pages that may load a script. It is as high as the lesson is; the script is needed once a page."),
      lines: `${script}\n${element}`,
    },
  ];
}

function tag(name: string, attributes: [string, string][], within = ""): string {
  return `<${name}${attributes.map(([key, text]) => ` ${key}="${escapeAttribute(text)}"`).join("")}>${within}</${name}>`;
}

function escapeAttribute(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}

customElements.define("mh-embed-dialog", EmbedDialog);
