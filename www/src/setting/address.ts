/**
 * A lesson and what a reader set of it as text in an address: `#ID?key=value` on the main page, `?lesson=ID&key=value` or
 * the same fragment in embed.html. Values are JSON, unless the parameter is a string. A long setting is packed into one
 * value, `#ID?z1=…`: the 1 says how. What cannot be read is told and left at its default; nothing of it is ever markup.
 */
import { msg, str } from "@lit/localize";
import type { Json, Lesson } from "../api/types";
import { siteRoot } from "../kit/site-root";
import { mustBeNot } from "./faults";
import { pack, unpack } from "./packed";
import { isText, looksRight, type Spec, specsOf } from "./spec";

/** The value that holds all others, packed as `packed.ts` does. Links last: another way is another name. */
const PACKED = "z1";

/** A query of more characters is packed where it is shared; mail programs and course systems cut long links. */
const LONGEST_READABLE = 400;

/** A longer query is not sent to a host, which may refuse it: it travels in the fragment. */
const LONGEST_SENT = 2000;

/** A lesson as someone wants to see it: the preset, and the values that differ from it. */
export interface Setting {
  preset: string | undefined;
  /** An undefined value is a field that someone has emptied: what holds is the preset's value or the default. */
  params: { [name: string]: Json | undefined };
  /** The files that were picked, by the names that stand in the parameters. No address holds them. */
  files?: { [name: string]: File } | undefined;
  /** False when the question before a run is switched off. */
  predict?: boolean | undefined;
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

/** Reads an address's query, packed or not. */
export async function readQuery(lesson: Lesson, query: URLSearchParams): Promise<ReadSetting> {
  const problems: string[] = [];
  const pairs: [string, string][] = [];
  for (const [name, text] of query) {
    if (name === PACKED) {
      try {
        pairs.push(...new URLSearchParams(await unpack(text)));
      } catch {
        problems.push(msg("This link is damaged: what it packs cannot be read. The lesson stands at its defaults."));
      }
    } else if (/^z\d+$/.test(name)) {
      problems.push(msg("This link was packed by a newer version of the site. The lesson stands at its defaults."));
    } else {
      pairs.push([name, text]);
    }
  }
  const setting = readSetting(lesson, pairs);
  return { ...setting, problems: [...problems, ...setting.problems] };
}

/** Reads pairs as an address or an element's attributes hold them. */
export function readSetting(lesson: Lesson, pairs: Iterable<[string, string]>): ReadSetting {
  const setting: ReadSetting = { preset: undefined, params: {}, problems: [] };
  const specs = specsOf(lesson);
  for (const [name, text] of pairs) {
    const spec = specs.get(name);
    if (spec) {
      const value = readValue(text, spec);
      if (value !== undefined && looksRight(value, spec)) setting.params[name] = value;
      else
        setting.problems.push(
          `${mustBeNot(spec.title, spec, quote(text))} ${msg("It keeps its default.", { desc: "a parameter" })}`,
        );
    } else if (name === "preset") {
      if (lesson.presets.some((preset) => preset.name === text)) setting.preset = text;
      else setting.problems.push(msg(str`There is no preset ${quote(text)} in this lesson.`));
    } else if (name === "predict") {
      if (text === "off") setting.predict = false;
      else setting.problems.push(msg(str`predict cannot be ${quote(text)}: it is off, or left out.`));
    } else {
      setting.problems.push(msg(str`This lesson has no parameter ${quote(name)}.`));
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
    value === undefined || specs.get(name)?.kind === "file" ? [] : [[name, writeValue(value, specs.get(name))]],
  );
  const preset: [string, string][] = setting.preset === undefined ? [] : [["preset", setting.preset]];
  const predict: [string, string][] = setting.predict === false ? [["predict", "off"]] : [];
  return [...preset, ...params, ...predict];
}

function query(pairs: [string, string][]): string {
  // A list stays readable: these need no escape in a query or a fragment.
  const encode = (text: string) => encodeURIComponent(text).replace(/%5B|%5D|%2C|%3A/g, decodeURIComponent);
  return pairs.map(([name, text]) => `${encode(name)}=${encode(text)}`).join("&");
}

/** The pairs, or the one that holds them all where they are many or long. */
async function short(pairs: [string, string][]): Promise<[string, string][]> {
  const text = query(pairs);
  return text.length > LONGEST_READABLE ? [[PACKED, await pack(text)]] : pairs;
}

function fragmentOf(id: string, pairs: [string, string][]): string {
  const text = query(pairs);
  return `#${id}${text && "?"}${text}`;
}

/** The address on the main page, relative to it. */
export async function fragment(lesson: Lesson, setting: Setting): Promise<string> {
  return fragmentOf(lesson.id, await short(settingPairs(lesson, setting)));
}

/** The lesson on the site's main page, however long. */
export function pageAddress(lesson: Lesson, setting: Setting): string {
  return new URL(`index.html${fragmentOf(lesson.id, settingPairs(lesson, setting))}`, siteRoot).href;
}

/** The same, made short: what is shared. */
export async function sharedAddress(lesson: Lesson, setting: Setting): Promise<string> {
  return new URL(`index.html${await fragment(lesson, setting)}`, siteRoot).href;
}

/** What the page around a lesson says: its colours, the language of its text as a BCP 47 tag, and which parts it shows. */
export interface Around {
  theme: string | null;
  lang: string | null;
  show: string | null;
}

/** What follows `embed.html`. */
function afterEmbed(id: string, pairs: [string, string][], { theme, lang, show }: Around): string {
  const said: [string, string | null][] = [
    ["theme", theme],
    ["lang", lang],
    ["show", show],
  ];
  const kept = said.filter((pair): pair is [string, string] => pair[1] !== null);
  const readable = `?${query([["lesson", id], ...kept, ...pairs])}`;
  if (readable.length <= LONGEST_SENT) return readable;
  return `${kept.length > 0 ? `?${query(kept)}` : ""}${fragmentOf(id, pairs)}`;
}

/** The lesson alone, as an element's attributes say it. */
export function embedAddress(id: string, pairs: [string, string][], around: Around): string {
  return new URL(`embed.html${afterEmbed(id, pairs, around)}`, siteRoot).href;
}

/** The same, made short and relative to the site: for embed.html itself, and to be shared. */
export async function embedPlace(lesson: Lesson, setting: Setting, around: Around): Promise<string> {
  return `embed.html${afterEmbed(lesson.id, await short(settingPairs(lesson, setting)), around)}`;
}

/** Splits what follows `embed.html`. */
export function splitEmbed(search: string, hash: string): { id: string; query: URLSearchParams; around: Around } {
  const sent = new URLSearchParams(search);
  const around = { theme: sent.get("theme"), lang: sent.get("lang"), show: sent.get("show") };
  for (const name of Object.keys(around)) sent.delete(name);
  if (hash.length > 1 && !sent.has("lesson")) return { ...splitFragment(hash), around };
  const id = sent.get("lesson") ?? "";
  sent.delete("lesson");
  return { id, query: sent, around };
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
