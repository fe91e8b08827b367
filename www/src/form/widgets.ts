/** Which widget shows which kind of value. A new kind is one new file and one line here. */
import type { TemplateResult } from "lit";
import type { Spec } from "../setting/spec";
import { boolean } from "./boolean";
import { choice } from "./choice";
import { type CodeSpec, code } from "./code";
import type { Field } from "./field";
import { file } from "./file";
import { json } from "./json";
import { list } from "./list";
import { nullable } from "./nullable";
import { number } from "./number";
import { table } from "./table";
import { text } from "./text";

const isLine = ({ kind }: Spec) => ["integer", "number", "string", "choice"].includes(kind);

/** Whether a parameter is shown as a table, which needs the width of the whole form and a label of another kind. */
export function isTable(spec: Spec): boolean {
  if (spec.kind !== "list") return false;
  return spec.item.kind === "object" || (spec.item.kind === "list" && isLine(spec.item.item));
}

function isCode(spec: Spec): spec is CodeSpec {
  return spec.builtin !== undefined;
}

export function widget(field: Field): TemplateResult {
  const { spec } = field;
  if (isCode(spec)) return code({ ...field, spec });
  return spec.nullable && spec.kind !== "file" ? nullable((inner) => plain(inner))(field) : plain(field);
}

function plain(field: Field): TemplateResult {
  const { spec } = field;
  const of = <S extends Spec>(narrow: S) => ({ ...field, spec: narrow });
  switch (spec.kind) {
    case "integer":
    case "number":
      return number(of(spec));
    case "string":
      return text(of(spec));
    case "boolean":
      return boolean(of(spec));
    case "choice":
      return choice(of(spec));
    case "file":
      return field.picking ? file(of(spec), field.picking) : json(field);
    case "list":
      return (isTable(spec) ? table(widget) : isLine(spec.item) ? list : json)(of(spec));
    case "object":
    case "json":
      return json(field);
  }
}
