/** A link to the lesson as it is set now, and the lines that put it into another page. */
import { css, html, LitElement } from "lit";
import { pageAddress, type Setting, settingPairs } from "../address";
import type { Lesson } from "../api/types";
import { siteRoot } from "../site";
import { controls } from "../styles/sheets";

export class Share extends LitElement {
  static override properties = {
    lesson: { attribute: false },
    setting: { attribute: false },
    _said: { state: true },
  };

  declare lesson: Lesson;
  declare setting: Setting;
  declare _said: string;

  static override styles = [
    controls,
    css`
      .row {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: 0.5rem;
        margin-bottom: 0.6rem;
      }
      textarea {
        display: block;
        margin: 0.5rem 0;
      }
    `,
  ];

  constructor() {
    super();
    this._said = "";
  }

  override render() {
    const snippet = this.#snippet();
    return html`
      <div class="row">
        <button class="small" @click=${() => this.#copy(pageAddress(this.lesson, this.setting))}>Copy link</button>
        <span class="aside" role="status">${this._said}</span>
      </div>
      <details>
        <summary>Put this lesson into another page</summary>
        <textarea readonly rows=${snippet.split("\n").length} aria-label="HTML to embed this lesson" .value=${snippet}></textarea>
        <button class="small" @click=${() => this.#copy(snippet)}>Copy HTML</button>
      </details>
    `;
  }

  #snippet(): string {
    const attributes = settingPairs(this.lesson, this.setting).map(
      ([name, text]) => ` ${name}="${escapeAttribute(text)}"`,
    );
    const script = new URL("many-hands.js", siteRoot).href;
    return [
      `<script type="module" src="${script}"></script>`,
      `<many-hands lesson="${this.lesson.id}"${attributes.join("")}></many-hands>`,
    ].join("\n");
  }

  async #copy(text: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      this._said = "Copied.";
    } catch {
      // Without leave to write to the clipboard the text is shown, to be copied by hand.
      this._said = text;
    }
  }
}

function escapeAttribute(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}

customElements.define("mh-share", Share);
