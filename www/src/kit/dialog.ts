/** What every dialogue of the page is: opened where it is asked for, closed by its button, Escape or a click beside it. */
import { msg } from "@lit/localize";
import { html, LitElement, type TemplateResult } from "lit";
import { dialogStyles } from "../styles/dialog";
import { controls } from "../styles/sheets";

export abstract class Dialog extends LitElement {
  static override styles = [controls, dialogStyles];

  protected abstract readonly heading: string;
  protected abstract body(): TemplateResult;

  /** Shows it; it leaves the page when it is closed, and the browser gives the focus back. */
  async open(place: ParentNode): Promise<void> {
    place.append(this);
    await this.updateComplete;
    this.#dialog?.showModal();
  }

  override render() {
    const close = msg("Close", { id: "close-dialog", desc: "Button" });
    return html`<dialog aria-labelledby="heading" closedby="any" @close=${() => this.remove()}>
      <div class="head">
        <h2 id="heading">${this.heading}</h2>
        <button class="small" @click=${() => this.#dialog?.close()}>${close}</button>
      </div>
      ${this.body()}
    </dialog>`;
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector("dialog");
  }
}
