/** Files that go to a run beside its parameters, which name them. */
import { msg } from "@lit/localize";
import { ManyhandsError } from "./errors";

export type Files = { [name: string]: Blob };

/** What somebody gave as files, or an error: only what has bytes can be handed to the engine. */
export function checkedFiles(files: unknown): Files | undefined {
  if (files === undefined || files === null) return undefined;
  const isObject = typeof files === "object" && !Array.isArray(files);
  if (isObject && Object.values(files).every((file) => file instanceof Blob)) return files as Files;
  const message = msg("files: allowed is an object whose values are Files or other Blobs.");
  throw new ManyhandsError("invalid-parameter", message, { parameter: "files" });
}
