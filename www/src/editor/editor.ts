/** A CodeMirror editor for WGSL; this and all of CodeMirror are fetched when someone asks to edit. */
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, indentOnInput, indentUnit } from "@codemirror/language";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { marks, setProblems } from "./marks";
import { phrases } from "./phrases";
import type { Problem } from "./problems";
import { theme } from "./theme";
import { wgsl } from "./wgsl";

export interface EditorOptions {
  parent: HTMLElement;
  text: string;
  label: string;
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

export function createEditor({ parent, text, label, onChange, onRun }: EditorOptions): Editor {
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
        EditorView.lineWrapping,
        // No key is bound to Tab: it leaves the editor, as it leaves any field.
        keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap]),
        wgsl,
        theme,
        EditorView.contentAttributes.of({ "aria-label": label, "aria-describedby": "help", tabindex: "0" }),
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
