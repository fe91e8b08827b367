/** A lesson in the language of the page. */
import { msg } from "@lit/localize";
import type { Lesson } from "../api/types";
import { language, sourceLanguage } from "../kit/language";
import { mapWords } from "./lesson-words";

/** A text that is not in the page's sources, in the language of the page; itself where the message file does not have it. */
const word = msg as (text: string) => string;

/** A lesson with its words in the language of the page. */
export function spoken(lesson: Lesson): Lesson {
  return language() === sourceLanguage ? lesson : mapWords(lesson, word);
}
