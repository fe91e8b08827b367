// The built page in a browser: one page for all programs, which run in it one after the other.

import { serve } from "../../../.dev/serve.mjs";
import { launch, newPage, siteWithPython, whyNoPython } from "../../page/site.mjs";
import { launchWebKit, withoutWebKit } from "../../where/webkit.mjs";
import { LIMIT_MS, QUIET_MS, STOP_MS } from "./executor.mjs";

/**
 * @typedef {import("../expect.mjs").Ran} Ran
 * @typedef {Parameters<typeof runInPage>[0]} Asked
 *
 * @typedef {object} Browser
 * @property {(url: string) => Promise<unknown>} visit opens the page, in place of what was open
 * @property {(asked: Asked) => Promise<Ran>} run
 * @property {(params: object, stopAfter?: number) => Promise<import("./executor.mjs").Searched>} search
 * @property {() => Promise<unknown>} close
 */

/**
 * @param {"chromium" | "firefox" | "webkit"} name
 * @returns {import("./executor.mjs").Executor}
 */
export function page(name) {
  /** @type {Awaited<ReturnType<typeof siteWithPython>>} */
  let site;
  /** @type {Awaited<ReturnType<typeof serve>>} */
  let server;
  /** @type {Browser} */
  let browser;

  return {
    name,
    skip: whyNoPython || (name === "webkit" && withoutWebKit),
    interpreters: ["gil", "free-threaded"],
    open: async () => {
      site = await siteWithPython();
      const launched = name === "webkit" ? throughWebDriver() : throughPlaywright(name);
      [server, browser] = await Promise.all([serve({ dir: site.folder }), launched]);
      await browser.visit(`${server.url}#python`);
    },
    run: async ({ program, files, arguments: args, input, interpreter, stop }) => {
      const params = { program, files, arguments: args, input, interpreter };
      const times = { limit: LIMIT_MS, quiet: QUIET_MS, patience: STOP_MS };
      const ran = await browser.run({ params, stop, times });
      // What did not stop would hold up all that come after it.
      if (ran.ended === "overdue") await browser.visit(`${server.url}#python`);
      return ran;
    },
    search: (params, stopAfter) => browser.search(params, stopAfter),
    close: async () => {
      await browser?.close();
      await server?.close();
      await site.remove();
    },
  };
}

/** @param {"chromium" | "firefox"} name @returns {Promise<Browser>} */
async function throughPlaywright(name) {
  const browser = await launch({ gpu: false, name });
  /** @type {Awaited<ReturnType<typeof newPage>> | undefined} */
  let opened;
  return {
    visit: async (url) => {
      await opened?.close();
      opened = await newPage(browser, url);
      await opened.page.waitForFunction(() => window.manyhands !== undefined);
    },
    run: async (asked) => {
      if (!opened) throw new Error("no page was opened");
      const ran = await opened.page.evaluate(runInPage, asked);
      if (opened.errors.length === 0) return ran;
      return { ...ran, ended: "failed", message: `the page threw: ${opened.errors.splice(0).join("; ")}` };
    },
    search: async (params, stopAfter) => {
      if (!opened) throw new Error("no page was opened");
      return await opened.page.evaluate(searchInPage, { params, stopAfter });
    },
    close: () => browser.close(),
  };
}

/** WebKitGTK, with shared memory. @returns {Promise<Browser>} */
async function throughWebDriver() {
  const { driver, close } = await launchWebKit({ sharedMemory: true });
  return {
    visit: async (url) => {
      // The address of another place: that of the same page would load nothing.
      await driver.get("about:blank");
      await driver.get(url);
      await driver.wait(() => driver.executeScript("return window.manyhands !== undefined"), LIMIT_MS);
    },
    run: (asked) =>
      driver.executeAsyncScript(
        `const done = arguments[1];
        (${runInPage})(arguments[0]).then(done, (error) => done({ ended: "failed", message: String(error) }));`,
        asked,
      ),
    search: (params, stopAfter) =>
      driver.executeAsyncScript(`(${searchInPage})(arguments[0]).then(arguments[1])`, { params, stopAfter }),
    close,
  };
}

/**
 * In the page, so it uses nothing from around it.
 * @param {{params: object, stopAfter?: number | undefined}} asked
 * @returns {Promise<import("./executor.mjs").Searched>}
 */
async function searchInPage({ params, stopAfter = Number.POSITIVE_INFINITY }) {
  const controller = new AbortController();
  /** @type {{[name: string]: number}[]} */
  const counts = [];
  /** @param {any} event */
  const onEvent = (event) => {
    if (event.kind !== "progress") return;
    counts.push(event.counts);
    if (event.counts.schedules >= stopAfter) controller.abort();
  };
  try {
    const { result } = await window.manyhands.run("explore", params, { onEvent, signal: controller.signal });
    return { result, counts };
  } catch (error) {
    const { kind, parameter, message, record } = /** @type {any} */ (error);
    return { error: { kind, parameter, message }, counts, ...(record && { result: record.result }) };
  }
}

/**
 * In the page, so it uses nothing from around it.
 * @param {{
 *   params: object,
 *   stop: {afterLines: number, quiet: boolean} | undefined,
 *   times: {limit: number, quiet: number, patience: number},
 * }} asked times in milliseconds
 * @returns {Promise<Ran>}
 */
async function runInPage({ params, stop, times }) {
  /** @typedef {{text: string, stream?: "stdout" | "stderr"}} Printed */
  /** @param {Printed[]} lines @param {string} stream */
  const those = (lines, stream) => lines.filter((line) => (line.stream ?? "stdout") === stream).map(({ text }) => text);
  /** @param {Printed[]} lines @param {Partial<Ran> & Pick<Ran, "ended">} how @returns {Ran} */
  const told = (lines, how) => ({ stdout: those(lines, "stdout"), stderr: those(lines, "stderr"), ...how });

  const controller = new AbortController();
  /** @type {Printed[]} */
  const heard = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let quiet;
  let isOverdue = false;
  let message = "";
  /** @type {(ran: Ran) => void} */
  let giveUp = () => {};
  const givenUp = new Promise((/** @type {(ran: Ran) => void} */ resolve) => {
    giveUp = resolve;
  });
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let patience;

  const end = () => {
    controller.abort();
    patience = setTimeout(() => {
      message = `when it was stopped: ${times.patience} ms later it still ran`;
      giveUp(told(heard, { ended: "overdue", message }));
    }, times.patience);
  };
  const limit = setTimeout(() => {
    isOverdue = true;
    end();
  }, times.limit);

  /** @param {any} event */
  const onEvent = (event) => {
    if (event.kind !== "print") return;
    heard.push(event);
    if (!stop || controller.signal.aborted || those(heard, "stdout").length < stop.afterLines) return;
    clearTimeout(quiet);
    if (stop.quiet) quiet = setTimeout(end, times.quiet);
    else end();
  };

  /** @returns {Promise<Ran>} */
  const run = async () => {
    try {
      const record = await window.manyhands.run("python", params, { onEvent, signal: controller.signal });
      return told(/** @type {Printed[]} */ (record.output), { ended: "itself", exit: record.result.exit });
    } catch (error) {
      const { kind, message } = /** @type {Error & {kind?: string}} */ (error);
      if (isOverdue) return told(heard, { ended: "overdue" });
      if (kind === "cancelled") return told(heard, { ended: "stopped" });
      return told(heard, { ended: "failed", message: `${kind}: ${message}` });
    }
  };
  const ran = await Promise.race([run(), givenUp]);
  for (const timer of [quiet, limit, patience]) clearTimeout(timer);
  return ran;
}
