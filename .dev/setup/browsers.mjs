// The browsers that tests run in, and their drivers: those that the system has, and on Debian its packages.

import { Failure } from "../lib/failure.mjs";
import { findProgram } from "../lib/find.mjs";
import { read } from "../lib/run.mjs";
import { ensurePackages, hasApt, missingPackages, thisSystem } from "./debian.mjs";

/** @typedef {{chrome: string, chromedriver: string, firefox: string}} Browsers */

/**
 * Where each is looked for: what an environment variable says, then names on the path, then fixed places.
 * @type {Record<keyof Browsers, {variables: string[], names: string[], packages: string[], title: string}>}
 */
const places = {
  chrome: {
    variables: ["CHROME_BIN", "CHROME_PATH"],
    names: [
      "chromium",
      "chromium-browser",
      "google-chrome",
      "google-chrome-stable",
      "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
      "/Applications/Chromium.app/Contents/MacOS/Chromium",
    ],
    packages: ["chromium"],
    title: "Chromium or Chrome",
  },
  chromedriver: {
    variables: ["CHROMEDRIVER"],
    names: ["chromedriver"],
    packages: ["chromium-driver"],
    title: "chromedriver (of the browser’s own version)",
  },
  firefox: {
    variables: ["FIREFOX_BIN"],
    names: ["firefox", "firefox-esr", "/Applications/Firefox.app/Contents/MacOS/firefox"],
    packages: ["firefox-esr"],
    title: "Firefox",
  },
};

/** A software Vulkan, so that the native GPU tests have an adapter on a machine without one. */
const vulkanPackages = ["mesa-vulkan-drivers", "libvulkan1"];

/** @returns {import('../lib/steps.mjs').Step} */
export function browsersStep() {
  return {
    name: "Finding the browsers for the tests",
    upToDate: async () => (await debianLacks()) === 0 && missing(lookUp()).length === 0 && describe(),
    run: async () => {
      const system = thisSystem();
      if (hasApt(system)) {
        const lacking = missing(lookUp()).flatMap((key) => places[key].packages);
        await ensurePackages([...lacking, ...vulkanPackages], "the tests", system);
      }
      findBrowsers();
      return await describe();
    },
  };
}

/**
 * The browsers, all of which the tests need.
 * @returns {Browsers}
 */
export function findBrowsers() {
  const found = lookUp();
  const lacking = missing(found);
  if (lacking.length > 0) {
    throw new Failure(
      `The tests need what is not here: ${lacking.map((key) => places[key].title).join("; ")}.`,
      lacking
        .map((key) => `install ${places[key].title}, or say where it is: ${places[key].variables[0]}=/path/to/it`)
        .join("\n"),
    );
  }
  return /** @type {Browsers} */ (found);
}

/** @returns {Partial<Browsers>} */
function lookUp() {
  return Object.fromEntries(
    Object.entries(places).map(([key, { variables, names }]) => {
      const said = variables.map((variable) => process.env[variable]).filter((path) => path !== undefined);
      return [key, findProgram([...said, ...names])];
    }),
  );
}

/** @param {Partial<Browsers>} found */
const missing = (found) => /** @type {(keyof Browsers)[]} */ (Object.keys(places)).filter((key) => !found[key]);

async function debianLacks() {
  const system = thisSystem();
  // Only root could install them; a missing software adapter skips the native GPU tests, which say so.
  if (!system.isRoot || !hasApt(system)) return 0;
  return (await missingPackages(vulkanPackages, system)).length;
}

async function describe() {
  const { chrome, chromedriver, firefox } = findBrowsers();
  const said = await Promise.all(
    [chrome, chromedriver, firefox].map(async (program) => (await read(program, ["--version"])).stdout.split("\n")[0]),
  );
  const [browserMajor, driverMajor] = said.map((text) => /(\d+)\.\d+\.\d+/.exec(text)?.[1]);
  if (browserMajor !== driverMajor) {
    throw new Failure(
      `${chromedriver} is for version ${driverMajor}, ${chrome} is version ${browserMajor}.`,
      "Install the driver of the browser’s own version, or name another with CHROMEDRIVER=/path/to/it",
    );
  }
  return said.map((text) => text.replace(/ \(.*/, "")).join(", ");
}
