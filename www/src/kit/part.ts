/**
 * Parts of the page that are fetched when they are needed. A part may not come: the network is gone, or a new version of the
 * site has taken the place of the one that this page is of. It is said in words where the part was asked for, with a way to try
 * again, by this one class wherever something is imported.
 */
import { msg } from "@lit/localize";
import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from "lit";
import { within } from "./life";

/** How long a part may take to come: a slow connection needs its time, a dead one would take for ever. */
const PATIENCE_MS = 60_000;

export class Part<T> implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #sentence: () => string;
  readonly #load: () => Promise<T>;
  readonly #role: "alert" | "status";
  #coming: Promise<T | undefined> | undefined;
  /** How often it did not come, and what to do once it does. */
  #failed = 0;
  #again: () => unknown = () => {};

  /**
   * @param sentence says that it did not load: “The pictures did not load.”
   * @param load fetches it, or gives what has come
   * @param role `status` for what nobody has asked for, which interrupts no reader
   */
  constructor(
    host: ReactiveControllerHost,
    sentence: () => string,
    load: () => Promise<T>,
    role: "alert" | "status" = "alert",
  ) {
    this.#role = role;
    this.#host = host;
    this.#sentence = sentence;
    this.#load = load;
    host.addController(this);
  }

  hostConnected(): void {}

  /**
   * The part; undefined where it did not come, which `notice` says then.
   * @param again what is done when a reader tries again: it asks for the part once more
   */
  get(again: () => unknown): Promise<T | undefined> {
    this.#again = again;
    // Who asks while it is on its way gets the same.
    this.#coming ??= this.#come().finally(() => {
      this.#coming = undefined;
    });
    return this.#coming;
  }

  async #come(): Promise<T | undefined> {
    try {
      const part = await within(PATIENCE_MS, () => "it had not come", this.#load());
      if (this.#failed > 0) this.#host.requestUpdate();
      this.#failed = 0;
      return part;
    } catch (reason) {
      console.info("A part did not load:", reason);
      this.#failed += 1;
      this.#host.requestUpdate();
      return undefined;
    }
  }

  /** Whether it was asked for and did not come. */
  get isMissing(): boolean {
    return this.#failed > 0;
  }

  /** What is said where the part is missing, to stand where it was asked for. */
  get notice(): TemplateResult | typeof nothing {
    if (this.#failed === 0) return nothing;
    return notLoaded(this.#sentence(), () => void this.#again(), { isRepeated: this.#failed > 1, role: this.#role });
  }
}

/** Says that something did not load, why that may be, and what a reader can do. */
export function notLoaded(
  sentence: string,
  again: () => void,
  { isRepeated = false, role = "alert" } = {},
): TemplateResult {
  return html`<div class="not-loaded ${role === "status" ? "aside" : ""}" role=${role}>
    <p>${sentence} ${whyNot(isRepeated)}</p>
    ${tryAgain(again)}
  </div>`;
}

export function tryAgain(again: () => void): TemplateResult {
  return html`<p>
    <button type="button" class="small" @click=${again}>${msg("Try again")}</button>
    <button type="button" class="small" @click=${() => location.reload()}>${msg("Reload the page")}</button>
  </p>`;
}

function whyNot(isRepeated: boolean): string {
  if (!navigator.onLine) return msg("This device is offline: try again when it is back.");
  // Some browsers keep a failure until the page is loaded anew, and so does a page of which there is a newer version.
  const why = isRepeated
    ? msg("It did not load this time either. If you are online, reload the page.")
    : msg("The network may be gone, or there is a newer version of this site: then reload the page.");
  return keepsSetting() ? `${why} ${msg("A reload keeps what you have set.")}` : why;
}

/** Whether the address of this page holds what is set. */
function keepsSetting(): boolean {
  return document.querySelector("mh-site, mh-embed") !== null;
}
