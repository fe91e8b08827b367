/**
 * What a reader predicted, kept on the device: by the answer's text, since a later text may order its answers otherwise.
 * Where the storage is refused, a prediction lasts as long as the page.
 */
import type { Lesson } from "../api/types";
import { onDevice } from "../kit/browser";

const ofThisPage = new Map<string, string>();

const keyOf = (lesson: Lesson) => `manyhands:prediction:${lesson.id}`;

/** The number of the answer that was kept, where there is one and the lesson still has it. */
export function predictionOf(lesson: Lesson): number | undefined {
  const key = keyOf(lesson);
  const kept = ofThisPage.get(key) ?? onDevice((storage) => storage.getItem(key));
  const number = lesson.question?.answers.indexOf(kept ?? "") ?? -1;
  return number < 0 ? undefined : number;
}

export function keepPrediction(lesson: Lesson, number: number): void {
  const answer = lesson.question?.answers[number];
  if (answer === undefined) return;
  ofThisPage.set(keyOf(lesson), answer);
  onDevice((storage) => storage.setItem(keyOf(lesson), answer));
}
