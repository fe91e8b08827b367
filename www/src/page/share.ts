/** A link to the lesson as it is set now, and the way to the lines that put it into another page. */
import { msg } from "@lit/localize";
import { css, html } from "lit";
import type { Lesson } from "../api/types";
import { copy } from "../kit/browser";
import { LaterElement } from "../kit/later";
import { Part } from "../kit/part";
import { type Setting, sharedAddress } from "../setting/address";
import { controls } from "../styles/sheets";

export class Share extends LaterElement {
  static override properties = {
    lesson: { attribute: false },
    setting: { attribute: false },
    show: { attribute: false },
    _said: { state: true },
  };

  declare lesson: Lesson;
  declare setting: Setting;
  /** Which parts of the lesson stand here, as an address names them; null for all. */
  declare show: string | null;
  declare _said: string;
  readonly #dialog = new Part(
    this,
    () => msg("The lines that put this lesson into another page did not load."),
    () => import("./embed-dialog"),
  );

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
      .aside {
        overflow-wrap: anywhere;
      }
    `,
  ];

  constructor() {
    super();
    this.show = null;
    this._said = "";
  }

  override render() {
    return html`
      <div class="row">
        <button class="small" @click=${this.#copyLink}>${msg("Copy link")}</button>
        <button class="small" aria-haspopup="dialog" @click=${this.#openDialog}>${msg("Embed…")}</button>
        <span class="aside" role="status">${this._said}</span>
      </div>
      ${this.#dialog.notice}
    `;
  }

  async #copyLink(): Promise<void> {
    this._said = await copy(await sharedAddress(this.lesson, this.setting));
  }

  #openDialog = async (): Promise<void> => {
    const part = await this.#dialog.get(this.#openDialog);
    if (!part) return;
    const dialog = new part.EmbedDialog();
    dialog.snippets = await part.snippetsOf(this.lesson, this.setting, this.show);
    await dialog.open(this.renderRoot);
  };
}

customElements.define("mh-share", Share);
