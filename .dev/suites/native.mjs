// The Rust tests on this machine itself.

import { fromRoot } from "../lib/paths.mjs";
import { nativeCargo } from "../setup/native-cargo.mjs";
import { toolchainStep } from "../setup/toolchain.mjs";
import { cargoCounts } from "./counts.mjs";
import { runTests } from "./suite.mjs";

/** @type {import('./suite.mjs').Suite} */
export const native = {
  name: "native",
  title: "Rust, natively",
  setUp: () => [toolchainStep()],
  run: async () => {
    const { cargo, env } = await nativeCargo();
    return runTests(cargo, ["test", "--no-fail-fast"], {
      env: { ...env, CARGO_TARGET_DIR: fromRoot("target") },
      limitMinutes: 30,
      count: cargoCounts,
    });
  },
};
