// What set-up consists of, for those commands that need it.

import { browsersStep } from "./browsers.mjs";
import { cargoToolStep, cargoTools } from "./cargo-tools.mjs";
import { nodeModulesStep } from "./node-modules.mjs";
import { toolchainStep } from "./toolchain.mjs";

/** What a build needs. */
export const buildSetUp = () => [nodeModulesStep(), toolchainStep(), cargoToolStep(cargoTools.wasmBindgen)];

/** What the tests need besides. */
export const testSetUp = () => [
  cargoToolStep(cargoTools.wasmPack),
  cargoToolStep(cargoTools.geckodriver),
  browsersStep(),
];
