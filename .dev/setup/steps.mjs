// What set-up consists of, for those commands that need it.

import { existsSync } from "node:fs";
import { fromRoot } from "../lib/paths.mjs";
import { browsersStep } from "./browsers.mjs";
import { cargoToolStep, cargoTools } from "./cargo-tools.mjs";
import { nodeModulesStep } from "./node-modules.mjs";
import { toolchainStep } from "./toolchain.mjs";

/** Said before the first build, so that nobody thinks that it hangs. */
export function sayHowLong() {
  if (!existsSync(fromRoot("target", "stamps"))) {
    console.log(
      "The first time this takes some ten minutes on two cores: Rust’s standard library is built twice, for the browser.",
    );
  }
}

/** What a build needs. */
export const buildSetUp = () => [nodeModulesStep(), toolchainStep(), cargoToolStep(cargoTools.wasmBindgen)];

/** What the tests need besides. */
export const testSetUp = () => [
  cargoToolStep(cargoTools.wasmPack),
  cargoToolStep(cargoTools.geckodriver),
  browsersStep(),
];
