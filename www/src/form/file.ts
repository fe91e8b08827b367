/**
 * A file of one's own: the browser's own control, the size of what was picked, and a button that takes it back. The
 * value is the file's name; the file itself goes beside the parameters and is read when a run asks for it.
 */
import { msg, str } from "@lit/localize";
import { html, nothing, type TemplateResult } from "lit";
import { ref } from "lit/directives/ref.js";
import { number } from "../kit/format";
import type { Spec } from "../setting/spec";
import type { Field, Picking } from "./field";

type FileField = Field<Extract<Spec, { kind: "file" }>>;

export const file = (field: FileField, picking: Picking): TemplateResult => html`
  <input
    type="file"
    id=${field.id}
    aria-describedby=${field.describedBy}
    aria-invalid=${field.invalid}
    ${ref((input) => input && show(input as HTMLInputElement, picking.file))}
    @change=${(event: Event) => take(event.target as HTMLInputElement, field.spec.maxBytes, picking)}
  />
  ${picking.file ? chosen(picking.file, () => picking.pick(undefined)) : nothing}
`;

function chosen({ name, size }: File, clear: () => void): TemplateResult {
  // The button goes with the file, and must not take the focus along.
  const press = (event: Event) => {
    (event.target as HTMLElement).parentElement?.querySelector("input")?.focus();
    clear();
  };
  const text = msg("Clear", { id: "clear-file", desc: "button that takes back the file that was picked" });
  return html`<span class="aside">${msg(str`${number(size)} bytes`)}</span>
    <button type="button" class="small" aria-label=${msg(str`Clear: ${name}`)} @click=${press}>${text}</button>`;
}

function take(input: HTMLInputElement, maxBytes: number, { file, pick, refuse }: Picking): void {
  const picked = input.files?.[0];
  if (picked && picked.size <= maxBytes) {
    pick(picked);
    return;
  }
  // What was picked before holds: also when someone closes the browser's dialogue without a choice.
  show(input, file);
  if (picked) {
    const { name } = picked;
    const [size, most] = [number(picked.size), number(maxBytes)];
    refuse(
      file
        ? msg(str`${name} is too large: it has ${size} bytes; allowed are at most ${most}. It is still ${file.name}.`)
        : msg(str`${name} is too large: it has ${size} bytes; allowed are at most ${most}.`),
    );
  }
}

/** Lets the browser's control name this file. */
function show(input: HTMLInputElement, file: File | undefined): void {
  if (input.files?.[0] === file) return;
  const list = new DataTransfer();
  if (file) list.items.add(file);
  input.files = list.files;
}
