// The built page in a browser: one page for all programs, which run in it one after the other.

import { serve } from "../../../.dev/serve.mjs";
import { launch, newPage, siteWithPython, whyNoPython } from "../../page/site.mjs";
import { LIMIT_MS, QUIET_MS, STOP_MS } from "./executor.mjs";

/** @typedef {import("../expect.mjs").Ran} Ran */

/**
 * @param {"chromium" | "firefox"} name
 * @returns {import("./executor.mjs").Executor}
 */
export function page(name) {
  /** @type {Awaited<ReturnType<typeof siteWithPython>>} */
  let site;
  /** @type {Awaited<ReturnType<typeof serve>>} */
  let server;
  /** @type {import("playwright-core").Browser} */
  let browser;
  /** @type {Awaited<ReturnType<typeof newPage>>} */
  let opened;

  const visit = async () => {
    opened = await newPage(browser, `${server.url}#python`);
    await opened.page.waitForFunction(() => window.manyhands !== undefined);
  };

  return {
    name,
    skip: whyNoPython,
    interpreters: ["gil", "free-threaded"],
    open: async () => {
      site = await siteWithPython();
      [server, browser] = await Promise.all([serve({ dir: site.folder }), launch({ gpu: false, name })]);
      await visit();
    },
    run: async ({ program, files, arguments: args, input, interpreter, stop }) => {
      const params = { program, files, arguments: args, input, interpreter };
      const times = { limit: LIMIT_MS, quiet: QUIET_MS, patience: STOP_MS };
      const ran = await opened.page.evaluate(runInPage, { params, stop, times });
      if (opened.errors.length > 0) {
        ran.ended = "failed";
        ran.message = `the page threw: ${opened.errors.splice(0).join("; ")}`;
      }
      // What did not stop would hold up all that come after it.
      if (ran.ended === "overdue") {
        await opened.close();
        await visit();
      }
      return ran;
    },
    close: async () => {
      await browser?.close();
      await server?.close();
      await site.remove();
    },
  };
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
