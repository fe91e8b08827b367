/** The lessons and their schemas, written out by the crate when the site is built: no engine is needed to read them. */
import { msg, str } from "@lit/localize";
import { ManyhandsError, messageOf } from "./errors";
import type { Lesson } from "./types";

let loading: Promise<Lesson[]> | undefined;

/** All lessons in the lectures' order. */
export function catalogue(): Promise<Lesson[]> {
  loading ??= import("../generated/catalogue.json").then(
    (module) => module.default,
    (reason) => {
      loading = undefined;
      const what = messageOf(reason);
      throw new ManyhandsError("failed", msg(str`The list of lessons could not be loaded: ${what}`));
    },
  );
  return loading;
}

/** The Rust of all lessons by their ids: for a reader who looks at it. */
export const sources = async (): Promise<Record<string, string>> => (await import("../generated/sources.json")).default;

/** The lesson with this id, or an `invalid-parameter` error that names the ones there are. */
export async function lessonById(id: string): Promise<Lesson> {
  const lessons = await catalogue();
  const found = lessons.find((lesson) => lesson.id === id);
  if (found) return found;
  const ids = lessons.map((lesson) => lesson.id).join(", ");
  throw new ManyhandsError("invalid-parameter", msg(str`There is no lesson “${id}”. The lessons are: ${ids}.`), {
    parameter: "lesson",
  });
}
