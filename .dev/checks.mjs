// What `npm run check` looks at, besides tests: the format, and every compiler's and linter's warnings as errors.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { contractDocs } from "./build/catalogue.mjs";
import { engineStep, engineTitles } from "./build/engine.mjs";
import { stale } from "./build/messages.mjs";
import { buildStd, wasmBuilds, wasmEnvironment, wasmTarget } from "./build/wasm.mjs";
import { Failure, printFailure } from "./lib/failure.mjs";
import { fromRoot } from "./lib/paths.mjs";
import { run } from "./lib/run.mjs";
import { doSteps } from "./lib/steps.mjs";
import { cargoToolStep, cargoTools } from "./setup/cargo-tools.mjs";
import { ensureSubcommand, nativeCargo } from "./setup/native-cargo.mjs";
import { wasmToolchain } from "./setup/toolchain.mjs";
import { testsStep } from "./suites/native.mjs";

/**
 * @typedef {object} Check
 * @property {string} name
 * @property {string} title
 * @property {"scripts" | "native" | "browser"} lane checks of one lane share what they compile, and wait for each other
 * @property {() => Promise<unknown>} run
 */

/** What the crate is built with natively, beside Python, which the tests have. */
const features = ["--features", "cuda,catalogue"];

/** @type {Check[]} */
export const checks = [
  {
    name: "biome",
    title: "Format and lint of the scripts and the page (biome)",
    lane: "scripts",
    run: () => biome(["check", "--error-on-warnings"]),
  },
  { name: "types", title: "Types of the scripts and the page (tsc)", lane: "scripts", run: types },
  { name: "contract", title: "The table of the lessons in docs/contract.md", lane: "scripts", run: contract },
  { name: "messages", title: "The message files beside the page's sources", lane: "scripts", run: messages },
  { name: "format", title: "Format of the Rust sources (rustfmt)", lane: "scripts", run: () => rustfmt(["--check"]) },
  { name: "clippy", title: "Rust, natively (clippy)", lane: "native", run: clippyNative },
  ...wasmBuilds.map((build) => ({
    name: `clippy-${build}`,
    title: `Rust for the browser, ${engineTitles[build]} (clippy)`,
    lane: /** @type {const} */ ("browser"),
    run: () => clippyWasm(build),
  })),
  {
    name: "clippy-python",
    title: "Rust for the browser, with Python (clippy, which builds the engine of the tests)",
    lane: "browser",
    run: async () => doSteps([cargoToolStep(cargoTools.wasmBindgen), engineStep("python", "test")]),
  },
  {
    name: "clippy-tests",
    title: "Rust, natively, with Python (clippy, which builds the tests)",
    lane: "native",
    run: async () => doSteps([testsStep]),
  },
  { name: "doc", title: "The Rust documentation (cargo doc)", lane: "native", run: documentation },
];

/**
 * @param {string[]} args
 * @param {string} [mend]
 */
export async function biome(args, mend = "npm run format mends what can be mended by itself") {
  await run(process.execPath, [fromRoot("node_modules", "@biomejs", "biome", "bin", "biome"), ...args], {
    what: "biome",
    mend,
  });
}

/** Every folder with scripts. One without its configuration would be checked by nobody, and so fails. */
const typed = ["www", "www/service-worker", "tests/page", "tests/where", "tests/python", "benches", ".dev"];

async function types() {
  const tsc = fromRoot("node_modules", "typescript", "bin", "tsc");
  const failed = [];
  for (const folder of typed) {
    const project = fromRoot(folder, "tsconfig.json");
    try {
      if (!existsSync(project)) throw new Failure(`There is no ${folder}/tsconfig.json.`);
      await run(process.execPath, [tsc, "--noEmit", "--project", project], { what: `The types in ${folder}` });
    } catch (error) {
      printFailure(error);
      failed.push(folder);
    }
  }
  if (failed.length > 0) throw new Failure(`Types are wrong, or not checked, in ${failed.join(", ")}.`);
}

async function contract() {
  const { now, fresh } = await contractDocs();
  if (now !== fresh) throw new Failure("The table of the lessons is not as the lessons are now.", "npm run format");
}

async function messages() {
  const languages = await stale();
  if (languages.length === 0) return;
  throw new Failure(
    `The messages in ${languages.join(", ")} are not as the page's sources and the lessons say it now.`,
    "npm run messages brings it up to date; what is new stands in it without a translation, and the page says it in English",
  );
}

/** The crate itself, the tool that writes its glue, and what benchmarks build. */
const crates = ["", ".dev/tools/bindgen/", "benches/peers/ractor/", "benches/peers/shuttle/"].map(
  (folder) => `${folder}Cargo.toml`,
);

/** @param {string[]} args */
export async function rustfmt(args) {
  await ensureSubcommand("fmt");
  const { cargo, env } = await nativeCargo();
  for (const manifest of crates)
    await run(cargo, ["fmt", "--manifest-path", fromRoot(manifest), ...args], {
      env,
      what: "rustfmt",
      mend: "npm run format",
    });
}

async function clippyNative() {
  await ensureSubcommand("clippy");
  const { cargo, env } = await nativeCargo();
  await run(cargo, ["clippy", "--all-targets", ...features, "--", "-D", "warnings"], {
    env: { ...env, CARGO_TARGET_DIR: fromRoot("target") },
    what: "clippy",
  });
}

/** @param {import("./build/wasm.mjs").WasmBuild} build */
async function clippyWasm(build) {
  // By its full path: cargo would take the one in its own home first, of another version.
  const clippy = join(wasmToolchain().bin, "cargo-clippy");
  // As the page's engine is built, and as the tests are.
  const built = [
    ["--lib", "--no-default-features"],
    ["--lib", "--tests"],
  ];
  for (const what of built)
    await run(clippy, ["clippy", ...what, "--target", wasmTarget, buildStd, "--", "-D", "warnings"], {
      env: wasmEnvironment(build),
      what: `clippy for the build “${build}”`,
    });
}

async function documentation() {
  const { cargo, env } = await nativeCargo();
  await run(cargo, ["doc", "--no-deps", "--document-private-items", ...features], {
    env: {
      ...env,
      CARGO_TARGET_DIR: fromRoot("target"),
      RUSTDOCFLAGS: "-D warnings -A rustdoc::private-intra-doc-links",
    },
    what: "cargo doc",
  });
}
