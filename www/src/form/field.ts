/** What a form's widgets share. A widget shows one kind of value; `widgets.ts` says which one shows what. */
import { noChange, type TemplateResult } from "lit";
import { Directive, directive, type ElementPart, type PartInfo, PartType, type PropertyPart } from "lit/directive.js";
import type { Json } from "../api/types";
import type { Spec } from "../setting/spec";
import type { Paging } from "./pages";

/** A parameter in a form. */
export interface Field<S extends Spec = Spec> {
  spec: S;
  /** Of the control, for its label. */
  id: string;
  value: Json | undefined;
  /** What holds when the field is left empty. */
  fallback: Json | undefined;
  /** Ids of the texts that describe the control. */
  describedBy: string;
  invalid: boolean;
  /** What the engine said of the value. */
  message: string;
  /** Where within the value it is wrong: the row, and the cell of the row. Empty: as a whole. */
  errorAt: string[];
  /** What the control is called, where no label says so: in a table, where there is room for it alone. */
  label?: string;
  /** Of a parameter: what it takes where it is a file. A cell of a table is none. */
  picking?: Picking;
  /** Of a program that stands in for a built-in one: whether its editor is open. */
  editor?: { isOpen: boolean; open(isOpen: boolean): void };
  /** Of a text: how many lines there is room for at least, where it may have several. */
  lines?: number | undefined;
  /** Of a table: which of its rows are shown. */
  paging?: Paging;
  /** Takes a value as it was typed; undefined means: none, so what holds when the field is left empty. */
  set(value: Json | undefined): void;
}

/** A file stands beside the value, which is its name. */
export interface Picking {
  /** The one that was picked. */
  file: File | undefined;
  /** Takes a file; undefined takes it back. */
  pick(file: File | undefined): void;
  /** Says at the field what is wrong with what was tried, and leaves the value as it was. */
  refuse(message: string): void;
}

export type Widget<S extends Spec> = (field: Field<S>) => TemplateResult;

/**
 * Shows `text` in an input, unless what someone has typed there already means the same: "1, 2, " is on its way to
 * a longer list and must not be tidied under the cursor.
 */
class Typed extends Directive {
  constructor(info: PartInfo) {
    super(info);
    if (info.type !== PartType.PROPERTY) throw new Error("typed() stands in a property");
  }

  render(text: string, _meansTheSame: (typed: string) => boolean): string {
    return text;
  }

  override update(part: PropertyPart | ElementPart, [text, meansTheSame]: Parameters<this["render"]>): unknown {
    const input = part.element as HTMLInputElement;
    if (input.value !== text && !meansTheSame(input.value)) input.value = text;
    return noChange;
  }
}

export const typed = directive(Typed);
