// The Rust tests in headless browsers: the same test bodies as natively, compiled once for each build.

import { buildStd, wasmCargo, wasmEnvironment, wasmTarget } from "../build/wasm.mjs";
import { Failure } from "../lib/failure.mjs";
import { read, run } from "../lib/run.mjs";
import { browsersStep } from "../setup/browsers.mjs";
import { cargoToolStep, cargoTools } from "../setup/cargo-tools.mjs";
import { compilers } from "../setup/steps.mjs";
import { sum } from "./counts.mjs";
import { runInBrowser } from "./in-browser.mjs";
import { notNone } from "./suite.mjs";

/**
 * What the tests of a build need in browsers: the runner first, for the tool that builds the engine comes with it.
 * @param {import('../build/wasm.mjs').WasmBuild} build
 */
export const wasmTestSetUp = (build) => [
  compilers(),
  [cargoToolStep(cargoTools.testRunner), testsStep(build), browsersStep()],
  cargoToolStep(cargoTools.wasmBindgen),
];

/**
 * @param {string} name
 * @param {string} title
 * @param {import('../build/wasm.mjs').WasmBuild} build
 * @param {import("./in-browser.mjs").BrowserName} browser
 * @returns {import('./suite.mjs').Suite}
 */
const suite = (name, title, build, browser) => ({
  name,
  title,
  setUp: () => wasmTestSetUp(build),
  builds: () => [testsStep(build)],
  run: async () => {
    const counts = [];
    for (const binary of await testBinaries(build))
      for (const args of [besides, ...alone.map((one) => [one])])
        counts.push(await runInBrowser(browser, binary, args));
    return notNone(sum(counts));
  },
});

export const chrome = suite("chrome", "Rust in headless Chromium, with shared memory", "shared", "chromium");
export const firefox = suite("firefox", "Rust in headless Firefox, with shared memory", "shared", "firefox");
export const isolated = suite("isolated", "Rust in headless Chromium, without shared memory", "isolated", "chromium");

/**
 * Each in a browser of its own: a shader that never ends slows down whatever else is tested, until its browser is closed;
 * and a thread that was started by a worse clock keeps what it was corrected by.
 */
const alone = ["pi_endless_shader", "clock::"];

/** The arguments that leave those out. */
export const besides = alone.flatMap((one) => ["--skip", one]);

/** Not the program's own tests, nor the examples in the documentation: both run natively. */
const testArguments = ["test", "--no-run", "--test", "both", "--target", wasmTarget, buildStd];

/**
 * @param {import('../build/wasm.mjs').WasmBuild} build
 * @returns {import('../lib/steps.mjs').Step}
 */
const testsStep = (build) => ({
  name: `Building the Rust tests for browsers, ${build === "shared" ? "with" : "without"} shared memory`,
  label: `tests, ${build}`,
  run: () => run(wasmCargo(), testArguments, { env: wasmEnvironment(build), what: "Building the tests" }),
});

/**
 * Where the test binaries of a build are, which are built: what cargo says for programs is nothing that a person reads.
 * @param {import('../build/wasm.mjs').WasmBuild} build
 */
async function testBinaries(build) {
  const { stdout } = await read(wasmCargo(), [...testArguments, "--message-format=json"], {
    env: wasmEnvironment(build),
  });
  const binaries = stdout
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line))
    .filter(({ reason, executable, profile }) => reason === "compiler-artifact" && executable && profile.test)
    .map(({ executable }) => executable);
  if (binaries.length === 0) throw new Failure("cargo names no test binary.");
  return binaries;
}
