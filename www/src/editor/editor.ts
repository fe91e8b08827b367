/** A CodeMirror editor for a program; this and all of CodeMirror are fetched when someone asks to edit. */
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { bracketMatching, indentOnInput, indentUnit } from "@codemirror/language";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { EditorState, type Extension } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, type KeyBinding, keymap, lineNumbers } from "@codemirror/view";
import { marks, setProblems } from "./marks";
import { phrases } from "./phrases";
import type { Problem } from "./problems";
import { theme } from "./theme";

export interface EditorOptions {
  parent: HTMLElement;
  text: string;
  label: string;
  /** The ids of the texts that describe it, which stand in the tree around it. */
  describedBy: string;
  /** Its syntax, and how its lines are laid out. */
  language: Extension;
  /** Whether Tab indents, as in Python; otherwise it leaves the editor, as it leaves any field. */
  tabIndents?: boolean;
  onChange: (text: string) => void;
  /** Ctrl+Enter, on a Mac ⌘+Enter. */
  onRun: () => void;
}

/** What a field needs of an editor; a plain `<textarea>` can do it too. */
export interface Editor {
  text: string;
  show(problems: Problem[]): void;
  /** Puts the cursor there. */
  goTo(problem: Problem): void;
  focus(): void;
  destroy(): void;
}

/** Escape lets the next Tab out, whenever it comes: any key between them takes that back. */
const ESCAPE_MS = 3_600_000;
const leave: KeyBinding = {
  key: "Escape",
  run: (view) => {
    view.setTabFocusMode(ESCAPE_MS);
    return true;
  },
};

export function createEditor({
  parent,
  text,
  label,
  describedBy,
  language,
  tabIndents = false,
  onChange,
  onRun,
}: EditorOptions): Editor {
  const root = parent.getRootNode();
  const run = () => {
    onRun();
    return true;
  };
  const view = new EditorView({
    parent,
    ...(root instanceof ShadowRoot ? { root } : {}),
    state: EditorState.create({
      doc: text,
      extensions: [
        EditorState.phrases.of(phrases()),
        keymap.of([{ key: "Mod-Enter", run }]),
        lineNumbers(),
        marks,
        history(),
        drawSelection(),
        highlightActiveLine(),
        highlightSelectionMatches(),
        search({ top: true }),
        bracketMatching(),
        indentOnInput(),
        indentUnit.of("    "),
        keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap, ...(tabIndents ? [indentWithTab, leave] : [])]),
        language,
        theme,
        EditorView.contentAttributes.of({ "aria-label": label, "aria-describedby": describedBy, tabindex: "0" }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) onChange(update.state.doc.toString());
        }),
      ],
    }),
  });
  return {
    get text() {
      return view.state.doc.toString();
    },
    set text(next) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: next } });
    },
    show: (problems) => view.dispatch({ effects: setProblems.of(problems) }),
    goTo: ({ line, column }) => {
      const { doc } = view.state;
      if (line !== undefined && line <= doc.lines) {
        const { from, to } = doc.line(line);
        view.dispatch({ selection: { anchor: Math.min(to, from + column - 1) }, scrollIntoView: true });
      }
      view.focus();
    },
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  };
}
