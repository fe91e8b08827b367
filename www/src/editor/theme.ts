/** The editor in the page's own colours, which are light or dark by themselves. */
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const look = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--wash)", fontSize: "0.82rem" },
  "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "0" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.45", maxHeight: "var(--editor-height, 28rem)" },
  ".cm-content, .cm-gutter": { minHeight: "var(--editor-least, 0)" },
  ".cm-content": { caretColor: "var(--ink)", tabSize: "4" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { color: "var(--quiet)", backgroundColor: "var(--wash)", borderRight: "1px solid var(--rule)" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "color-mix(in srgb, var(--ink) 6%, transparent)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "color-mix(in srgb, var(--accent) 28%, transparent)",
  },
  ".signs": { minWidth: "1.1em" },
  ".sign": { display: "block", paddingLeft: "0.2em", fontWeight: "bold", cursor: "default" },
  ".sign.error": { color: "var(--bad)" },
  ".sign.warning": { color: "var(--wait)" },
  ".under": { textDecoration: "underline wavy", textDecorationSkipInk: "none", textUnderlineOffset: "0.2em" },
  ".under.error": { textDecorationColor: "var(--bad)" },
  ".under.warning": { textDecorationColor: "var(--wait)" },
  ".cm-panels": { color: "var(--ink)", backgroundColor: "var(--paper)", fontFamily: "var(--sans)" },
  ".cm-panels input, .cm-panels button": { color: "inherit", background: "none", fontSize: "0.85rem" },
  ".cm-searchMatch": { backgroundColor: "color-mix(in srgb, var(--wait) 30%, transparent)" },
  ".cm-matchingBracket": { backgroundColor: "color-mix(in srgb, var(--accent) 20%, transparent)" },
});

const colours = HighlightStyle.define([
  { tag: tags.comment, color: "var(--quiet)", fontStyle: "italic" },
  { tag: [tags.keyword, tags.self, tags.bool, tags.null], color: "var(--code-keyword)" },
  { tag: [tags.typeName, tags.className, tags.atom], color: "var(--code-type)" },
  { tag: [tags.string, tags.special(tags.string), tags.number], color: "var(--code-string)" },
  { tag: tags.meta, color: "var(--quiet)" },
  { tag: [tags.function(tags.variableName), tags.function(tags.propertyName)], color: "var(--code-function)" },
]);

export const theme = [look, syntaxHighlighting(colours)];
