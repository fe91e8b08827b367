// What set-up consists of, for those commands that need it.

import { existsSync } from "node:fs";
import { catalogueStep } from "../build/catalogue.mjs";
import { fromRoot } from "../lib/paths.mjs";
import { cargoToolStep, cargoTools } from "./cargo-tools.mjs";
import { nodeModulesStep } from "./node-modules.mjs";
import { toolchainStep } from "./toolchain.mjs";

/** Said before the first build, so that nobody thinks that it hangs. */
export function sayHowLong() {
  if (!existsSync(fromRoot("target", "stamps"))) {
    console.log(
      "The first time this takes some five minutes on two cores: Rust’s standard library is built too, for the browser.",
    );
  }
}

/** The npm packages, and a compiler. */
export const compilers = () => [nodeModulesStep(), toolchainStep()];

/** What a build needs. The catalogue is written beside: it takes as long as the tool, and neither fills two cores. */
export const buildSetUp = () => [compilers(), [cargoToolStep(cargoTools.wasmBindgen), catalogueStep()]];
