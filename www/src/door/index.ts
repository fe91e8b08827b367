/**
 * The JavaScript door. `window.manyhands` on the site's own pages, and the exports of `many-hands.js` on any other.
 * What each function takes and gives is the contract in `docs/`.
 */

import { catalogue, lessonById } from "../api/catalogue";
import { checkedFiles, type Files } from "../api/files";
import type { LessonSummary, Listing, Params, RunEvent, RunRecord, Schema } from "../api/types";
import { runs } from "../engine/runs";

export interface RunOptions {
  /** Called for each event while the run goes. */
  onEvent?: (event: RunEvent) => void;
  /** Aborting it stops this run; the promise rejects with kind `cancelled`. */
  signal?: AbortSignal;
  /** A preset of the lesson, whose values stand under `params`. */
  preset?: string;
  /**
   * Gives a program in Python the line that it asks for once it has read its `input`; nothing is the end of its input.
   * `prompt` is what it has written since its last line's end, or its last question.
   */
  onInput?: (prompt: string) => string | null | undefined | Promise<string | null | undefined>;
  /** Files that the parameters name. */
  files?: Files;
}

/** The lessons there are, in the lectures' order. */
export async function lessons(): Promise<LessonSummary[]> {
  const all = await catalogue();
  return structuredClone(all.map(({ id, title, chapter, presets }) => ({ id, title, chapter, presets })));
}

/** The JSON Schema of a lesson's parameters. */
export async function schema(id: string): Promise<Schema> {
  return structuredClone((await lessonById(String(id))).schema);
}

/** Runs a lesson and gives its record. One run at a time; a later one waits for its turn. */
export async function run(id: string, params: Params = {}, options: RunOptions = {}): Promise<RunRecord> {
  const { onEvent, onInput, signal, preset, files } = options ?? {};
  return runs.run(String(id), params, {
    door: "api",
    signal,
    preset,
    files: checkedFiles(files),
    asks: onInput !== undefined,
    onEvents:
      (onEvent || onInput) &&
      ((events) => {
        for (const event of events) {
          if (onEvent) hand(onEvent, event);
          if (onInput && event.kind === "ask") void ask(onInput, event.prompt);
        }
      }),
  });
}

/** A lesson's program in Python with these parameters, and what in it follows them. */
export async function listing(
  id: string,
  params: Params = {},
  options: Pick<RunOptions, "preset"> = {},
): Promise<Listing> {
  return runs.listing(String(id), params, options?.preset);
}

/** Cancels the run that goes and all that wait. */
export function stop(): void {
  runs.stop();
}

/** A file that a run made. `record` is the object that `run` gave. */
export async function artifact(record: RunRecord, name: string): Promise<Blob> {
  return runs.artifact(record, name);
}

/** Asks for a line of input. Who fails to give one ends the input. */
async function ask(onInput: NonNullable<RunOptions["onInput"]>, prompt: string): Promise<void> {
  let line: string | null | undefined;
  try {
    line = await onInput(prompt);
  } catch (thrown) {
    reportError(thrown);
  }
  runs.answer(line == null ? undefined : String(line));
}

/** A listener that throws is its owner's trouble and must not end the run. */
function hand(onEvent: (event: RunEvent) => void, event: RunEvent): void {
  try {
    onEvent(event);
  } catch (thrown) {
    reportError(thrown);
  }
}
