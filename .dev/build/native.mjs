// The native binary, and what it writes of the lessons: the catalogue for the page, and what its engine carries.
//
// The development profile, not release: the catalogue needs no speed, the native tests use the same profile,
// and so the dependencies are compiled once.

import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Failure } from "../lib/failure.mjs";
import { carriedRoot, catalogueFile, fromRoot } from "../lib/paths.mjs";
import { read, run } from "../lib/run.mjs";
import { stamp } from "../lib/stamp.mjs";
import { ensureLinker, nativeCargo } from "../setup/native-cargo.mjs";

export const rustSources = ["Cargo.toml", "Cargo.lock", "src", "shaders"];
const binary = fromRoot("target", "debug", process.platform === "win32" ? "manyhands.exe" : "manyhands");

const schemas = join(carriedRoot, "schemas.json");
const shader = join(carriedRoot, "pi.wgsl");

const made = stamp(
  "catalogue",
  () => ({ files: [...rustSources, ".dev/build/native.mjs"] }),
  () => [catalogueFile, schemas, shader],
);

/** @returns {import('../lib/steps.mjs').Step} */
export function catalogueStep() {
  return {
    name: "Building the native binary, which writes the lesson catalogue",
    upToDate: () => made.isFresh(),
    run: () => made.during(writeCatalogue),
  };
}

async function writeCatalogue() {
  await ensureLinker();
  const { cargo, env } = await nativeCargo();
  await run(cargo, ["build", "--bin", "manyhands"], {
    env: { ...env, CARGO_TARGET_DIR: fromRoot("target") },
    what: "Building the native binary",
    mend: "See the compiler’s message above; it needs Rust as Cargo.toml says, and a C linker (Debian: apt-get install gcc libc6-dev).",
  });
  write(catalogueFile, JSON.stringify(await printed("catalogue"), null, 1));
  write(schemas, JSON.stringify(await printed("schemas")));
  // Line by line, so that a message about a line is about the same one.
  write(shader, readFileSync(fromRoot("shaders", "pi.wgsl"), "utf8").replaceAll(/[ \t]*\/\/.*/g, ""));
}

/** The JSON that a command of the binary prints. @param {string} command */
async function printed(command) {
  const { code, stdout, stderr } = await read(binary, [command]);
  if (code !== 0) throw new Failure(`\`manyhands ${command}\` ended with ${code}: ${stderr}`);
  return JSON.parse(stdout);
}

/** In one step, so that no reader finds half a file. @param {string} file @param {string} text */
function write(file, text) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, `${text}\n`);
  renameSync(`${file}.new`, file);
}
