/** Puts the JavaScript door where the site's own pages offer it. */
import * as api from "./index";

declare global {
  interface Window {
    manyhands: typeof api;
  }
}

window.manyhands = Object.freeze({ ...api });
