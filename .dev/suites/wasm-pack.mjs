// `wasm-pack test`, which people know: that the Rust tests run by it too. It is compiled for this alone.

import { mkdirSync, writeFileSync } from "node:fs";
import { buildStd, wasmEnvironment } from "../build/wasm.mjs";
import { fromRoot, target } from "../lib/paths.mjs";
import { browsersStep, findBrowsers } from "../setup/browsers.mjs";
import { cargoToolStep, cargoTools, requireTool } from "../setup/cargo-tools.mjs";
import { cargoCounts } from "./counts.mjs";
import { runTests } from "./suite.mjs";
import { besides, wasmTestSetUp } from "./wasm.mjs";

/** @type {import("../setup/browsers.mjs").Program[]} */
const programs = ["chrome", "chromedriver"];

/** @type {import('./suite.mjs').Suite} */
export const wasmPack = {
  name: "wasm-pack",
  title: "Rust in headless Chromium, through wasm-pack test",
  setUp: () => [...wasmTestSetUp("shared"), browsersStep(programs), cargoToolStep(cargoTools.wasmPack)],
  run: async () => {
    const { chrome, chromedriver } = findBrowsers(programs);
    const capabilities = fromRoot("target", "webdriver.json");
    mkdirSync(target, { recursive: true });
    writeFileSync(capabilities, JSON.stringify({ "goog:chromeOptions": { binary: chrome, args: chromeArguments() } }));
    // no-install: wasm-pack would look for a ready-made wasm32 library, and download drivers of its own.
    const args = ["test", "--mode", "no-install", "--headless", "--chrome", "--chromedriver", chromedriver];
    return runTests(
      await requireTool(cargoTools.wasmPack),
      [...args, "--", buildStd, "--test", "both", "--", ...besides],
      {
        env: {
          ...wasmEnvironment("shared"),
          WASM_BINDGEN_TEST_WEBDRIVER_JSON: capabilities,
          // Seconds for one test binary, on a machine with two busy cores.
          WASM_BINDGEN_TEST_TIMEOUT: "600",
        },
        limitMinutes: 30,
        count: cargoCounts,
      },
    );
  },
};

/** WebGPU on the software adapter, so that it is there on every machine, and no traffic of the browser's own. */
const chromeArguments = () => [
  "--enable-unsafe-webgpu",
  "--use-webgpu-adapter=swiftshader",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-quic",
  // Chromium’s sandbox refuses to run as root.
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
];
