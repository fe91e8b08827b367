// What a small binary of the crate writes for the page: the lesson catalogue, the contract's types, and what the engine
// carries. It is built with the feature `catalogue` alone, and so with neither wgpu nor a command line.

import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Failure } from "../lib/failure.mjs";
import { carriedRoot, catalogueFile, fromRoot, sourcesFile } from "../lib/paths.mjs";
import { read, run } from "../lib/run.mjs";
import { stamp } from "../lib/stamp.mjs";
import { ensureLinker, nativeCargo } from "../setup/native-cargo.mjs";

export const rustSources = ["Cargo.toml", "Cargo.lock", "build.rs", "src", "shaders"];
const binary = fromRoot("target", "catalogue", process.platform === "win32" ? "catalogue.exe" : "catalogue");

const contractTypes = fromRoot("www", "src", "generated", "contract.ts");
const schemas = join(carriedRoot, "schemas.json");
const shader = join(carriedRoot, "pi.wgsl");

const made = stamp(
  "catalogue",
  () => ({ files: [...rustSources, ".dev/build/catalogue.mjs"] }),
  () => [binary, catalogueFile, sourcesFile, contractTypes, schemas, shader],
);

/** @returns {import('../lib/steps.mjs').Step} */
export function catalogueStep() {
  return {
    name: "Writing the lesson catalogue and the contract's types",
    label: "catalogue",
    upToDate: () => made.isFresh(),
    run: () => made.during(writeCatalogue),
  };
}

async function writeCatalogue() {
  await ensureLinker();
  const { cargo, env } = await nativeCargo();
  const what = ["--bin", "catalogue", "--profile", "catalogue", "--no-default-features", "--features", "catalogue"];
  await run(cargo, ["build", ...what], {
    env: { ...env, CARGO_TARGET_DIR: fromRoot("target") },
    what: "Building the binary that writes the catalogue",
    mend: "See the compiler’s message above; it needs Rust as Cargo.toml says, and a C linker (Debian: apt-get install gcc libc6-dev).",
  });
  write(catalogueFile, JSON.stringify(JSON.parse(await printed("lessons")), null, 1));
  write(sourcesFile, await printed("sources"));
  write(contractTypes, await printed("types"));
  write(schemas, JSON.stringify(JSON.parse(await printed("schemas"))));
  // Line by line, so that a message about a line is about the same one.
  write(shader, readFileSync(fromRoot("shaders", "pi.wgsl"), "utf8").replaceAll(/[ \t]*\/\/.*/g, ""));
}

/** What the binary prints. @param {"lessons" | "sources" | "schemas" | "types" | "contract"} what */
async function printed(what) {
  const { code, stdout, stderr } = await read(binary, [what]);
  if (code !== 0) throw new Failure(`\`catalogue ${what}\` ended with ${code}: ${stderr}`);
  return stdout;
}

/** In one step, so that no reader finds half a file. @param {string} file @param {string} text */
function write(file, text) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, `${text}\n`);
  renameSync(`${file}.new`, file);
}

const contract = fromRoot("docs", "contract.md");

/** docs/contract.md as it stands, and with its table of the lessons, known by its head, as the lessons are now. */
export async function contractDocs() {
  const now = readFileSync(contract, "utf8");
  const table = /^\| id \| parameters.*\n(?:\|.*\n)+/m;
  if (!table.test(now)) throw new Failure("docs/contract.md has no table that begins with | id | parameters.");
  const fresh = await printed("contract");
  return { now, fresh: now.replace(table, () => `${fresh}\n`) };
}

export async function writeContractDocs() {
  const { now, fresh } = await contractDocs();
  if (fresh !== now) write(contract, fresh.trimEnd());
}
