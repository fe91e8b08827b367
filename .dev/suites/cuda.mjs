// Pi on CUDA, with the feature `cuda`: the kernel compiled by NVRTC wherever that can be had, and run where there is an
// NVIDIA GPU. What is missing is said by name, and counts as skipped.

import { delimiter } from "node:path";
import { fromRoot } from "../lib/paths.mjs";
import { nativeCargo } from "../setup/native-cargo.mjs";
import { nvrtc } from "../setup/nvrtc.mjs";
import { toolchainStep } from "../setup/toolchain.mjs";
import { cargoCounts, noCounts, sum } from "./counts.mjs";
import { runTests } from "./suite.mjs";

/** Where each system's loader looks for libraries first. */
const loaderPath = process.platform === "win32" ? "PATH" : "LD_LIBRARY_PATH";

/** @type {import('./suite.mjs').Suite} */
export const cuda = {
  name: "cuda",
  title: "Pi on CUDA: the kernel by NVRTC, and on a GPU where there is one",
  setUp: () => [toolchainStep()],
  run: async () => {
    const { cargo, env } = await nativeCargo();
    const compiler = await nvrtc();
    const has = "folder" in compiler;
    if (!has) console.error(`SKIPPED compiling shaders/pi.cu: no NVRTC from PyPI, ${compiler.missing}`);
    const counts = await runTests(cargo, ["test", "--features", "cuda", "--test", "pi_cuda"], {
      env: {
        ...env,
        CARGO_TARGET_DIR: fromRoot("target"),
        ...(has && {
          [loaderPath]: [compiler.folder, env[loaderPath]].filter(Boolean).join(delimiter),
          // Now it is there, a test that does not find it has failed.
          MANYHANDS_NVRTC: "here",
        }),
      },
      limitMinutes: 30,
      count: cargoCounts,
    });
    // The test that would have compiled it says that it was skipped, and passes.
    const skipped = has ? noCounts() : { passed: -1, failed: 0, skipped: 1 };
    return sum([counts, skipped]);
  },
};
