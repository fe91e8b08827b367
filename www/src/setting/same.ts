/** Whether two settings come to the same once presets and defaults are filled in: a run of the one is a run of the other. */
import type { Json, Lesson } from "../api/types";
import type { Setting } from "./address";
import { baseline, specsOf } from "./spec";

export function sameSetting(lesson: Lesson, one: Setting, other: Setting): boolean {
  const [first, second] = [whole(lesson, one), whole(lesson, other)];
  return [...specsOf(lesson)].every(([name, spec]) => {
    const value = first[name];
    // A program of a megabyte is compared often.
    if (value !== second[name] && written(value) !== written(second[name])) return false;
    // Two files may have the same name.
    return spec.kind !== "file" || one.files?.[String(value)] === other.files?.[String(value)];
  });
}

/** Whether a lesson stands as it comes. */
export function isDefault(lesson: Lesson, setting: Setting): boolean {
  return sameSetting(lesson, setting, { preset: undefined, params: {} });
}

/** Every parameter's value. */
function whole(lesson: Lesson, { preset, params }: Setting): Setting["params"] {
  const set = Object.entries(params).filter(([, value]) => value !== undefined);
  return { ...baseline(lesson, preset), ...Object.fromEntries(set) };
}

/** A list of ten thousand is compared with each preset whenever something changes. */
const known = new WeakMap<object, string>();

/** As text that does not depend on the order of an object's keys. */
function written(value: Json | undefined): string | undefined {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const text = known.get(value) ?? sorted(value);
  known.set(value, text);
  return text;
}

function sorted(value: Json): string {
  return JSON.stringify(value, (_key, part: Json) =>
    part && typeof part === "object" && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
