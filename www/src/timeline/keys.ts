/** How one moves about in the timeline, said where one does. */
import type { KeyList } from "../elements/keys";

export const KEYS: KeyList = [
  ["←  →", "move the cursor; with Shift the view"],
  ["↑  ↓", "the lane above, the lane below"],
  ["N  P", "to the lane’s next or previous change"],
  ["Home  End", "to the beginning, to the end"],
  ["+  −", "zoom around the cursor"],
  ["0", "the whole run"],
  ["Esc", "no cursor"],
  ["Mouse", "click sets the cursor, drag moves, double click zooms in (with Shift out)"],
  ["Wheel", "with Ctrl or ⌘ zooms, with Shift moves"],
  ["Touch", "tap sets the cursor, a finger moves sideways, two zoom"],
];
