/**
 * A lesson's JSON Schema, read once into what a form, an address and an attribute need to know of each parameter.
 * The crate is the authority on values; what is checked here are hints.
 */
import { msg, str } from "@lit/localize";
import type { Json, Lesson, Params, Schema } from "../api/types";
import { digits } from "../kit/format";
import { processors } from "../kit/processors";
import { hasSharedMemory, onSharedMemory } from "../kit/shared-memory";

export interface Choice {
  value: Json;
  label: string;
  description: string;
}

interface SpecBase {
  title: string;
  description: string;
  unit: string;
  default: Json | undefined;
  nullable: boolean;
  /** The repository's file that holds where the value is null. */
  builtin: string | undefined;
}

export type Spec = SpecBase &
  (
    | { kind: "integer" | "number"; minimum: number | undefined; maximum: number | undefined }
    | { kind: "boolean" | "json" }
    | { kind: "string"; minLength: number; maxLength: number | undefined }
    | { kind: "choice"; choices: Choice[] }
    | { kind: "file"; maxBytes: number; names: string | undefined }
    | { kind: "list"; item: Spec; minItems: number; maxItems: number | undefined }
    | { kind: "object"; fields: Specs; required: string[] }
  );

export type Specs = Map<string, Spec>;

let read = new WeakMap<Lesson, Specs>();
// Some defaults are other ones then.
onSharedMemory(() => {
  read = new WeakMap();
});

/** The parameters of a lesson, in the schema's order. */
export function specsOf(lesson: Lesson): Specs {
  let specs = read.get(lesson);
  if (!specs) {
    const root = lesson.schema;
    specs = new Map(Object.entries(root.properties ?? {}).map(([name, schema]) => [name, toSpec(schema, root, name)]));
    read.set(lesson, specs);
  }
  return specs;
}

/** Every parameter's value when nobody says otherwise: the default, then the preset. */
export function baseline(lesson: Lesson, presetName?: string): Params {
  const values: Params = {};
  for (const [name, spec] of specsOf(lesson)) if (spec.default !== undefined) values[name] = spec.default;
  const preset = lesson.presets.find((candidate) => candidate.name === presetName);
  return { ...values, ...preset?.params };
}

/** The defaults that this machine decides, by their names in `x-default`. */
const MACHINE_DEFAULTS: Record<NonNullable<Schema["x-default"]>, () => Json> = {
  "logical-processors": processors,
  "threads-or-processes": () => (hasSharedMemory() ? "threads" : "processes"),
};

function toSpec(schema: Schema, root: Schema, name: string): Spec {
  const plain = inline(schema, root);
  const types = [plain.type ?? []].flat();
  const machine = plain["x-default"];
  const base: SpecBase = {
    title: plain.title ?? name,
    description: plain.description ?? "",
    unit: plain["x-unit"] ?? "",
    default: (machine && MACHINE_DEFAULTS[machine]?.()) ?? plain.default,
    nullable: types.includes("null"),
    builtin: plain["x-builtin"],
  };
  const choices = choicesOf(plain);
  if (choices) return { ...base, kind: "choice", choices };
  const maxBytes = plain["x-max-bytes"];
  if (maxBytes !== undefined) return { ...base, kind: "file", maxBytes, names: plain["x-names"] };
  const type = types.find((candidate) => candidate !== "null");
  switch (type) {
    case "integer":
    case "number":
      return { ...base, kind: type, minimum: plain.minimum, maximum: plain.maximum };
    case "string":
      return { ...base, kind: type, minLength: plain.minLength ?? 0, maxLength: plain.maxLength };
    case "boolean":
      return { ...base, kind: type };
    case "array": {
      const item = toSpec(plain.items ?? {}, root, name);
      return { ...base, kind: "list", item, minItems: plain.minItems ?? 0, maxItems: plain.maxItems };
    }
    case "object": {
      // Whatever it may hold is JSON to a form.
      if (!plain.properties) return { ...base, kind: "json" };
      const fields = new Map(
        Object.entries(plain.properties).map(([field, part]) => [field, toSpec(part, root, field)]),
      );
      return { ...base, kind: "object", fields, required: plain.required ?? [] };
    }
    default:
      return { ...base, kind: "json" };
  }
}

/** Follows `$ref` into `$defs` and folds `anyOf: [X, null]` into X; what stands beside them wins. */
function inline(schema: Schema, root: Schema): Schema {
  const { $ref, anyOf, ...own } = schema;
  if ($ref) return { ...inline(root.$defs?.[$ref.replace("#/$defs/", "")] ?? {}, root), ...own };
  const some = anyOf?.map((part) => inline(part, root));
  const value = some?.find((part) => part.type !== "null");
  if (!some || !value) return own;
  const isNullable = some.some((part) => part.type === "null");
  return { ...value, ...own, type: [value.type ?? [], isNullable ? "null" : []].flat() };
}

function choicesOf(schema: Schema): Choice[] | undefined {
  if (schema.enum) {
    return schema.enum.filter((v) => v !== null).map((value) => ({ value, label: String(value), description: "" }));
  }
  if (!schema.oneOf?.every((part) => part.const !== undefined || part.enum)) return undefined;
  return schema.oneOf.flatMap((part) => {
    const values = part.const === undefined ? (part.enum ?? []) : [part.const];
    return values.map((value) => ({
      value,
      label: part.title ?? String(value),
      description: part.description ?? "",
    }));
  });
}

