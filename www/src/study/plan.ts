/** What a study runs: each run a lesson and its parameters, in their order. */

import type { Json, Lesson, Params, Study } from "../api/types";
import { processors } from "../kit/processors";
import type { Setting } from "../setting/address";

export interface Step {
  lesson: string;
  params: Params;
  /** What is particular to this run, in words: "workers 2". */
  label: string;
  value: Json;
}

export function plan(lesson: Lesson, study: Study, setting: Setting): Step[] {
  const params = startingPoint(lesson, study, setting);
  switch (study.kind) {
    case "four-ways":
      return [{ lesson: "four-ways", params: { of: lesson.id, params }, label: "", value: null }];
    case "interpreters":
      return [{ lesson: lesson.id, params: { ...params, interpreter: "all" }, label: "", value: null }];
    case "contest":
      return study.values.map((value) => step(lesson, params, study.parameter, value));
    case "vary": {
      const values = valuesOf(study);
      // Round by round, so that what disturbs the machine for a while disturbs all values alike.
      const rounds = Array.from({ length: study.repeats }, () => values);
      return rounds.flat().map((value) => step(lesson, params, study.parameter, value));
    }
  }
}

/** The study's parameters, the preset's over them, and what the reader has set over both. */
export function startingPoint(lesson: Lesson, study: Study, setting: Setting): Params {
  const preset = lesson.presets.find(({ name }) => name === setting.preset);
  const merged = Object.entries({ ...study.params, ...preset?.params, ...setting.params });
  return Object.fromEntries(merged.filter((entry): entry is [string, Json] => entry[1] !== undefined));
}

function step(lesson: Lesson, params: Params, parameter: string, value: Json): Step {
  return { lesson: lesson.id, params: { ...params, [parameter]: value }, label: `${parameter} ${value}`, value };
}

/** The values that a study gives its parameter, in rising order. */
export function valuesOf({ values }: Extract<Study, { kind: "vary" }>): number[] {
  return values === "up-to-processors" ? upToProcessors() : values.listed;
}

/** 1, 2, 4 and so on, and the number of logical processors last. */
function upToProcessors(): number[] {
  const most = processors();
  const powers = [1, 2, 4, 8, 16, 32].filter((power) => power < most);
  return [...powers, most];
}
