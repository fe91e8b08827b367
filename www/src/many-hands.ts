/** many-hands.js, for other pages: the element `<many-hands>` and the functions of `window.manyhands`. */
import "./elements/many-hands";

export * from "./api/index";
