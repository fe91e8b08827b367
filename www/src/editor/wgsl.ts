/** WGSL for CodeMirror: what is a comment, a number, a keyword, a type, an attribute. It colours; it does not parse. */
import { StreamLanguage } from "@codemirror/language";
import { EditorView } from "@codemirror/view";

const words = (text: string) => new Set(text.split(" "));

const KEYWORDS = words(
  "alias break case const const_assert continue continuing default diagnostic discard else enable fn for if let loop " +
    "override requires return struct switch var while",
);
const TYPES = words(
  "array atomic bool f16 f32 i32 u32 mat2x2 mat2x3 mat2x4 mat3x2 mat3x3 mat3x4 mat4x2 mat4x3 mat4x4 ptr sampler vec2 " +
    "vec3 vec4 texture_2d texture_storage_2d",
);
const CONSTANTS = words("true false function private workgroup uniform storage read write read_write");

interface State {
  /** How many block comments are open: WGSL's may hold others. */
  depth: number;
}

const language = StreamLanguage.define<State>({
  name: "wgsl",
  startState: () => ({ depth: 0 }),
  languageData: {
    commentTokens: { line: "//", block: { open: "/*", close: "*/" } },
    closeBrackets: { brackets: ["(", "[", "{"] },
  },
  token(stream, state) {
    if (state.depth > 0) {
      if (stream.match("/*")) state.depth += 1;
      else if (stream.match("*/")) state.depth -= 1;
      else stream.next();
      return "comment";
    }
    if (stream.eatSpace()) return null;
    if (stream.match("//")) {
      stream.skipToEnd();
      return "comment";
    }
    if (stream.match("/*")) {
      state.depth = 1;
      return "comment";
    }
    if (stream.match(/^@\w+/)) return "meta";
    if (stream.match(/^(?:0[xX][\da-fA-F.]+(?:[pP][+-]?\d+)?|\d*\.?\d+(?:[eE][+-]?\d+)?\.?)[iufh]?/)) return "number";
    const [word] = (stream.match(/^[\p{XID_Start}_][\p{XID_Continue}]*/u) as RegExpMatchArray | null) ?? [];
    if (word === undefined) {
      stream.next();
      return null;
    }
    if (KEYWORDS.has(word)) return "keyword";
    if (TYPES.has(word)) return "typeName";
    if (CONSTANTS.has(word)) return "atom";
    return stream.match(/^\s*\(/, false) ? "variableName.function" : null;
  },
});

/** Its long lines are wrapped: what is indented there is so for the eye alone. */
export const wgsl = [language, EditorView.lineWrapping];
