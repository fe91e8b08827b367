// The Python listings that the page shows, under CPython.

import { existsSync } from "node:fs";
import { Failure } from "../lib/failure.mjs";
import { findProgram } from "../lib/find.mjs";
import { fromRoot } from "../lib/paths.mjs";
import { unittestCounts } from "./counts.mjs";
import { runTests } from "./suite.mjs";

const folder = fromRoot("tests", "python");

/** @type {import('./suite.mjs').Suite} */
export const python = {
  name: "python",
  title: "The Python listings, under CPython",
  exists: () => existsSync(folder),
  run: () => {
    const program = findProgram(["python3", "python"]);
    if (!program) throw new Failure("There is no python3.", "Install Python 3 (Debian: apt-get install python3).");
    return runTests(program, ["-m", "unittest", "discover", "--start-directory", folder, "--verbose"], {
      limitMinutes: 10,
      count: unittestCounts,
    });
  },
};
