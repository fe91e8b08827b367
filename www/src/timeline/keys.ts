/** How one moves about in the timeline, said where one does. */
import { msg } from "@lit/localize";
import type { KeyList } from "../elements/keys";

export const keys = (): KeyList => [
  ["←  →", msg("move the cursor; with Shift the view")],
  ["↑  ↓", msg("the lane above, the lane below")],
  ["N  P", msg("to the lane’s next or previous change")],
  [msg("Home  End", { id: "keys-home-end", desc: "The names of two keys" }), msg("to the beginning, to the end")],
  ["+  −", msg("zoom around the cursor")],
  ["0", msg("the whole run")],
  ["Esc", msg("no cursor")],
  [msg("Mouse"), msg("click sets the cursor, drag moves, double click zooms in (with Shift out)")],
  [
    msg("Wheel", { id: "mouse-wheel", desc: "The wheel of the mouse" }),
    msg("with Ctrl or ⌘ zooms, with Shift moves", { desc: "What the wheel of the mouse does" }),
  ],
  [
    msg("Touch", { id: "touch-screen", desc: "What fingers do on the screen" }),
    msg("tap sets the cursor, a finger moves sideways, two zoom"),
  ],
];
