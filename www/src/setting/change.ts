/** How a setting changes by one value. */
import type { Json, Lesson } from "../api/types";
import type { Setting } from "./address";
import { baseline } from "./spec";

export function sameJson(a: Json | undefined, b: Json | undefined): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** The value that a parameter has. Undefined: nobody has given one, here or in the schema. */
export function valueIn(lesson: Lesson, { preset, params }: Setting, name: string): Json | undefined {
  return name in params ? params[name] : baseline(lesson, preset)[name];
}

/** The setting with this value; one that holds anyway is left out, so that links stay short. */
export function withValue(lesson: Lesson, setting: Setting, name: string, value: Json | undefined): Setting {
  const { [name]: _before, ...others } = setting.params;
  const isStanding = sameJson(value, baseline(lesson, setting.preset)[name]);
  return { ...setting, params: isStanding ? others : { ...others, [name]: value } };
}
