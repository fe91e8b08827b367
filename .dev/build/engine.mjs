// The engine: the crate as WebAssembly with its glue, made smaller, laid where the page finds it.
//
// It is served as plain ES modules and not bundled: its workers import the very module that started them
// by its address (import.meta.url), and a bundler would make two of it.

import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { carriedRoot, engineRoot, fromRoot, target } from "../lib/paths.mjs";
import { run, runQuietly } from "../lib/run.mjs";
import { stamp } from "../lib/stamp.mjs";
import { cargoTools, requireTool } from "../setup/cargo-tools.mjs";
import { wasmToolchain } from "../setup/toolchain.mjs";
import { wasmBindgenVersion } from "../versions.mjs";
import { rustSources } from "./catalogue.mjs";
import { minifyScripts } from "./minify.mjs";
import { shortenImports } from "./shorten.mjs";
import {
  buildStd,
  lintingEnvironment,
  memoryPages,
  rustFlags,
  targetFolder,
  wasmCargo,
  wasmEnvironment,
  wasmTarget,
} from "./wasm.mjs";

/**
 * The engines that are built of one source. What makes the page's small, beside its profile: a panic's message has no line
 * of the source then.
 * @typedef {object} Kind
 * @property {string} root the folder, with one folder for each build in it
 * @property {string} title
 * @property {string} profile cargo's
 * @property {string} folder cargo's, in its target folder
 * @property {string[]} features
 * @property {string[]} flags for rustc, beside the build's own
 * @property {string[]} std how the standard library is built, beside what every build says
 * @property {boolean} [isLinted] whether clippy looks at it as it is built
 * @property {false | "size" | "speed"} optimise for what wasm-opt makes what cargo made better
 */

const small = {
  profile: "wasm",
  folder: "wasm",
  flags: ["--cfg=page_engine", "-Zlocation-detail=none"],
  std: ["-Zbuild-std-features=optimize_for_size"],
  optimise: /** @type {const} */ ("size"),
};

/** @typedef {'page' | 'bench' | 'test'} EngineKind */

/** @type {Record<EngineKind, Kind>} */
const kinds = {
  page: { ...small, root: engineRoot, title: "", features: ["--no-default-features"] },
  bench: { ...small, root: fromRoot("target", "bench", "engine"), title: ", for benchmarks", features: [] },
  // The very library that the Rust tests in browsers are linked with, so that it costs little more than its glue.
  test: {
    root: fromRoot("target", "test", "engine"),
    title: ", for tests",
    profile: "dev",
    folder: "debug",
    features: [],
    flags: [],
    std: [],
    optimise: false,
  },
};

/**
 * With Python: what runs a program's every step counts more than the size, and for tests, how soon it is built.
 * @param {EngineKind} kind
 * @returns {Kind}
 */
function withPython(kind) {
  const { root, title, flags } = kinds[kind];
  const profile = kind === "test" ? "wasm-python-test" : "wasm-python";
  const features = ["--no-default-features", "--features", kind === "page" ? "python" : "python,workbench"];
  const optimise = kind === "test" ? false : "speed";
  return { root, title, profile, folder: profile, features, flags, std: [], isLinted: kind === "test", optimise };
}

/** @param {import('./wasm.mjs').WasmBuild} build @param {EngineKind} kind */
const kindOf = (build, kind) => (build === "python" ? withPython(kind) : kinds[kind]);

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
 * Where an engine lies: the page's, or one that has the workbench's lessons, for benchmarks as small and quick as the page's,
 * for tests as soon built as can be.
 * @param {import('./wasm.mjs').WasmBuild} build
 * @param {EngineKind} [kind]
 */
export const engineFolder = (build, kind = "page") => join(kindOf(build, kind).root, build);

/**
 * @param {import('./wasm.mjs').WasmBuild} build
 * @param {EngineKind} [kind]
 */
function stampOf(build, kind = "page") {
  const { flags, std, features } = kindOf(build, kind);
  const place = engineFolder(build, kind);
  return stamp(
    kind === "page" ? `engine-${build}` : `engine-${build}-${kind}`,
    () => ({
      files: [
        ...rustSources,
        ".dev/build/engine.mjs",
        ".dev/build/minify.mjs",
        ".dev/build/shorten.mjs",
        ".dev/build/wasm.mjs",
      ],
      // The interpreter is no part of the others, which need not be built again for it.
      ignore: build === "python" ? [] : ["src/python"],
      settings: {
        flags: [...rustFlags[build], ...flags, ...std, ...features],
        rustc: wasmToolchain().version,
        wasmBindgen: wasmBindgenVersion(),
      },
    }),
    () => [join(place, "manyhands.js"), join(place, "manyhands_bg.wasm")],
  );
}

/** What tells the engines apart. @type {Record<import('./wasm.mjs').WasmBuild, string>} */
export const engineTitles = { shared: "with shared memory", isolated: "without shared memory", python: "with Python" };

/**
 * @param {import('./wasm.mjs').WasmBuild} build
 * @param {EngineKind} [kind]
 * @returns {import('../lib/steps.mjs').Step}
 */
export function engineStep(build, kind = "page") {
  return {
    name: `Building the engine ${engineTitles[build]}${kindOf(build, kind).title}`,
    label: `engine ${build}`,
    upToDate: () => stampOf(build, kind).isFresh(),
    run: () => stampOf(build, kind).during(() => makeEngine(build, kind)),
  };
}

