// Firefox as it is shipped, driven by Playwright over WebDriver BiDi (Playwright's own Firefox is a patched build).
// A few things that the tests ask for are missing on that way, in Playwright or in Firefox; they are made good here,
// so that the tests need not know. It takes Playwright's session from the inside: its version is pinned for that.

import { firefox } from "playwright-core";

const gpuPreferences = {
  "dom.webgpu.enabled": true,
  "dom.webgpu.workers.enabled": true,
  "gfx.webgpu.ignore-blocklist": true,
};

/**
 * Firefox's remote agent tells of every worker, and for that watches each process's workers as a debugger does. A worker
 * that another worker starts then now and then never begins: about one fresh engine in twenty waited for its first
 * thread for ever, and none without the watch. Nobody here wants to hear of workers, so the watch is called off.
 * A Firefox with another way of telling lacks this module.
 */
const WATCH_NO_WORKERS = `(() => {
  let watch;
  try {
    watch = ChromeUtils.importESModule(
      "chrome://remote/content/shared/js-process-actors/WebDriverWorkerListenerActor.sys.mjs");
  } catch {
    return;
  }
  watch.unregisterWebDriverWorkerListenerActor();
})()`;

/** In Playwright's own way `fill` appends to a field of numbers, whose selection a page may not ask for. */
function typeAsAPersonDoes() {
  Object.defineProperty(window, "__pw_bidiInsertText", {
    get: () => (/** @type {string} */ text) => void document.execCommand("insertText", false, text),
    set: () => {},
  });
}

/**
 * Firefox's own word, told as an error of the page, where a page is loaded anew or left while a part of it comes through
 * the service worker: about one visit in forty that ends as early as that. A part that did not come to a page that stays
 * is told by who wanted it.
 * @param {{message: string}} error
 */
export const isOfGonePage = ({ message }) =>
  message.includes("A ServiceWorker intercepted the request and encountered an unexpected error");

/**
 * What is used of Playwright from the inside.
 * @typedef {{send: (method: string, params: object) => Promise<any>}} Session WebDriver BiDi's commands and answers
 * @typedef {{_connection: {toImpl: (browser: import('playwright-core').Browser) => {_browserSession: Session}}}} Inside
 */

/** @type {WeakMap<import('playwright-core').Browser, (expression: string) => Promise<void>>} */
const privileged = new WeakMap();

/**
 * Sets a preference of a running Firefox, for all of its pages.
 * @param {import('playwright-core').Browser} browser
 * @param {string} name
 * @param {boolean | number} value
 */
async function prefer(browser, name, value) {
  const set = typeof value === "boolean" ? "setBoolPref" : "setIntPref";
  await privileged.get(browser)?.(`Services.prefs.${set}(${JSON.stringify(name)}, ${value})`);
}

/**
 * @param {string} executablePath
 * @param {{gpu: boolean, preferences?: Record<string, string | number | boolean>, forLong?: boolean}} options `forLong`: nothing is kept of
 *   pages that are closed. All are tabs of one window, and one of them is seen; else each has a window, of which Firefox keeps 6 to 9 MB.
 *   And the driver hears of no request, of each of which Firefox keeps something for it: `waitForResponse` waits in vain
 */
export async function launchFirefox(executablePath, { gpu, preferences, forLong = false }) {
  const browser = await firefox.launch({
    channel: "moz-firefox",
    executablePath,
    // Lets the driver, and it alone, run scripts in the browser's own process.
    args: ["--remote-allow-system-access"],
    firefoxUserPrefs: { ...(gpu ? gpuPreferences : { "dom.webgpu.enabled": false }), ...preferences },
  });
  const { _connection: connection } = /** @type {Inside} */ (/** @type {unknown} */ (browser));
  const session = connection.toImpl(browser)._browserSession;
  const send = session.send.bind(session);

  if (forLong) await send("session.unsubscribe", { events: ["network"] });
  const { contexts } = await send("browsingContext.getTree", { "moz:scope": "chrome" });
  const evaluate = async (/** @type {string} */ expression) => {
    const answer = await send("script.evaluate", {
      target: { context: contexts[0].context },
      awaitPromise: false,
      expression,
    });
    if (answer.type !== "success") throw new Error(`in Firefox's own process: ${answer.exceptionDetails?.text}`);
  };
  privileged.set(browser, evaluate);
  await evaluate(WATCH_NO_WORKERS);

  // Each context begins with this command, which Firefox 153 does not know; `newContext` below does its work.
  session.send = (method, params) =>
    send(method, forLong && method === "browsingContext.create" ? { ...params, type: "tab" } : params).catch(
      (error) => {
        if (method === "emulation.setMediaFeaturesOverride" && /unknown command/.test(error.message)) return {};
        throw error;
      },
    );

  const newContext = browser.newContext.bind(browser);
  browser.newContext = async (options = {}) => {
    // Both hold for the whole browser, so contexts that differ in them are made one after the other.
    await prefer(browser, "layout.css.prefers-color-scheme.content-override", options.colorScheme === "dark" ? 0 : 1);
    await prefer(browser, "javascript.enabled", options.javaScriptEnabled !== false);
    const context = await newContext(options);
    await context.addInitScript(typeAsAPersonDoes);
    return context;
  };
  return browser;
}

/**
 * Lets pages read the clipboard, which no permission of Firefox's does: it asks the person each time.
 * @param {import('playwright-core').Browser} browser
 */
export const letReadClipboard = (browser) => prefer(browser, "dom.events.testing.asyncClipboard", true);

/**
 * Lets a running Firefox give back what memory it can.
 * @param {import('playwright-core').Browser} browser
 */
export const letGoOfMemory = (browser) =>
  privileged.get(browser)?.(`Services.obs.notifyObservers(null, "memory-pressure", "heap-minimize")`);
