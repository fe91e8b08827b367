/** All that a study needs once its button was pressed: loaded then, and not before. */
import type { Lesson, Study } from "../api/types";
import type { Outcome } from "./conduct";
import { showContest } from "./contest";
import type { Shown } from "./shown";
import { showVary } from "./vary";
import { showWays } from "./ways";

export { conduct } from "./conduct";
export { plan } from "./plan";

export function show(study: Study, outcomes: Outcome[], lesson: Lesson): Shown | undefined {
  switch (study.kind) {
    case "four-ways":
    case "interpreters":
      return showWays(study, outcomes, lesson);
    case "vary":
      return showVary(study, outcomes, lesson);
    case "contest":
      return showContest(study, outcomes, lesson);
  }
}
