/** What CodeMirror itself says: its search panel, its dialogue for a line, and what it tells a screen reader. */
import { msg } from "@lit/localize";

/** By the words that CodeMirror has for them. It replaces `$`. */
export const phrases = () => ({
  Find: msg("Find", { id: "editor-find", desc: "editor: field for the text that is searched" }),
  Replace: msg("Replace", {
    id: "editor-replace-with",
    desc: "editor: field for the text that replaces what is found",
  }),
  next: msg("next", { id: "editor-next", desc: "editor: button that goes to the next match" }),
  previous: msg("previous", { id: "editor-previous", desc: "editor: button that goes to the previous match" }),
  all: msg("all", { id: "editor-all", desc: "editor: button that selects all matches" }),
  "match case": msg("match case", { id: "editor-match-case", desc: "editor: checkbox of a search" }),
  regexp: msg("regexp", { id: "editor-regexp", desc: "editor: checkbox of a search: it is a regular expression" }),
  "by word": msg("by word", { id: "editor-by-word", desc: "editor: checkbox of a search: whole words only" }),
  replace: msg("replace", { id: "editor-replace", desc: "editor: button that replaces this match" }),
  "replace all": msg("replace all", { id: "editor-replace-all", desc: "editor: button that replaces all matches" }),
  close: msg("close", { id: "editor-close", desc: "editor: button that closes the panel" }),
  "Go to line": msg("Go to line", { id: "editor-go-to-line", desc: "editor: label of a field for a number" }),
  go: msg("go", { id: "editor-go", desc: "editor: button that goes to the line of that number" }),
  "replaced match on line $": msg("replaced match on line $", {
    id: "editor-replaced-on-line",
    desc: "editor, to a screen reader: $ stands for the number of the line; a full stop follows",
  }),
  "replaced $ matches": msg("replaced $ matches", {
    id: "editor-replaced-matches",
    desc: "editor, to a screen reader: $ stands for how many; a full stop follows",
  }),
  "current match": msg("current match", {
    id: "editor-current-match",
    desc: "editor, to a screen reader: “current match. THE TEXT on line 5.”",
  }),
  "on line": msg("on line", {
    id: "editor-on-line",
    desc: "editor, to a screen reader: “current match. THE TEXT on line 5.”",
  }),
  "Selection deleted": msg("Selection deleted", { id: "editor-selection-deleted", desc: "editor, to a screen reader" }),
});
