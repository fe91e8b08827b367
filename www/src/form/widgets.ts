/** Which widget shows which kind of value. A new kind is one new file and one line here. */
import { boolean } from "./boolean";
import { choice } from "./choice";
import { json } from "./json";
import { list } from "./list";
import { nullable } from "./nullable";
import { number } from "./number";
import type { Spec } from "./spec";
import { text } from "./text";
import type { Field } from "./widget";

export function widget(field: Field) {
  return field.spec.nullable ? nullable((inner) => plain(inner))(field) : plain(field);
}

function plain(field: Field) {
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
    case "list":
      return ["integer", "number", "string", "choice"].includes(spec.item.kind) ? list(of(spec)) : json(field);
    case "json":
      return json(field);
  }
}
