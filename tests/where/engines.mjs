// The four engines, each with the same few words for what a test does in it: a tab, or a frame in a tab, that a lesson
// stands in. Chromium and Firefox are driven by Playwright, WebKitGTK over WebDriver.

import selenium from "selenium-webdriver";
import { clickIn, kept, launch, newPage } from "../page/site.mjs";
import { launchWebKit, withoutWebKit } from "./webkit.mjs";

/** What a lesson may take from Run to its end, on a machine with two busy cores. */
export const PATIENCE_MS = 60_000;

/**
 * What a place is asked in its page: one of these, or several by their names.
 * @typedef {undefined | string | {[name: string]: string | boolean}} Asked
 *
 * Where a lesson stands. Functions that are asked in it run in its page, so they use nothing from around them.
 * @typedef {object} Place
 * @property {(address: string) => Promise<void>} show
 * @property {<A extends Asked, T>(look: (arg: A) => T, arg: A) => Promise<NonNullable<T>>} until waits for what is
 *   truthy; the function must not be async, for to Playwright a promise is true
 * @property {<T>(question: () => T | Promise<T>) => Promise<T>} ask once, and awaits the answer
 * @property {(name: string) => Promise<void>} press presses a button as a reader does
 * @property {() => Promise<void>} close
 */

/**
 * @typedef {object} Browser
 * @property {() => Promise<Place>} tab
 * @property {(course: string) => Promise<Place>} frame the one frame of a course's page
 * @property {() => Promise<void>} close
 */

/** @type {{name: string, skip: string | false, launch: () => Promise<Browser>}[]} */
export const engines = [
  { name: "Chromium", skip: false, launch: () => throughPlaywright("chromium") },
  { name: "Firefox", skip: false, launch: () => throughPlaywright("firefox") },
  { name: "WebKitGTK", skip: withoutWebKit, launch: () => throughWebDriver({ sharedMemory: false }) },
  {
    name: "WebKitGTK with shared memory",
    skip: withoutWebKit,
    launch: () => throughWebDriver({ sharedMemory: true }),
  },
];

/**
 * @param {"chromium" | "firefox"} name
 * @returns {Promise<Browser>}
 */
async function throughPlaywright(name) {
  const browser = await launch({ gpu: false, name });

  /** @param {string} address @param {boolean} framed @returns {Promise<Place>} */
  async function place(address, framed) {
    const { page, close } = await newPage(browser, address, kept);
    const inner = framed ? await (await page.$("iframe"))?.contentFrame() : page;
    if (!inner) throw new Error(`${address} has no frame`);
    return {
      show: async (address) => {
        if (framed) await page.evaluate(showInFrame, address);
        else await page.goto(address);
      },
      until: /** @type {Place["until"]} */ (
        async (/** @type {(arg: Asked) => unknown} */ look, /** @type {Asked} */ arg) =>
          (await inner.waitForFunction(look, arg, { timeout: PATIENCE_MS, polling: 50 })).jsonValue()
      ),
      ask: (question) => inner.evaluate(question),
      press: async (label) => {
        const button = inner.getByRole("button", { name: label, exact: true });
        await (framed ? clickIn(button, name) : button.click());
      },
      close,
    };
  }

  return {
    tab: () => place("about:blank", false),
    frame: (course) => place(course, true),
    close: () => browser.close(),
  };
}

/**
 * @param {{sharedMemory: boolean}} options
 * @returns {Promise<Browser>}
 */
async function throughWebDriver(options) {
  const { driver, close } = await launchWebKit(options);

  /** @param {boolean} framed @returns {Place} */
  const place = (framed) => ({
    show: async (address) => {
      if (!framed) return void (await driver.get(address));
      await driver.switchTo().defaultContent();
      await driver.executeScript(showInFrame, address);
      await driver.switchTo().frame(0);
    },
    until: (look, arg) => driver.wait(() => driver.executeScript(look, arg), PATIENCE_MS),
    ask: (question) => driver.executeScript(question),
    // Before a button is drawn its place is kept free, and there is nothing to press yet.
    press: async (label) => {
      await driver.wait(async () => pressed(await driver.executeScript(buttonNamed, label)), PATIENCE_MS);
    },
    close: () => driver.get("about:blank"),
  });

  return {
    tab: async () => place(false),
    frame: async (course) => {
      await driver.get(course);
      return place(true);
    },
    close,
  };
}

/** Presses, and says whether that could be done.  @param {import('selenium-webdriver').WebElement} button */
async function pressed(button) {
  try {
    await button.click();
    return true;
  } catch (thrown) {
    if (thrown instanceof selenium.error.ElementNotInteractableError) return false;
    throw thrown;
  }
}

/** @param {string} address */
function showInFrame(address) {
  const frame = document.querySelector("iframe");
  if (!frame) throw new Error("the page has no frame");
  frame.src = address;
}

/**
 * WebDriver's own way to an element ends at a shadow root; this one goes through them.
 * @param {string} label
 */
function buttonNamed(label) {
  /** @type {(Document | ShadowRoot)[]} */
  const roots = [document];
  for (const root of roots) {
    for (const element of root.querySelectorAll("*")) {
      if (element.localName === "button" && element.textContent?.trim() === label) return element;
      if (element.shadowRoot) roots.push(element.shadowRoot);
    }
  }
  throw new Error(`no button is called ${label}`);
}
