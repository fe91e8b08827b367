/** Python for CodeMirror: its syntax in colour, and how far a new line is indented. */
import { type IndentContext, indentService, LRLanguage } from "@codemirror/language";
import { parser } from "@lezer/python";

const language = LRLanguage.define({ name: "python", parser, languageData: { commentTokens: { line: "#" } } });

/** What ends a block: the line after it belongs to the one around. */
const ENDS = /^\s*(?:return|raise|break|continue|pass)\b/;

/** As far as the line before; further after a colon or an open bracket, and less after what ends a block. */
function indentOf(context: IndentContext, at: number): number {
  for (const text of linesAbove(context, at)) {
    if (text.trim() === "") continue;
    const indent = context.countColumn(text, text.search(/\S/));
    const code = text.replace(/#[^"']*$/, "").trimEnd();
    if (/[:([{]$/.test(code)) return indent + context.unit;
    return ENDS.test(code) ? Math.max(0, indent - context.unit) : indent;
  }
  return 0;
}

/** From the nearest up. Where a line is being broken, its first part is the nearest. */
function* linesAbove(context: IndentContext, at: number): Generator<string> {
  const { doc } = context.state;
  const here = doc.lineAt(at);
  if (at > here.from) yield context.lineAt(at, -1).text;
  for (let number = here.number - 1; number > 0; number--) yield doc.line(number).text;
}

export const python = [language, indentService.of(indentOf)];
