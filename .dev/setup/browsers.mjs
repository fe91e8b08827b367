// The browsers that tests and benchmarks run in: those that the system has, and on Debian its packages.

import { Failure } from "../lib/failure.mjs";
import { findProgram } from "../lib/find.mjs";
import { read } from "../lib/run.mjs";
import { ensurePackages, hasApt, thisSystem } from "./debian.mjs";

/** @typedef {'chrome' | 'chromedriver' | 'firefox'} Program */
/** @typedef {Record<Program, string>} Browsers */

/**
 * Where each is looked for: what an environment variable says, then names on the path, then fixed places.
 * @type {Record<Program, {variables: string[], names: string[], packages: string[], title: string}>}
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

/** What is driven without a driver of its own. @type {Program[]} */
const bothBrowsers = ["chrome", "firefox"];

/**
 * @param {Program[]} [programs]
 * @returns {import('../lib/steps.mjs').Step}
 */
export function browsersStep(programs = bothBrowsers) {
  return {
    name: `Finding ${programs.map((key) => places[key].title).join(", ")}`,
    label: "browsers",
    upToDate: async () => missing(programs).length === 0 && describe(programs),
    run: async () => {
      const system = thisSystem();
      const lacking = missing(programs).flatMap((key) => places[key].packages);
      if (hasApt(system)) await ensurePackages(lacking, "the tests and benchmarks", system);
      return await describe(programs);
    },
  };
}

/**
 * Where they are; a failure with the mend where one of them is not.
 * @param {Program[]} [programs]
 * @returns {Browsers}
 */
export function findBrowsers(programs = bothBrowsers) {
  const lacking = missing(programs);
  if (lacking.length > 0) {
    throw new Failure(
      `Not here: ${lacking.map((key) => places[key].title).join("; ")}.`,
      lacking
        .map((key) => `install ${places[key].title}, or say where it is: ${places[key].variables[0]}=/path/to/it`)
        .join("\n"),
    );
  }
  return /** @type {Browsers} */ (lookUp());
}

/**
 * The environment in which the page's tests and the benchmarks find them.
 * @returns {NodeJS.ProcessEnv}
 */
export function browsersEnvironment() {
  const { chrome, firefox } = findBrowsers();
  return { ...process.env, CHROME_BIN: chrome, FIREFOX_BIN: firefox };
}

/** Chromium without the windows that it draws around pages: of the same parts, and a page is open in half the time. */
const shell = ["chromium-headless-shell", "chrome-headless-shell"];

/** Whether the tests are to run in the very browser that somebody names. */
const isNamed = () => places.chrome.variables.some((variable) => process.env[variable] !== undefined);

/**
 * Installs that on Debian; without it tests run in Chromium itself, and take longer.
 * @returns {import('../lib/steps.mjs').Step}
 */
export function headlessShellStep() {
  return {
    name: "Finding Chromium’s headless shell",
    label: "headless shell",
    upToDate: () => (isNamed() ? "another browser is named" : Boolean(findProgram(shell))),
    run: async () => {
      const system = thisSystem();
      if (hasApt(system) && system.isRoot) await ensurePackages(shell.slice(0, 1), "the tests", system).catch(() => {});
      return findProgram(shell) ?? "not here: the tests run in Chromium itself, and take longer";
    },
  };
}

/**
 * {@link browsersEnvironment}, and the headless shell for the tests that it is enough for.
 * @returns {NodeJS.ProcessEnv}
 */
export function headlessEnvironment() {
  const found = isNamed() ? undefined : findProgram(shell);
  return { ...browsersEnvironment(), ...(found && { HEADLESS_SHELL_BIN: found }) };
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

/** @param {Program[]} programs */
function missing(programs) {
  const found = lookUp();
  return programs.filter((key) => !found[key]);
}

/** @param {Program[]} programs */
async function describe(programs) {
  const found = findBrowsers(programs);
  const said = await Promise.all(
    programs.map(async (key) => (await read(found[key], ["--version"])).stdout.split("\n")[0].replace(/ \(.*/, "")),
  );
  const majors = new Map(programs.map((key, index) => [key, /(\d+)\.\d+\.\d+/.exec(said[index])?.[1]]));
  if (majors.has("chromedriver") && majors.get("chrome") !== majors.get("chromedriver")) {
    throw new Failure(
      `${found.chromedriver} is for version ${majors.get("chromedriver")}, ${found.chrome} is version ${majors.get("chrome")}.`,
      "Install the driver of the browser’s own version, or name another with CHROMEDRIVER=/path/to/it",
    );
  }
  return said.join(", ");
}
