// The service worker: it isolates the page where the host does not, keeps the site for visits without network, and
// gives way to a new version only when nothing runs.

import assert from "node:assert/strict";
import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout } from "node:timers/promises";
import { serve } from "../../.dev/serve.mjs";
import { done, runButton } from "./lesson.mjs";
import { edit, withOtherRevision } from "./new-version.mjs";
import { dist, kept, launch, newPage, recordOf } from "./site.mjs";

describe("the service worker", () => {
  /** @type {import('playwright-core').Browser} */
  let browser;
  before(async () => {
    browser = await launch();
  });
  after(() => browser.close());

  /** A page that goes nowhere yet, and how often it is loaded from then on. */
  async function countedPage() {
    const { page, close: leave } = await newPage(browser, "about:blank", kept);
    let loads = 0;
    page.on("domcontentloaded", () => {
      loads++;
    });
    return { page, loads: () => loads, leave };
  }

  /**
   * A host that sends no headers of isolation, and a page of it that counts how often it is loaded.
   * @param {{dir?: string, isolation?: boolean}} options
   * @param {(host: {url: string, page: import('playwright-core').Page, loads: () => number, close: () => Promise<void>}) => Promise<void>} use
   */
  async function visiting({ dir = dist, isolation = false }, use) {
    const { url, close } = await serve({ dir, isolation });
    const { page, loads, leave } = await countedPage();
    try {
      await use({ url, page, loads, close });
    } finally {
      await leave();
      await close();
    }
  }

  /**
   * The page, loaded anew by itself meanwhile. Loaded whole: its scripts run before the load that `loads` counts.
   * @param {import('playwright-core').Page} page
   */
  const isolated = (page) =>
    page.waitForFunction(() => crossOriginIsolated && window.manyhands && document.readyState === "complete");

  /**
   * Resolves when all is kept that the service worker fetches for everybody: the engine with Python is for who has used it.
   * @param {import('playwright-core').Page} page
   */
  async function allKept(page) {
    const script = await readFile(join(dist, "service-worker.js"), "utf8");
    const listed = [...script.matchAll(/\burl:[`"']([^`"']+)[`"'],revision:/g)].filter(
      ([, path]) => !path.startsWith("engine/python/"),
    );
    assert.ok(listed.length > 0);
    await until(async () => {
      const kept = await page.evaluate(async () => {
        const stores = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
        const counts = await Promise.all(stores.map(async (store) => (await store.keys()).length));
        return counts.reduce((sum, n) => sum + n, 0);
      });
      return kept >= listed.length;
    });
  }

  /** Resolves when a new version waits, or does not.  @param {import('playwright-core').Page} page @param {boolean} waits */
  const newVersion = (page, waits) =>
    until(() =>
      page.evaluate(async (waits) => ((await navigator.serviceWorker.ready).waiting !== null) === waits, waits),
    );

  it("isolates the page on a host that does not: loaded once more, threads run", () =>
    visiting({}, async ({ url, page, loads }) => {
      await page.goto(`${url}#race?threads=2&pause=0&increments=1000&guard=lock`);
      await isolated(page);
      assert.equal(loads(), 2);
      assert.equal(await page.getByLabel("Threads", { exact: true }).inputValue(), "2", "it keeps its address");
      const record = await recordOf(page, "race", { threads: 2, pause: 0, increments: 1000, guard: "lock" });
      assert.equal(record.result.lost, 0);
      assert.equal(record.environment.threads, "shared-memory");
      await page.goto(`${url}embed.html?lesson=pool-square`);
      await isolated(page);
      assert.deepEqual(
        (await recordOf(page, "pool-square", { inputs: [1, 2, 3], kind: "threads" })).result.values,
        [1, 4, 9],
      );
      assert.equal(loads(), 3, "no load is lost on an isolated page");
    }));

  it("never loads the page a third time when that does not help", () =>
    siteWith({ "service-worker.js": () => "addEventListener('fetch', () => {});" }, (dir) =>
      visiting({ dir }, async ({ url, page, loads }) => {
        await page.goto(url);
        await page.waitForFunction(() => navigator.serviceWorker.controller && sessionStorage.length > 0);
        await runButton(page).waitFor();
        assert.equal(loads(), 2);
        await page.reload();
        await page.evaluate(() => navigator.serviceWorker.ready);
        // What would load the page again comes right after: give it the time of a whole other visit.
        await page.reload();
        await page.getByText(/This page has no shared memory/).waitFor();
        assert.equal(loads(), 4);
      }),
    ));

  it("leaves alone what the host says itself, and pages that are not the site's", async () => {
    const headers = { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "credentialless" };
    const course = { "course.html": () => "<!doctype html><title>Course</title><p>Another page</p>" };
    await siteWith(course, async (dir) => {
      const behind = await serve({ dir, isolation: false });
      const host = createServer((request, response) => {
        const own = request.url?.includes("course") ? {} : headers;
        fetch(new URL(request.url ?? "/", behind.url), { redirect: "manual" })
          .then(async (answer) => {
            const body = Buffer.from(await answer.arrayBuffer());
            response.writeHead(answer.status, { "Content-Type": answer.headers.get("content-type") ?? "", ...own });
            response.end(body);
          })
          // The test is over, and the browser still asked for something.
          .catch(() => response.destroy());
      });
      await new Promise((resolve) => host.listen(0, "127.0.0.1", () => resolve(undefined)));
      const { port } = /** @type {import('node:net').AddressInfo} */ (host.address());
      const { page, loads, leave } = await countedPage();
      try {
        const url = `http://localhost:${port}/`;
        await page.goto(url);
        await page.evaluate(() => navigator.serviceWorker.ready);
        await page.reload();
        await page.waitForFunction(() => navigator.serviceWorker.controller);
        const sent = await page.evaluate(async () => Object.fromEntries((await fetch("./index.html")).headers));
        assert.equal(sent["cross-origin-embedder-policy"], "credentialless");
        assert.equal(sent["document-isolation-policy"], undefined);
        assert.equal(loads(), 2);
        await page.goto(`${url}course.html`);
        assert.equal(await page.evaluate(() => crossOriginIsolated), false);
      } finally {
        await leave();
        host.closeAllConnections();
        host.close();
        await behind.close();
      }
    });
  });

  for (const isolation of [true, false]) {
    it(`keeps the site for a visit without network (a host ${isolation ? "with" : "without"} the headers)`, () =>
      visiting({ isolation }, async ({ url, page, close }) => {
        await page.goto(url);
        await isolated(page);
        await allKept(page);
        await close();
        await page.goto(`${url}#pool-square?workers=3`);
        await page.reload();
        await isolated(page);
        await runButton(page).click();
        await done(page);
        await page.goto(`${url}#generators`);
        await page.getByText(/A run recorded earlier/).waitFor();
        await page.goto(`${url}embed.html?lesson=pool-square&inputs=[5]`);
        await isolated(page);
        assert.deepEqual((await recordOf(page, "pool-square", { inputs: [5] })).result.values, [25]);
      }));
  }

  it("takes a new version when no page runs the old one", () =>
    siteWith({}, (dir) =>
      visiting({ dir, isolation: true }, async ({ url, page }) => {
        const context = page.context();
        await page.goto(`${url}#pool-square`);
        await page.evaluate(() => navigator.serviceWorker.ready);
        await allKept(page);
        await page.reload();
        await page.waitForFunction(() => navigator.serviceWorker.controller && window.manyhands);
        const title = () => page.locator("meta[name=description]").getAttribute("content");

        // The site changes on its host while a lesson runs here.
        const running = recordOf(page, "pool-square", { inputs: [3] });
        await edit(dir, "index.html", (text) => text.replace("Parallel programs to change", "New: programs to change"));
        await edit(dir, "service-worker.js", (text) => withOtherRevision(text, "index.html"));
        await page.evaluate(async () => {
          const registration = await navigator.serviceWorker.ready;
          await registration.update();
        });
        await newVersion(page, true);
        assert.deepEqual((await running).result.values, [9]);

        // A second page of the site does not take the parts away from the first.
        const second = await context.newPage();
        await second.goto(url);
        await second.waitForFunction(() => window.manyhands);
        await newVersion(second, true);
        assert.match((await title()) ?? "", /^Parallel/);
        assert.match((await second.locator("meta[name=description]").getAttribute("content")) ?? "", /^Parallel/);
        assert.deepEqual((await recordOf(page, "pool-square", { inputs: [4] })).result.values, [16]);
        await second.close();

        // Alone and just opened, it does; and the page is the new one.
        // A page that has just been closed may count for a moment longer: then the next visit finds it alone.
        await until(async () => {
          await page.reload();
          await page.waitForFunction(() => window.manyhands);
          const isNew = page.waitForFunction(
            () => document.querySelector("meta[name=description]")?.getAttribute("content")?.startsWith("New"),
            undefined,
            { timeout: 10_000 },
          );
          return isNew.then(
            () => true,
            () => false,
          );
        });
        await page.waitForFunction(() => window.manyhands);
        await newVersion(page, false);
        assert.deepEqual((await recordOf(page, "pool-square", { inputs: [5] })).result.values, [25]);
      }),
    ));
});

/**
 * Waits for what a page has to be asked with `await`. (Playwright's `waitForFunction` does not await what its function
 * promises, and any promise is true to it.)
 * @param {() => Promise<boolean>} holds
 */
async function until(holds) {
  while (!(await holds())) await setTimeout(50);
}

/**
 * A copy of the site with other files in it.
 * @param {Record<string, () => string>} files
 * @param {(dir: string) => Promise<void>} use
 */
async function siteWith(files, use) {
  const dir = await mkdtemp(join(tmpdir(), "manyhands-site-"));
  try {
    await cp(dist, dir, { recursive: true });
    for (const [name, text] of Object.entries(files)) await edit(dir, name, text);
    await use(dir);
  } finally {
    await rm(dir, { recursive: true });
  }
}
