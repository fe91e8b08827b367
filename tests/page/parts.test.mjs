// Parts of the page that are fetched when they are needed and do not come: the network is gone, or a new version of the site was
// laid over the one that a reader has open.

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { browserName, inOneBrowser } from "./browsers.mjs";
import { buttonOf, done, runButton } from "./lesson.mjs";
import { settingOf, textOf } from "./reading.mjs";
import { newPage, siteForTests } from "./site.mjs";

const once = inOneBrowser("Firefox keeps a failure as long as the page, which is loaded anew then");

/** @typedef {import('playwright-core').Page} Page */

/**
 * The parts: what is not there, where a reader asks for it, what the page says, and what stands there once it has come.
 * @type {{part: string, files: string, address: string, ask: (page: Page) => Promise<void>, says: RegExp, comes: (page: Page) => Promise<void>}[]}
 */
const PARTS = [
  {
    part: "the dialogue to embed a lesson",
    files: "**/embed-dialog-*.js",
    address: "#race?threads=3",
    ask: (page) => buttonOf(page, "Embed…").click(),
    says: /another page did not load/,
    comes: (page) => page.getByRole("dialog").waitFor(),
  },
  {
    part: "the panel of what the browser can do",
    files: "**/capabilities-dialog-*.js",
    address: "#race?threads=3",
    ask: (page) => buttonOf(page, "What can this browser do?").click(),
    says: /what this browser can do did not load/,
    comes: (page) => page.getByRole("dialog").waitFor(),
  },
  {
    part: "the pictures",
    files: "**/lost-updates-*.js",
    address: "#race?threads=3",
    ask: async (page) => {
      await runButton(page).click();
      await done(page);
    },
    says: /pictures of this lesson did not load/,
    comes: (page) => page.locator("mh-lost-updates").first().waitFor({ state: "attached" }),
  },
  {
    part: "the studies",
    files: "**/tools-*.js",
    address: "#pool-square?workers=2&inputs=[1,2]&task_ms=0",
    ask: (page) => page.getByRole("button", { name: /four ways/ }).click(),
    says: /measures and draws these runs did not load/,
    comes: (page) => page.locator("mh-study section").waitFor(),
  },
  {
    part: "the editor",
    files: "**/editor-*.js",
    address: "#pi?points=1000&shader=x",
    ask: (page) => page.locator("mh-code").waitFor(),
    says: /editor did not load/,
    comes: (page) => page.locator("mh-code .cm-editor").waitFor(),
  },
  {
    part: "the built-in shader",
    files: "**/assets/pi-*.js",
    address: "#pi?points=1000&shader=x",
    ask: (page) => page.locator("mh-code").waitFor(),
    says: /built-in text did not load/,
    comes: (page) => page.locator("mh-code .cm-editor").waitFor(),
  },
  {
    part: "the Rust",
    files: "**/sources-*.js",
    address: "#race?threads=3",
    ask: (page) => page.getByRole("tab", { name: "Rust" }).click(),
    says: /program in Rust did not load/,
    comes: (page) => page.locator("mh-program .keyword", { hasText: "use" }).first().waitFor(),
  },
  {
    part: "the colours",
    files: "**/highlight-*.js",
    address: "#race?threads=3",
    ask: (page) => page.locator("mh-program").waitFor(),
    says: /colours did not load/,
    comes: (page) => page.locator("mh-program .keyword").first().waitFor(),
  },
  {
    part: "the recorded run",
    files: "**/recordings/*.run",
    address: "#race?threads=4",
    ask: (page) => runButton(page).waitFor(),
    says: /recorded for this lesson did not load/,
    comes: (page) =>
      page
        .getByText(/A run recorded earlier/)
        .first()
        .waitFor(),
  },
  {
    part: "what writes the trace",
    files: "**/trace-*.js",
    address: "#race?threads=3",
    ask: async (page) => {
      await runButton(page).click();
      await done(page);
      await buttonOf(page, "Download trace").click();
    },
    says: /writes the trace did not load/,
    comes: (page) => page.locator("mh-timeline .not-loaded").waitFor({ state: "detached" }),
  },
  {
    part: "the list of lessons",
    files: "**/catalogue-*.js",
    address: "#race?threads=3",
    ask: async () => {},
    says: /The lessons did not load/,
    comes: (page) => runButton(page).waitFor(),
  },
  {
    part: "the lesson in a frame",
    files: "**/lesson-*.js",
    address: "embed.html?lesson=race&threads=3",
    ask: async () => {},
    says: /The lesson did not load/,
    comes: (page) => runButton(page).waitFor(),
  },
];

