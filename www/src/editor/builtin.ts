/** The files of the repository that hold where a text is null, by their paths there. Each is a chunk of its own, fetched when asked for. */

import { msg, str } from "@lit/localize";

const files = import.meta.glob<string>("../../../shaders/*.wgsl", { query: "?raw", import: "default" });

/** @param path as `x-builtin` in a schema has it: `shaders/pi.wgsl` */
export function builtinText(path: string): Promise<string> {
  const load = files[`../../../${path}`];
  return load ? load() : Promise.reject(new Error(msg(str`this page was built without ${path}`)));
}
