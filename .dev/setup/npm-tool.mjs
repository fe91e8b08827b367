// A package of npm's that is too large to be everybody's.

import { read } from "../lib/run.mjs";
import { inTarget, lastLine } from "./in-target.mjs";
import { npm } from "./node-modules.mjs";

/**
 * The folder whose `node_modules` has it; or why it cannot be had here.
 * @param {string} name
 * @param {string} version
 */
export const npmTool = (name, version) =>
  inTarget(`${name}-${version}`, async (folder) => {
    const options = ["--prefix", folder, "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"];
    const got = await read(npm, ["install", ...options, `${name}@${version}`]);
    return got.code === 0 ? undefined : `npm could not install ${name}@${version}: ${lastLine(got)}`;
  });
