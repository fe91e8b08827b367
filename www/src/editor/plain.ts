/** What stands in for the editor where it could not be fetched: a plain field of text. */
import type { Editor, EditorOptions } from "./editor";

export function createPlainEditor({ parent, text, label, describedBy, onChange, onRun }: EditorOptions): Editor {
  const area = document.createElement("textarea");
  area.rows = 16;
  area.spellcheck = false;
  area.value = text;
  area.setAttribute("aria-label", label);
  area.setAttribute("aria-describedby", describedBy);
  area.addEventListener("input", () => onChange(area.value));
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) onRun();
  });
  parent.append(area);
  return {
    get text() {
      return area.value;
    },
    set text(next) {
      area.value = next;
      onChange(next);
    },
    show: () => {},
    goTo: ({ line = 1, column }) => {
      const before = area.value.split("\n").slice(0, line - 1);
      const at = before.reduce((length, one) => length + one.length + 1, 0) + column - 1;
      area.setSelectionRange(at, at);
      area.focus();
    },
    focus: () => area.focus(),
    destroy: () => area.remove(),
  };
}
