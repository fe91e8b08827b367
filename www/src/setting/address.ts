/**
 * A lesson and what a reader set of it as text in an address: `#ID?key=value` on the main page, `?lesson=ID&key=value` or
 * the same fragment in embed.html. Values are JSON, unless the parameter is a string. A long setting is packed into one
 * value, `#ID?z1=…`: the 1 says how. Here it is written; `link.ts` reads it.
 */
import type { Json, Lesson } from "../api/types";
import { siteRoot } from "../kit/site-root";
import { pack } from "./packed";
import { isText, type Spec, specsOf } from "./spec";

/** The value that holds all others, packed as `packed.ts` does. Links last: another way is another name. */
export const PACKED = "z1";

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

function saidOf({ theme, lang, show }: Around): [string, string][] {
  const said: [string, string | null][] = [
    ["theme", theme],
    ["lang", lang],
    ["show", show],
  ];
  return said.filter((pair): pair is [string, string] => pair[1] !== null);
}

/** What follows `embed.html`. */
export function afterEmbed(id: string, pairs: [string, string][], around: Around): string {
  const kept = saidOf(around);
  const readable = `?${query([["lesson", id], ...kept, ...pairs])}`;
  if (readable.length <= LONGEST_SENT) return readable;
  return `${kept.length > 0 ? `?${query(kept)}` : ""}${fragmentOf(id, pairs)}`;
}

/** The lesson alone, as an element's attributes say it. */
export function embedAddress(id: string, pairs: [string, string][], around: Around): string {
  return new URL(`embed.html${afterEmbed(id, pairs, around)}`, siteRoot).href;
}

/** The same with a program in it: packed, and in the fragment, which no host has to take. */
export async function packedEmbedAddress(id: string, pairs: [string, string][], around: Around): Promise<string> {
  const packed: [string, string][] = [[PACKED, await pack(query(pairs))]];
  const kept = saidOf(around);
  return new URL(`embed.html${kept.length > 0 ? `?${query(kept)}` : ""}${fragmentOf(id, packed)}`, siteRoot).href;
}

/** The same, made short and relative to the site: for embed.html itself, and to be shared. */
export async function embedPlace(lesson: Lesson, setting: Setting, around: Around): Promise<string> {
  return `embed.html${afterEmbed(lesson.id, await short(settingPairs(lesson, setting)), around)}`;
}
