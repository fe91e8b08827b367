// The Rust tests in headless browsers: the same test bodies as natively, through wasm-pack.

import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { buildStd, wasmEnvironment } from "../build/wasm.mjs";
import { fromRoot } from "../lib/paths.mjs";
import { findBrowsers } from "../setup/browsers.mjs";
import { cargoTools, requireTool } from "../setup/cargo-tools.mjs";
import { buildSetUp, testSetUp } from "../setup/steps.mjs";
import { cargoCounts, sum } from "./counts.mjs";
import { notNone, runTests } from "./suite.mjs";

/** @typedef {'chrome' | 'firefox'} BrowserName */

/**
 * @param {string} name
 * @param {string} title
 * @param {import('../build/wasm.mjs').WasmBuild} build
 * @param {BrowserName} browser
 * @returns {import('./suite.mjs').Suite}
 */
const suite = (name, title, build, browser) => ({
  name,
  title,
  setUp: () => [...buildSetUp(), ...testSetUp()],
  run: () => runInBrowser(build, browser),
});

export const chrome = suite("chrome", "Rust in headless Chromium, with shared memory", "shared", "chrome");
export const firefox = suite("firefox", "Rust in headless Firefox, with shared memory", "shared", "firefox");
export const isolated = suite("isolated", "Rust in headless Chromium, without shared memory", "isolated", "chrome");

/**
 * @param {import('../build/wasm.mjs').WasmBuild} build
 * @param {BrowserName} browser
 */
async function runInBrowser(build, browser) {
  const browsers = findBrowsers();
  const wasmPack = await requireTool(cargoTools.wasmPack);
  const geckodriver = await requireTool(cargoTools.geckodriver);
  const driver = browser === "chrome" ? browsers.chromedriver : geckodriver;
  const capabilities = fromRoot("target", "webdriver.json");
  mkdirSync(dirname(capabilities), { recursive: true });
  writeFileSync(capabilities, JSON.stringify(capabilitiesFor(browsers), null, 2));
  // no-install: wasm-pack would look for a ready-made wasm32 library, and download drivers of its own.
  const args = [
    "test",
    "--mode",
    "no-install",
    "--headless",
    `--${browser}`,
    `--${browser === "chrome" ? "chromedriver" : "geckodriver"}`,
    driver,
  ];
  const env = {
    ...wasmEnvironment(build),
    WASM_BINDGEN_TEST_WEBDRIVER_JSON: capabilities,
    // Seconds for one test binary, on a machine with two busy cores.
    WASM_BINDGEN_TEST_TIMEOUT: "300",
  };
  const counts = [];
  for (const binary of testBinaries()) {
    counts.push(
      await runTests(wasmPack, [...args, "--", buildStd, ...binary], {
        env,
        limitMinutes: 30,
        count: cargoCounts,
        mayBeEmpty: true,
      }),
    );
  }
  return notNone(sum(counts));
}

/**
 * What cargo calls the test binaries. One by one, because wasm-pack cannot pass on --no-fail-fast. Not the program's own
 * tests, nor the examples in the documentation: both run natively.
 */
function testBinaries() {
  const files = readdirSync(fromRoot("tests")).filter((name) => name.endsWith(".rs"));
  return [["--lib"], ...files.sort().map((name) => ["--test", basename(name, ".rs")])];
}

/**
 * What the browsers are started with. The runner adds headless mode itself.
 * @param {import('../setup/browsers.mjs').Browsers} browsers
 */
function capabilitiesFor({ chrome: chromeBinary, firefox: firefoxBinary }) {
  const isRoot = process.getuid?.() === 0;
  return {
    "goog:chromeOptions": { binary: chromeBinary, args: chromeArguments(isRoot) },
    "moz:firefoxOptions": {
      binary: firefoxBinary,
      prefs: { "dom.webgpu.enabled": true, "dom.webgpu.workers.enabled": true, "gfx.webgpu.ignore-blocklist": true },
    },
  };
}

/**
 * WebGPU on the software adapter, so that it is there on every machine, and no traffic of the browser's own.
 * @param {boolean} isRoot Chromium’s sandbox refuses to run as root
 */
export const chromeArguments = (isRoot) => [
  "--enable-unsafe-webgpu",
  "--use-webgpu-adapter=swiftshader",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-quic",
  ...(isRoot ? ["--no-sandbox"] : []),
];
