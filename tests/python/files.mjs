// What lies beside a program.

import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";

/** What lies beside a program NAME.py: the files of the folder NAME.files. @param {string} path */
export function filesOf(path) {
  const folder = path.replace(/\.py$/, ".files");
  if (!statSync(folder, { throwIfNoEntry: false })) return {};
  const all = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => join(folder, name));
  const files = all.filter((file) => statSync(file).isFile());
  return Object.fromEntries(
    files.map((file) => [relative(folder, file).split(sep).join("/"), readFileSync(file, "utf8")]),
  );
}
