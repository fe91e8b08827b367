/**
 * A lesson and its parameters as text in an address: `#ID?key=value` on the main page, `?lesson=ID&key=value` in
 * embed.html. Values are JSON, unless the parameter is a string. What cannot be read is told and left at its default.
 */
import type { Json, Lesson } from "./api/types";
import { allowed, isText, looksRight, type Spec, specsOf } from "./form/spec";
import { siteRoot } from "./site";

/** A lesson as someone wants to see it: the preset, and the values that differ from it. */
export interface Setting {
  preset: string | undefined;
  /** An undefined value is a field that someone has emptied: what holds is the preset's value or the default. */
  params: { [name: string]: Json | undefined };
}

export interface ReadSetting extends Setting {
  /** What could not be read, a sentence each. They quote the address: text, never markup. */
  problems: string[];
}

/** Splits `#ID?key=value`. */
export function splitFragment(fragment: string): { id: string; query: URLSearchParams } {
  const [id = "", ...rest] = fragment.replace(/^#/, "").split("?");
  return { id: decode(id), query: new URLSearchParams(rest.join("?")) };
}

export function readSetting(lesson: Lesson, pairs: Iterable<[string, string]>): ReadSetting {
  const setting: ReadSetting = { preset: undefined, params: {}, problems: [] };
  const specs = specsOf(lesson);
  for (const [name, text] of pairs) {
    const spec = specs.get(name);
    if (spec) {
      const value = readValue(text, spec);
      if (value !== undefined && looksRight(value, spec)) setting.params[name] = value;
      else setting.problems.push(`${name} cannot be ${quote(text)}: it is ${allowed(spec)}. It keeps its default.`);
    } else if (name === "preset") {
      if (lesson.presets.some((preset) => preset.name === text)) setting.preset = text;
      else setting.problems.push(`There is no preset ${quote(text)} in this lesson.`);
    } else {
      setting.problems.push(`This lesson has no parameter ${quote(name)}.`);
    }
  }
  return setting;
}

/** A value from its text; undefined when the text is none. */
function readValue(text: string, spec: Spec): Json | undefined {
  if (isText(spec)) return spec.nullable && text === "null" ? null : text;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function writeValue(value: Json, spec: Spec | undefined): string {
  return typeof value === "string" && spec && isText(spec) ? value : JSON.stringify(value);
}

/** The setting as `key` and text, as an address or an attribute holds it. */
export function settingPairs(lesson: Lesson, setting: Setting): [string, string][] {
  const specs = specsOf(lesson);
  const params = Object.entries(setting.params).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, writeValue(value, specs.get(name))]],
  );
  return setting.preset === undefined ? params : [["preset", setting.preset], ...params];
}

function query(pairs: [string, string][]): string {
  // A list stays readable: these need no escape in a query or a fragment.
  const encode = (text: string) => encodeURIComponent(text).replace(/%5B|%5D|%2C|%3A/g, decodeURIComponent);
  return pairs.map(([name, text]) => `${encode(name)}=${encode(text)}`).join("&");
}

export function fragment(lesson: Lesson, setting: Setting): string {
  const text = query(settingPairs(lesson, setting));
  return `#${lesson.id}${text && "?"}${text}`;
}

/** The lesson on the site's main page: what is shared. */
export function pageAddress(lesson: Lesson, setting: Setting): string {
  return new URL(`index.html${fragment(lesson, setting)}`, siteRoot).href;
}

export function embedQuery(id: string, pairs: [string, string][]): string {
  return `?${query([["lesson", id], ...pairs])}`;
}

export function embedAddress(id: string, pairs: [string, string][]): string {
  return new URL(`embed.html${embedQuery(id, pairs)}`, siteRoot).href;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function quote(text: string): string {
  return `“${text.length > 60 ? `${text.slice(0, 60)}…` : text}”`;
}