/** Whether text stands for itself, not for JSON, where a value of this parameter is written as text. */
export function isText(spec: Spec): boolean {
  return spec.kind === "string" || (spec.kind === "choice" && spec.choices.every((c) => typeof c.value === "string"));
}

/** A value that is no list and no object, for a reader: a choice by its name, a number with its groups. */
export function inWords(spec: Spec, value: Json): string {
  const chosen = spec.kind === "choice" ? spec.choices.find((choice) => choice.value === value)?.label : undefined;
  if (chosen !== undefined) return chosen;
  if (value === null) return msg("none", { desc: "a parameter has no value: “This task raises: none”" });
  return typeof value === "number" ? digits(value) : String(value);
}

/** What is allowed, in words that follow “it is”: "a whole number from 1 to 64". */
export function allowed(spec: Spec): string {
  const values = allowedValues(spec);
  if (!spec.nullable || spec.kind === "file" || spec.kind === "json") return values;
  return msg(str`${values}, or null`, { desc: "what a parameter may be, after “must be”: values, or the word null" });
}

function allowedValues(spec: Spec): string {
  switch (spec.kind) {
    case "integer":
      return wholeNumber(written(spec.minimum), written(spec.maximum));
    case "number":
      return anyNumber(written(spec.minimum), written(spec.maximum));
    case "choice": {
      const choices = spec.choices.map((choice) => String(choice.value)).join(", ");
      return msg(str`one of ${choices}`, { desc: "what a parameter may be, after “must be”: one of several words" });
    }
    case "list": {
      const item = allowed(spec.item);
      const { minItems, maxItems } = spec;
      if (minItems > 0 && maxItems !== undefined)
        return msg(str`a list of ${digits(minItems)} to ${digits(maxItems)}, each ${item}`, {
          desc: "what a parameter may be, after “must be”: “a list of 1 to 64, each a whole number from 1 to 9”",
        });
      return msg(str`a list, each ${item}`, {
        desc: "what a parameter may be, after “must be”: “a list, each a whole number from 1 to 64”",
      });
    }
    case "object": {
      const fields = [...spec.fields.keys()].join(", ");
      return msg(str`an object with ${fields}`, {
        desc: "what a parameter may be, after “must be”: a JSON object with these keys",
      });
    }
    case "string":
      if (spec.maxLength !== undefined) return textOf(digits(spec.minLength), digits(spec.maxLength));
      return msg("text", { id: "allowed-text", desc: "what a parameter may be, after “must be”: any text" });
    case "file":
      return msg("a file that is picked in the form");
    case "boolean":
      return msg("true or false", {
        desc: "what a parameter may be, after “must be”: the words true or false, which stay as they are",
      });
    case "json":
      return "JSON";
  }
}

const textOf = (least: string, most: string) =>
  msg(str`text of ${least} to ${most} characters`, { desc: "what a parameter may be, after “must be”" });

const written = (bound: number | undefined) => (bound === undefined ? undefined : digits(bound));

function wholeNumber(least: string | undefined, most: string | undefined): string {
  if (least && most) return msg(str`a whole number from ${least} to ${most}`);
  if (least) return msg(str`a whole number from ${least} up`);
  if (most) return msg(str`a whole number up to ${most}`);
  return msg("a whole number");
}

function anyNumber(least: string | undefined, most: string | undefined): string {
  if (least && most) return msg(str`a number from ${least} to ${most}`);
  if (least) return msg(str`a number from ${least} up`);
  if (most) return msg(str`a number up to ${most}`);
  return msg("a number");
}

/** Whether a value looks like one that the engine takes. */
export function looksRight(value: Json, spec: Spec): boolean {
  if (value === null) return spec.nullable || spec.kind === "json";
  switch (spec.kind) {
    case "integer":
    case "number":
      return (
        typeof value === "number" &&
        (spec.kind === "number" || Number.isInteger(value)) &&
        value >= (spec.minimum ?? -Infinity) &&
        value <= (spec.maximum ?? Infinity)
      );
    case "choice":
      return spec.choices.some((choice) => choice.value === value);
    case "list":
      return (
        Array.isArray(value) &&
        value.length >= spec.minItems &&
        value.length <= (spec.maxItems ?? Infinity) &&
        value.every((item) => looksRight(item, spec.item))
      );
    case "object": {
      if (typeof value !== "object" || Array.isArray(value)) return false;
      const isKnown = ([name, part]: [string, Json]) => {
        const field = spec.fields.get(name);
        return field !== undefined && looksRight(part, field);
      };
      return spec.required.every((name) => name in value) && Object.entries(value).every(isKnown);
    }
    case "string": {
      if (typeof value !== "string") return false;
      const length = [...value].length;
      return length >= spec.minLength && length <= (spec.maxLength ?? Infinity);
    }
    case "boolean":
      return typeof value === "boolean";
    case "file":
      return false;
    case "json":
      return true;
  }
}