/**
 * Takes away the page's engine where it was made of other sources than there are now: a page had better find none.
 * @param {import('./wasm.mjs').WasmBuild} build
 * @returns {boolean} whether it is there, and of these sources
 */
export function dropStaleEngine(build) {
  const isFresh = stampOf(build).isFresh();
  if (!isFresh) rmSync(engineFolder(build), { recursive: true, force: true });
  return isFresh;
}

/** @param {import('./wasm.mjs').WasmBuild} build @param {EngineKind} kind */
async function makeEngine(build, kind) {
  // A folder of its own, for two commands may be building at once.
  mkdirSync(target, { recursive: true });
  const workshop = mkdtempSync(join(target, `engine-${build}-`));
  try {
    return await makeEngineIn(workshop, build, kind);
  } finally {
    for (const folder of [workshop, `${workshop}.old`]) rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {string} workshop
 * @param {import("./wasm.mjs").WasmBuild} build
 * @param {EngineKind} kind
 */
async function makeEngineIn(workshop, build, kind) {
  const { profile, folder, features, flags, std, isLinted, optimise } = kindOf(build, kind);
  await run(
    wasmCargo(),
    ["build", "--lib", "--target", wasmTarget, "--profile", profile, buildStd, ...std, ...features],
    {
      env: {
        ...wasmEnvironment(build, flags),
        ...(isLinted ? lintingEnvironment() : {}),
        MANYHANDS_CARRIED: carriedRoot,
      },
      what: "Building the engine",
      mend: "See the compiler’s message above.",
    },
  );
  const compiled = join(targetFolder(build), wasmTarget, folder, "manyhands.wasm");
  await runQuietly(
    await requireTool(cargoTools.wasmBindgen),
    ["--target", "web", "--out-dir", workshop, "--out-name", "manyhands", compiled],
    { what: "Writing the engine’s glue" },
  );
  if (build === "python") mayHaveLess(join(workshop, "manyhands.js"));
  const said = optimise ? await makeBetter(workshop, build, optimise) : undefined;
  if (build === "python") sayHowLarge(workshop);

  // Moved into place whole: a page that loads meanwhile finds the old one or the new one.
  const place = engineFolder(build, kind);
  mkdirSync(dirname(place), { recursive: true });
  if (existsSync(place)) renameSync(place, `${workshop}.old`);
  renameSync(workshop, place);
  chmodSync(place, 0o755); // a temporary folder is its maker's alone
  return said;
}

/**
 * Lets the engine begin with half of its memory's limit where a browser refuses a memory that may grow as far as Python's.
 * @param {string} glue
 */
function mayHaveLess(glue) {
  const script = readFileSync(glue, "utf8");
  const memory = new RegExp(
    `new WebAssembly\\.Memory\\(\\{initial:(\\d+),maximum:${memoryPages.python},shared:true\\}\\)`,
    "g",
  );
  if (script.match(memory)?.length !== 1) throw new Error(`${glue} makes its memory in another way than expected`);
  const made = (/** @type {string} */ _whole, /** @type {string} */ initial) => `sharedMemory(${initial})`;
  writeFileSync(
    glue,
    `${script.replace(memory, made)}
function sharedMemory(initial) {
  try {
    return new WebAssembly.Memory({ initial, maximum: ${memoryPages.python}, shared: true });
  } catch {
    return new WebAssembly.Memory({ initial, maximum: ${memoryPages.shared}, shared: true });
  }
}
`,
  );
}

/** For whoever shows how much of it has come: a response that is compressed does not say. @param {string} workshop */
function sayHowLarge(workshop) {
  const { size } = statSync(join(workshop, "manyhands_bg.wasm"));
  appendFileSync(join(workshop, "manyhands.js"), `\nexport const wasmBytes = ${size};\n`);
}

/**
 * @param {string} workshop
 * @param {import("./wasm.mjs").WasmBuild} build
 * @param {"size" | "speed"} goal
 */
async function makeBetter(workshop, build, goal) {
  const module = join(workshop, "manyhands_bg.wasm");
  const wasmOpt = fromRoot("node_modules", "binaryen", "bin", "wasm-opt");
  const features = [...wasmFeatures, ...(build === "isolated" ? [] : ["threads"])].map((name) => `--enable-${name}`);
  const optimise = (/** @type {string[]} */ ...args) =>
    runQuietly(process.execPath, [wasmOpt, ...args, ...features], { what: "Optimising the engine" });
  if (goal === "speed") {
    await optimise(module, "-o", `${module}.small`, "-O2");
  } else {
    // Sorted by name, functions made of one generic one stand side by side, and are smaller when compressed. The names
    // themselves are left out last.
    await optimise(module, "-o", `${module}.named`, "-g", "-Oz", "--gufa", "-Oz", "--reorder-functions-by-name");
    await optimise(`${module}.named`, "-o", `${module}.small`);
    rmSync(`${module}.named`);
  }
  const [before, after] = [module, `${module}.small`].map((file) => statSync(file).size);
  renameSync(`${module}.small`, module);
  shortenImports(module, join(workshop, "manyhands.js"));
  await minifyScripts(workshop);
  return `wasm ${before} bytes, optimised ${after}`;
}
