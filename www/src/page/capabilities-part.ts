/** The panel *What can this browser do?*, which is loaded when someone asks for it. */
import { msg } from "@lit/localize";
import type { ReactiveControllerHost } from "lit";
import { Part } from "../kit/part";

export class CapabilitiesPart {
  readonly #part: Part<typeof import("./capabilities-dialog")>;

  constructor(host: ReactiveControllerHost) {
    const sentence = () => msg("The panel that says what this browser can do did not load.");
    this.#part = new Part(host, sentence, () => import("./capabilities-dialog"));
  }

  async open(place: ParentNode): Promise<void> {
    const part = await this.#part.get(() => this.open(place));
    if (part) await new part.CapabilitiesDialog().open(place);
  }

  get notice() {
    return this.#part.notice;
  }
}
