/** many-hands.js, for other pages: the element `<many-hands>` and the functions of `window.manyhands`. */
import "./page/many-hands";

export type { ManyhandsError } from "./api/errors";
export type * from "./api/types";
export * from "./door/index";

declare global {
  interface HTMLElementTagNameMap {
    /** Its attributes are `lesson`, the lesson's parameters, `preset`, `predict` and `theme`. */
    "many-hands": HTMLElement;
  }
}
