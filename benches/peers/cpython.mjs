// CPython, in a process that is started once and asked again and again.

import { findProgram } from "../../.dev/lib/find.mjs";
import { fromRoot } from "../../.dev/lib/paths.mjs";
import { Absent } from "../lib/absent.mjs";
import { asked } from "./lines.mjs";

/**
 * @param {"pools.py" | "gil.py"} [script] what it runs
 * @returns {Promise<import("../lib/doors.mjs").Door>}
 */
export async function cpython(script = "pools.py") {
  const program = findProgram(["python3", "python"]);
  if (!program) throw new Absent("there is no python3");
  // -B: nothing is to be written beside the sources.
  const python = asked(program, ["-B", fromRoot("benches", "peers", "cpython", script)]);
  const { implementation, version, start_method } = await python.run("about", {});
  return { name: "CPython", version: `${implementation} ${version}, ${start_method}`, ...python };
}
