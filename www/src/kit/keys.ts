/**
 * The keys that a picture takes while it has the focus: listed beside it, and to be switched off by whoever presses one
 * unawares or needs them for something else. The switch is one for all pictures and is kept on the device; what the keys
 * do can be done with the buttons and the table as well.
 */
import { msg } from "@lit/localize";
import { css, html, LitElement } from "lit";
import { controls } from "../styles/sheets";
import { onDevice } from "./browser";

const STORED = "manyhands:keys";
const OFF = "off";

/** Tells of each change by `change`. */
class Switch extends EventTarget {
  #isOn = onDevice((storage) => storage.getItem(STORED)) !== OFF;

  get isOn(): boolean {
    return this.#isOn;
  }

  set isOn(isOn: boolean) {
    this.#isOn = isOn;
    onDevice((storage) => (isOn ? storage.removeItem(STORED) : storage.setItem(STORED, OFF)));
    this.dispatchEvent(new Event("change"));
  }
}

const theSwitch = new Switch();

/** Whether a picture may take this key for itself: never one that is pressed together with Ctrl, ⌘ or Alt. */
export function takesKey({ ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  return theSwitch.isOn && !ctrlKey && !metaKey && !altKey;
}

/** The keys, or what else there is to touch, and what each does. */
export type KeyList = readonly (readonly [keys: string, what: string])[];

export class Keys extends LitElement {
  static override properties = { heading: {}, list: { attribute: false } };

  declare heading: string;
  declare list: KeyList;

  static override styles = [
    controls,
    css`
      dl {
        display: grid;
        grid-template-columns: max-content minmax(0, 1fr);
        gap: 0.1rem 0.8rem;
        margin: 0.3rem 0 0.4rem;
        font-size: 0.88rem;
      }
      dt {
        font-family: var(--sans);
        font-size: 0.82rem;
      }
      dd {
        margin: 0;
        color: var(--quiet);
      }
      label {
        display: flex;
        align-items: baseline;
        gap: 0.5rem;
        margin-bottom: 0.6rem;
        padding: 0.3rem 0;
        font-size: 0.82rem;
      }
      input {
        margin: 0;
      }
      @media (max-width: 30rem) {
        dl {
          grid-template-columns: minmax(0, 1fr);
        }
        dd {
          margin-bottom: 0.3rem;
        }
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    theSwitch.addEventListener("change", this.#changed);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    theSwitch.removeEventListener("change", this.#changed);
  }

  override render() {
    return html`<details>
      <summary>${this.heading}</summary>
      <dl>
        ${this.list.map(([keys, what]) => html`<dt>${keys}</dt><dd>${what}</dd>`)}
      </dl>
      <label>
        <input type="checkbox" .checked=${theSwitch.isOn} @change=${this.#turn} />
        ${msg("Pictures take these keys while they have the focus")}
      </label>
    </details>`;
  }

  #changed = (): void => this.requestUpdate();

  #turn({ target }: Event): void {
    theSwitch.isOn = (target as HTMLInputElement).checked;
  }
}

customElements.define("mh-keys", Keys);
