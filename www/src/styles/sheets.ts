/** The shared style sheets, for components to adopt: constructed sheets, which a strict content policy allows. */
import { unsafeCSS } from "lit";
import controlsText from "./controls.css?inline";
import headText from "./head.css?inline";
import tokensText from "./tokens.css?inline";

export const tokens = unsafeCSS(tokensText);
export const controls = unsafeCSS(controlsText);
export const head = unsafeCSS(headText);
