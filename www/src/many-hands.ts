/** many-hands.js, for other pages: the element `<many-hands>` and the functions of `window.manyhands`. */
import "./elements/many-hands";

export type { ErrorKind, ManyhandsError } from "./api/errors";
export * from "./api/index";
export type * from "./api/types";

declare global {
  interface HTMLElementTagNameMap {
    /** Its attributes are `lesson`, the lesson's parameters, `preset`, `predict` and `theme`. */
    "many-hands": HTMLElement;
  }
}