/** What is set in these addresses. */
const setIn = (/** @type {string} */ address) =>
  Object.fromEntries(new URLSearchParams(address.replace(/^.*\?(?:lesson=\w+&)?/, "")));

describe("a part that does not load", () => {
  // The service worker keeps the site: without it the parts come from the host alone.
  const site = siteForTests();

  for (const { part, files, address, ask, says, comes } of PARTS) {
    it(`is told, and is there when it is tried again: ${part}`, async () => {
      const { page, errors, close } = await newPage(site.browser, site.url + address, {
        before: (page) => page.route(files, (route) => route.abort()),
      });
      page.setDefaultTimeout(20_000);
      await ask(page);
      const told = page.locator(".not-loaded").filter({ hasText: says });
      await told.waitFor();
      assert.match(await textOf(told), /network may be gone.*newer version.*reload/s);
      assert.match(await textOf(told), /reload keeps what you have set/i);
      assert.equal(await page.getByRole("heading", { name: "Not found" }).count(), 0);

      // It does not come this time either.
      await told.getByRole("button", { name: "Try again" }).click();
      await told.filter({ hasText: "this time either" }).waitFor();

      await page.unrouteAll();
      if (browserName === "chromium") {
        await told.getByRole("button", { name: "Try again" }).click();
      } else {
        // Firefox keeps a failure as long as the page.
        await told.getByRole("button", { name: "Reload the page" }).click();
        await page.waitForFunction(() => performance.getEntriesByType("navigation")[0]?.toJSON().type === "reload");
        await told.waitFor({ state: "detached" });
        if (!/lessons|lesson in/.test(part)) await ask(page);
      }
      if (part !== "what writes the trace" || browserName === "chromium") await comes(page);
      await told.waitFor({ state: "detached" });
      const params = Object.entries((await settingOf(page)).setting.params).map(([name, value]) => [
        name,
        typeof value === "string" ? value : JSON.stringify(value),
      ]);
      assert.deepEqual(Object.fromEntries(params), setIn(address));
      assert.deepEqual(errors, []);
      await close();
    });
  }

  once.it("keeps what was typed in the field that stood in for the editor", async () => {
    const { page, close } = await newPage(site.browser, `${site.url}#pi?points=1000&shader=x`, {
      before: (page) => page.route("**/editor-*.js", (route) => route.abort()),
    });
    await page.locator("mh-code textarea").fill("// mine");
    await page.unrouteAll();
    await page.getByRole("alert").getByRole("button", { name: "Try again" }).click();
    await page.locator("mh-code .cm-line").filter({ hasText: "// mine" }).waitFor();
    assert.equal(await page.locator("mh-code textarea").count(), 0);
    await close();
  });

  once.it("says that the device is offline, where it is", async () => {
    const { page, close } = await newPage(site.browser, `${site.url}#race`);
    await runButton(page).waitFor();
    await page.context().setOffline(true);
    await buttonOf(page, "Embed…").click();
    const told = page.getByRole("alert").filter({ hasText: "another page" });
    await told.filter({ hasText: "This device is offline" }).waitFor();
    await page.context().setOffline(false);
    await told.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("dialog").waitFor();
    await close();
  });

  it("is the language: the page speaks English, says so, and speaks it after a reload", async () => {
    const { page, close } = await newPage(site.browser, `${site.url}?lang=es#race?threads=3`, {
      before: (page) => page.route(/\/assets\/es-[^/]*\.js/, (route) => route.abort()),
    });
    await page.getByRole("alert").filter({ hasText: "Español" }).waitFor();
    await runButton(page).waitFor();
    await page.unrouteAll();
    await page.getByRole("alert").getByRole("button", { name: "Try again" }).click();
    await buttonOf(page, "Ejecutar").waitFor();
    assert.deepEqual((await settingOf(page)).setting.params, { threads: 3 });
    await close();
  });

  it("is the engine, or its worker: Try again runs the lesson", async () => {
    for (const files of ["**/engine/**", "**/coordinator-*.js"]) {
      const { page, close } = await newPage(site.browser, `${site.url}#race?threads=3&increments=10`, {
        before: (page) => page.route(files, (route) => route.abort()),
      });
      await runButton(page).click();
      await page.getByRole("alert").filter({ hasText: "could not be loaded" }).waitFor();
      await page.unrouteAll();
      await buttonOf(page, "Try again").click();
      await done(page);
      assert.equal(await page.getByRole("alert").count(), 0);
      await close();
    }
  });
});
