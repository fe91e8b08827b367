/**
 * Reads a link, or an element's attributes, as they arrive: also where something was done to them on their way. What cannot be
 * read is told and left at its default, with what may have been meant where that is near; nothing of it is ever markup.
 */
import { msg, str } from "@lit/localize";
import type { Json, Lesson } from "../api/types";
import { type Around, PACKED, type Setting } from "./address";
import { mustBeNot } from "./faults";
import { isTooDeep, MOST_LEVELS, parseJson } from "./levels";
import { nearest } from "./near";
import { unpack } from "./packed";
import { isText, looksRight, type Spec, specsOf } from "./spec";
import { pairsOf, readings, splitPlace, splitValue, visible, wordOf } from "./touched";
import { isTracker } from "./trackers";

/** What could not be read. The sentence quotes the address: text, never markup. */
export interface Problem {
  message: string;
  /** What may have been meant. */
  offer?: Offer | undefined;
}

/** What may have been meant: `workers = 8`. */
export interface Offer {
  label: string;
  setting: Partial<Setting>;
}

export interface ReadSetting extends Setting {
  problems: Problem[];
}

/** Splits `#ID?key=value`. */
export function splitFragment(fragment: string): { id: string; query: [string, string][] } {
  const { id, query } = splitPlace(fragment);
  return { id, query: pairsOf(query) };
}

/** Splits what follows `embed.html`. */
export function splitEmbed(search: string, hash: string): { id: string; query: [string, string][]; around: Around } {
  const around: Around = { theme: null, lang: null, show: null };
  let lesson: string | undefined;
  const query = pairsOf(search.replace(/^\?/, "")).filter(([name, text]) => {
    const lower = name.toLowerCase();
    if (lower === "lesson") lesson ??= text;
    else if (isAround(lower)) around[lower] ??= text;
    else return true;
    return false;
  });
  if (lesson === undefined && hash.length > 1) return { ...splitFragment(hash), around };
  const place = splitPlace(lesson ?? "");
  return { id: place.id, query: [...pairsOf(place.query), ...query], around };
}

const isAround = (name: string): name is keyof Around => name === "theme" || name === "lang" || name === "show";

/** The lesson that a link names, or else the one that it may mean. */
export function lessonIn(lessons: Lesson[], id: string): { lesson?: Lesson | undefined; near?: string | undefined } {
  const word = wordOf(id).toLowerCase();
  const names = [id, word, word.replace(/[^a-z0-9]+$/, "")];
  const lesson = names.flatMap((name) => lessons.find((one) => one.id === name) ?? [])[0];
  if (lesson) return { lesson };
  const ids = lessons.map((one) => one.id);
  return { near: nearest(word, ids) };
}

/** Reads what a link sets, packed or not. */
export async function readQuery(lesson: Lesson, query: Iterable<[string, string]>): Promise<ReadSetting> {
  const problems: Problem[] = [];
  const pairs: [string, string][] = [];
  for (const [name, text] of query) {
    if (name.toLowerCase() === PACKED) pairs.push(...(await unpacked(text, problems)));
    else if (/^z\d+$/i.test(name)) {
      const message = msg("This link was packed by a newer version of the site. The lesson stands at its defaults.");
      problems.push({ message });
    } else pairs.push([name, text]);
  }
  const setting = readSetting(lesson, pairs);
  return { ...setting, problems: [...problems, ...setting.problems] };
}

/** What is packed, as far as it is there. */
async function unpacked(packed: string, problems: Problem[]): Promise<[string, string][]> {
  try {
    const { text, isWhole } = await unpack(visible(packed));
    // Where it was cut, the last value is one of which nobody knows how it went on.
    const pairs = [...new URLSearchParams(isWhole ? text : text.replace(/(?:^|&)[^&]*$/, ""))];
    if (!isWhole && pairs.length > 0) {
      const message = msg("This link was cut. What is left of it is set; the rest stands at its defaults.");
      problems.push({ message });
    }
    if (isWhole || pairs.length > 0) return pairs;
  } catch {
    // It is told below.
  }
  const message = msg("This link is damaged: what it packs cannot be read. The lesson stands at its defaults.");
  problems.push({ message });
  return [];
}

