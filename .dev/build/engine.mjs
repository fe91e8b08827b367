// The engine: the crate as WebAssembly with its glue, made smaller, laid where the page finds it.
//
// It is served as plain ES modules and not bundled: its workers import the very module that started them
// by its address (import.meta.url), and a bundler would make two of it.

import { chmodSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { carriedRoot, engineRoot, fromRoot, target, workbenchRoot } from "../lib/paths.mjs";
import { run, runQuietly } from "../lib/run.mjs";
import { stamp } from "../lib/stamp.mjs";
import { cargoTools, requireTool } from "../setup/cargo-tools.mjs";
import { wasmToolchain } from "../setup/toolchain.mjs";
import { wasmBindgenVersion } from "../versions.mjs";
import { minifyScripts } from "./minify.mjs";
import { rustSources } from "./native.mjs";
import { shortenImports } from "./shorten.mjs";
import { buildStd, rustFlags, targetFolder, wasmCargo, wasmEnvironment, wasmTarget } from "./wasm.mjs";

const profile = "wasm";

/** What makes it small, beside the profile. A panic's message has no line of the source then. */
const smallFlags = ["--cfg=page_engine", "-Zlocation-detail=none"];
const smallStd = "-Zbuild-std-features=optimize_for_size";

/** What the code may use: what every browser with WebAssembly threads has. */
const wasmFeatures = [
  "bulk-memory",
  "bulk-memory-opt",
  "call-indirect-overlong",
  "extended-const",
  "multivalue",
  "mutable-globals",
  "nontrapping-float-to-int",
  "reference-types",
  "sign-ext",
  "simd",
];

/**
 * @typedef {object} EngineOptions
 * @property {boolean} [workbench] with the lessons of benchmarks, and in a place apart from the page's
 */

/** @param {import('./wasm.mjs').WasmBuild} build @param {EngineOptions} [options] */
export const engineFolder = (build, { workbench = false } = {}) => join(workbench ? workbenchRoot : engineRoot, build);

/**
 * @param {import('./wasm.mjs').WasmBuild} build
 * @param {EngineOptions} [options]
 * @returns {import('../lib/steps.mjs').Step}
 */
export function engineStep(build, options = {}) {
  const place = engineFolder(build, options);
  const made = stamp(
    options.workbench ? `engine-${build}-workbench` : `engine-${build}`,
    () => ({
      files: [
        ...rustSources,
        ".dev/build/engine.mjs",
        ".dev/build/minify.mjs",
        ".dev/build/shorten.mjs",
        ".dev/build/wasm.mjs",
      ],
      settings: {
        flags: [...rustFlags[build], ...smallFlags, smallStd],
        rustc: wasmToolchain().version,
        wasmBindgen: wasmBindgenVersion(),
      },
    }),
    () => [join(place, "manyhands.js"), join(place, "manyhands_bg.wasm")],
  );
  return {
    name: `Building the engine ${build === "shared" ? "with" : "without"} shared memory${options.workbench ? ", for benchmarks" : ""}`,
    upToDate: () => made.isFresh(),
    run: () => made.during(() => makeEngine(build, options)),
  };
}

/** @param {import('./wasm.mjs').WasmBuild} build @param {EngineOptions} options */
async function makeEngine(build, options) {
  // A folder of its own, for two commands may be building at once.
  mkdirSync(target, { recursive: true });
  const workshop = mkdtempSync(join(target, `engine-${build}-`));
  try {
    return await makeEngineIn(workshop, build, options);
  } finally {
    for (const folder of [workshop, `${workshop}.old`]) rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {string} workshop
 * @param {import("./wasm.mjs").WasmBuild} build
 * @param {EngineOptions} options
 */
async function makeEngineIn(workshop, build, options) {
  const lessons = options.workbench ? [] : ["--no-default-features"];
  const settings = ["--target", wasmTarget, "--profile", profile, buildStd, smallStd, ...lessons];
  await run(wasmCargo(), ["build", "--lib", ...settings], {
    env: { ...wasmEnvironment(build, smallFlags), MANYHANDS_CARRIED: carriedRoot },
    what: "Building the engine",
    mend: "See the compiler’s message above.",
  });
  const compiled = join(targetFolder(build), wasmTarget, profile, "manyhands.wasm");
  await runQuietly(
    await requireTool(cargoTools.wasmBindgen),
    ["--target", "web", "--out-dir", workshop, "--out-name", "manyhands", compiled],
    { what: "Writing the engine’s glue" },
  );

  const module = join(workshop, "manyhands_bg.wasm");
  const wasmOpt = fromRoot("node_modules", "binaryen", "bin", "wasm-opt");
  const features = [...wasmFeatures, ...(build === "shared" ? ["threads"] : [])].map((name) => `--enable-${name}`);
  const optimise = (/** @type {string[]} */ ...args) =>
    runQuietly(process.execPath, [wasmOpt, ...args, ...features], { what: "Optimising the engine" });
  // Sorted by name, functions made of one generic one stand side by side, and are smaller when compressed. The names
  // themselves are left out last.
  await optimise(module, "-o", `${module}.named`, "-g", "-Oz", "--gufa", "-Oz", "--reorder-functions-by-name");
  await optimise(`${module}.named`, "-o", `${module}.small`);
  rmSync(`${module}.named`);
  const [before, after] = [module, `${module}.small`].map((file) => statSync(file).size);
  renameSync(`${module}.small`, module);
  shortenImports(module, join(workshop, "manyhands.js"));
  await minifyScripts(workshop);

  // Moved into place whole: a page that loads meanwhile finds the old one or the new one.
  const place = engineFolder(build, options);
  mkdirSync(dirname(place), { recursive: true });
  if (existsSync(place)) renameSync(place, `${workshop}.old`);
  renameSync(workshop, place);
  chmodSync(place, 0o755); // a temporary folder is its maker's alone
  return `wasm ${before} bytes, optimised ${after}`;
}
