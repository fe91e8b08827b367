// The program of a lesson: in Python, as the parameters are set, and the Rust that runs. The engine is another one here, so that
// its listings come when the test wants them.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { engineExports, newPage, open, siteWithEngine } from "./site.mjs";

/** Writes each listing as what it was asked for; 13 workers are not allowed. A run ends when it is stopped. */
const ENGINE = `
  ${engineExports.replace("export function stop() {}", "")}
  let end = () => {};
  export const stop = () => end();
  export async function run(lesson, params, preset, door, onEvents) {
    onEvents(JSON.stringify([{ kind: "wait", t_us: 0, worker: 0, on: "Stop" }]));
    await new Promise((resolve) => (end = resolve));
    return JSON.stringify({ error: { kind: "cancelled", message: "stopped" } });
  }
  export function listing(lesson, params, preset) {
    const { workers } = JSON.parse(params);
    if (workers === 13) {
      const message = "parameter workers: 13 is not allowed";
      return JSON.stringify({ error: { kind: "invalid-parameter", message, parameter: "workers", place: "workers" } });
    }
    const begin = "# " + lesson + ", " + (preset ?? "no preset") + "\\nworkers = ";
    const value = String(workers ?? "cpu_count()");
    const marks = [
      { parameter: "workers", kind: "variant", line: 1, from: 0, to: 3 },
      { parameter: "workers", kind: "value", line: 2, from: begin.length, to: begin.length + value.length },
    ];
    return JSON.stringify({ listing: { source: begin + value + "\\nprint(workers)\\n", marks } });
  }
`;

describe("the program of a lesson", { timeout: 120_000 }, () => {
  /** @type {Awaited<ReturnType<typeof open>>} */
  let site;
  let remove = async () => {};
  before(async () => {
    const made = await siteWithEngine(ENGINE);
    remove = made.remove;
    site = await open({ dir: made.folder });
  });
  after(async () => {
    await site?.close();
    await remove();
  });

  /** @param {string} address */
  async function opened(address, { url, browser } = site) {
    const { page, errors, close } = await newPage(browser, `${url}${address}`);
    await page.getByText("The program: in Python").click();
    await page.locator(".keyword").first().waitFor();
    const region = (/** @type {string} */ name) => page.getByRole("region", { name, exact: true });
    const python = () => region("Python").locator("pre").textContent();
    /** @param {RegExp} text */
    const pythonIs = (text) => region("Python").locator("pre").filter({ hasText: text }).waitFor();
    const workers = page.getByLabel("Workers", { exact: true });
    return { page, errors, close, region, python, pythonIs, workers };
  }

  it("is whole, in Rust as the file is and in Python as the catalogue has it, while the defaults hold", async () => {
    const { page, errors, close, region, python } = await opened("#pool-square");
    const { listing, rust } = await page.evaluate(() => {
      const program = window.inPage.find("mh-program");
      const { listing, rust } = /** @type {HTMLElementTagNameMap["mh-program"]} */ (program).lesson;
      return { listing, rust };
    });
    assert.equal(await python(), listing.source);
    assert.equal(await region("Rust").locator("pre").textContent(), rust.source);
    assert.deepEqual(errors, []);
    await close();
  });

  it("follows the parameters, with their values marked", async () => {
    const { errors, close, region, pythonIs, workers } = await opened("#pool-square?workers=3");
    await pythonIs(/^# pool-square, no preset\nworkers = 3\nprint\(workers\)\n$/);
    const marks = region("Python").locator("mark");
    assert.deepEqual(await marks.allTextContents(), ["3"]);
    assert.equal(await marks.getAttribute("title"), "workers");
    await workers.fill("8");
    await pythonIs(/workers = 8\n/);
    assert.deepEqual(await marks.allTextContents(), ["8"]);
    assert.deepEqual(errors, []);
    await close();
  });

  it("comes back to the catalogue's when the defaults do", async () => {
    const { page, close, python, pythonIs, workers } = await opened("#pool-square");
    const before = await python();
    await workers.fill("8");
    await pythonIs(/workers = 8\n/);
    await page.getByRole("button", { name: "Defaults", exact: true }).click();
    await pythonIs(/Pool/);
    assert.equal(await python(), before);
    await close();
  });

  it("is not overtaken by an answer that comes too late", async () => {
    const slow = await siteWithEngine(
      ENGINE.replace(
        "async function init() {}",
        `async function init() {
          const channel = new BroadcastChannel("engine");
          await new Promise((go) => channel.addEventListener("message", go, { once: true }));
          channel.close();
        }`,
      ),
    );
    const slowSite = await open({ dir: slow.folder });
    const { page, close, python } = await opened("#pool-square?workers=3", slowSite);
    const before = await python();
    await page.waitForTimeout(500);
    await page.getByRole("button", { name: "Defaults", exact: true }).click();
    // The engine answers in turn: once this is there, the answer to 3 has come.
    await page.evaluate(() => {
      const later = window.manyhands.listing("pool-square", { workers: 9 });
      new BroadcastChannel("engine").postMessage("go");
      return later;
    });
    assert.equal(await python(), before);
    await close();
    await slowSite.close();
    await slow.remove();
  });

  it("stays as it is while a value is not allowed", async () => {
    const { page, errors, close, python, pythonIs, workers } = await opened("#pool-square?workers=3");
    await pythonIs(/workers = 3\n/);
    await workers.fill("13");
    // Long enough to be asked for and refused.
    await page.waitForTimeout(500);
    assert.match((await python()) ?? "", /workers = 3\n/);
    await workers.fill("4");
    await pythonIs(/workers = 4\n/);
    assert.deepEqual(errors, []);
    await close();
  });

  it("follows while a run goes", async () => {
    const { page, close, pythonIs, workers } = await opened("#pool-square?workers=3");
    await page.getByRole("button", { name: "Run", exact: true }).click();
    await page.getByText(/^Runs…/).waitFor();
    await workers.fill("6");
    await pythonIs(/workers = 6\n/);
    await page.getByRole("button", { name: "Stop", exact: true }).click();
    await page.getByText(/^Stopped after/).waitFor();
    await close();
  });

  it("is given by window.manyhands too", async () => {
    const { page, close } = await newPage(site.browser, site.url);
    const answers = await page.evaluate(async () => {
      const { listing } = window.manyhands;
      const good = await listing("pool-square", { workers: 2 }, { preset: "apply" });
      const bad = await listing("pool-square", { workers: 13 }).catch((error) => error);
      return { good, bad: { kind: bad.kind, parameter: bad.parameter, place: bad.place } };
    });
    assert.equal(answers.good.source, "# pool-square, apply\nworkers = 2\nprint(workers)\n");
    assert.equal(answers.good.marks.length, 2);
    assert.deepEqual(answers.bad, { kind: "invalid-parameter", parameter: "workers", place: "workers" });
    await close();
  });
});
