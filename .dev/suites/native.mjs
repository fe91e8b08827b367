// The Rust tests on this machine itself, with every feature: Python, which wants the pinned toolchain; pi on CUDA too, whose kernel is compiled by NVRTC wherever that
// can be had, and run where there is an NVIDIA GPU. What is missing is said by name, and counts as skipped.

import { delimiter } from "node:path";
import { lintingEnvironment } from "../build/wasm.mjs";
import { fromRoot } from "../lib/paths.mjs";
import { run } from "../lib/run.mjs";
import { ensureLinker, pinnedCargo } from "../setup/native-cargo.mjs";
import { nvrtc } from "../setup/nvrtc.mjs";
import { compilers } from "../setup/steps.mjs";
import { hasSoftwareVulkan, vulkanStep } from "../setup/vulkan.mjs";
import { cargoCounts } from "./counts.mjs";
import { runTests } from "./suite.mjs";

const features = ["--features", "cuda,python"];

/** Where each system's loader looks for libraries first. */
const loaderPath = process.platform === "win32" ? "PATH" : "LD_LIBRARY_PATH";

/**
 * How they are compiled: clippy looks at them as it is done, for `npm run check` builds them too.
 * @returns {{cargo: string, env: NodeJS.ProcessEnv}}
 */
const compiler = () => {
  const { cargo, env } = pinnedCargo();
  return { cargo, env: { ...env, ...lintingEnvironment(), CARGO_TARGET_DIR: fromRoot("target") } };
};

/** @type {import('../lib/steps.mjs').Step} */
export const testsStep = {
  name: "Building the native tests",
  label: "tests",
  run: async () => {
    await ensureLinker();
    const { cargo, env } = compiler();
    await run(cargo, ["test", "--no-run", ...features], {
      env,
      what: "Building the tests",
    });
  },
};

/** @type {import('../lib/steps.mjs').Step} */
const nvrtcStep = {
  name: "Finding NVRTC, which compiles the CUDA kernel",
  label: "NVRTC",
  run: async () => {
    const compiler = await nvrtc();
    return "folder" in compiler ? compiler.folder : `${compiler.missing}: the test that wants it is skipped`;
  },
};

/**
 * @param {string} name
 * @param {string} title
 * @param {string[]} args
 * @returns {import('./suite.mjs').Suite}
 */
const suite = (name, title, ...args) => ({
  name,
  title,
  setUp: () => [compilers(), [testsStep, vulkanStep(), nvrtcStep]],
  builds: () => [testsStep],
  run: async () => {
    const { cargo, env } = compiler();
    const kernels = await nvrtc();
    const has = "folder" in kernels;
    return runTests(cargo, ["test", "--no-fail-fast", ...features, ...args], {
      env: {
        ...env,
        ...(has && {
          [loaderPath]: [kernels.folder, env[loaderPath]].filter(Boolean).join(delimiter),
          // Now it is there, a test that does not find it has failed.
          MANYHANDS_NVRTC: "here",
        }),
        ...((await hasSoftwareVulkan()) && { MANYHANDS_WEBGPU: "here" }),
      },
      limitMinutes: 30,
      count: cargoCounts,
    });
  },
});

export const native = suite("native", "Rust, natively");

/** Those that `npm test` leaves out, and that continuous integration runs all the same. */
const fixedPart = "32_bits_count";
export const past32Bits = suite(
  "past-32-bits",
  "Rust, natively: more points than 32 bits count",
  ...["--test", "both", "--", "--ignored", fixedPart],
);
/** The others that `npm test` leaves out. */
export const nativeLong = suite(
  "native-long",
  "Rust, natively: what takes minutes",
  ...["--tests", "--", "--ignored", "--skip", fixedPart],
);