/** Reads pairs as an address or an element's attributes hold them. */
function readSetting(lesson: Lesson, pairs: [string, string][]): ReadSetting {
  const setting: ReadSetting = { preset: undefined, params: {}, problems: [] };
  const { problems } = setting;
  const waiting = [...pairs];
  for (const [name, text] of waiting) {
    const known = knownName(lesson, name);
    if (known === undefined && isTracker(name)) continue;
    if (problems.length === MOST_PROBLEMS) {
      problems.push({ message: msg("There is more in this link that cannot be read.") });
      break;
    }
    if (known === undefined) {
      problems.push(unknown(lesson, name, text));
      continue;
    }
    const split = splitValue(text);
    const whole = read(lesson, known, text);
    const value = whole ?? (split && read(lesson, known, split.value));
    // The loop comes to these too.
    if (!whole && value && split) waiting.push(...pairsOf(split.rest));
    if (!value) problems.push(unreadable(lesson, known, text));
    else Object.assign(setting, { ...value, params: { ...setting.params, ...value.params } });
  }
  return setting;
}

/** Nobody reads more of them, and a link may hold a hundred thousand. */
const MOST_PROBLEMS = 12;

/** What stands in a link beside the lesson's parameters. */
const OTHERS = ["preset", "predict"];

function knownName(lesson: Lesson, name: string): string | undefined {
  const specs = specsOf(lesson);
  const lower = name.toLowerCase();
  return [name, lower].find((one) => specs.has(one)) ?? OTHERS.find((one) => one === lower);
}

/** What a value sets; undefined where it cannot be read. */
function read(lesson: Lesson, name: string, text: string): Partial<Setting> | undefined {
  const spec = specsOf(lesson).get(name);
  for (const reading of readings(text)) {
    if (spec) {
      const value = readValue(reading, spec);
      if (value !== undefined && looksRight(value, spec)) return { params: { [name]: value } };
    } else if (name === "preset") {
      const preset = lesson.presets.find((one) => isSameWord(one.name, reading));
      if (preset) return { preset: preset.name };
    } else if (isSameWord("off", reading)) {
      return { predict: false };
    }
  }
  return undefined;
}

const isSameWord = (one: string, other: string) => one.toLowerCase() === other.trim().toLowerCase();

/** A value from its text; undefined when the text is none. */
function readValue(text: string, spec: Spec): Json | undefined {
  if (spec.kind === "boolean") return parseJson(text.toLowerCase());
  if (!isText(spec)) return parseJson(text);
  if (spec.nullable && text === "null") return null;
  if (spec.kind !== "choice") return text;
  return spec.choices.find(({ value }) => isSameWord(String(value), wordOf(text)))?.value;
}

/** What is said of a name that a lesson does not know. */
function unknown(lesson: Lesson, name: string, text: string): Problem {
  const message = msg(str`This lesson has no parameter ${quote(name)}.`);
  const near = nearest(name, [...specsOf(lesson).keys(), ...OTHERS]);
  return { message, offer: near === undefined ? undefined : offer(lesson, near, text) };
}

/** What is said of a value that a parameter cannot have. */
function unreadable(lesson: Lesson, name: string, text: string): Problem {
  const spec = specsOf(lesson).get(name);
  if (name === "preset" && !spec) {
    const near = nearest(
      text,
      lesson.presets.map((preset) => preset.name),
    );
    const message = msg(str`There is no preset ${quote(text)} in this lesson.`);
    return { message, offer: near === undefined ? undefined : offer(lesson, name, near) };
  }
  if (!spec) return { message: msg(str`predict cannot be ${quote(text)}: it is off, or left out.`) };
  const keeps = msg("It keeps its default.", { desc: "a parameter" });
  if (!isText(spec) && isTooDeep(text)) {
    const deep = msg(
      str`${spec.title} is nested too deeply: lists and objects may be at most ${MOST_LEVELS} levels deep.`,
      {
        desc: "a parameter whose value is a list in a list in a list, and so on",
      },
    );
    return { message: `${deep} ${keeps}` };
  }
  const choices = spec.kind === "choice" ? spec.choices.map(({ value }) => String(value)) : [];
  const near = nearest(text, choices);
  return {
    message: `${mustBeNot(spec.title, spec, quote(text))} ${keeps}`,
    offer: near === undefined ? undefined : offer(lesson, name, near),
  };
}

/** A value under the name that may have been meant, where it can be read there. */
function offer(lesson: Lesson, name: string, text: string): Offer | undefined {
  const setting = read(lesson, name, text);
  return setting && { label: `${name} = ${shortly(text)}`, setting };
}

function quote(text: string): string {
  return `“${shortly(text)}”`;
}

function shortly(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
