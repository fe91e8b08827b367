// Where a page is opened: as a file, over plain http, in a sandbox. Each says its own reason, and offers no button that
// cannot help there.

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { pathToFileURL } from "node:url";
import { serve } from "../../.dev/serve.mjs";
import { browserName } from "./browsers.mjs";
import { panel, RAW } from "./capabilities.mjs";
import { buttonOf, done, runButton } from "./lesson.mjs";
import { textOf } from "./reading.mjs";
import { clickIn, coursePage, dist, errorOf, launch, newPage } from "./site.mjs";

/** A name of this machine that no browser takes for itself, as the address of a server in a class is. */
const HOST = "class.test";

const SERVED = /npx manyhands.*python3 -m http\.server/s;

describe("opened as a file", { timeout: 120_000 }, () => {
  for (const path of ["index.html#pi?backend=webgpu", "embed.html?lesson=pi&backend=webgpu"]) {
    it(`says how to serve ${path}`, async (t) => {
      const browser = await launch();
      t.after(() => browser.close());
      const { page } = await newPage(browser, new URL(path, `${pathToFileURL(dist)}/`).href);
      if (browserName === "chromium") {
        // It loads no script from a file.
        const late = page.locator(".late");
        await late.waitFor();
        assert.match(await textOf(late), SERVED);
        return;
      }
      await runButton(page).click();
      const alert = page.getByRole("alert");
      await alert.waitFor();
      assert.match(await textOf(alert), /opened as a file/);
      assert.match(await textOf(alert), SERVED);
      assert.doesNotMatch(await textOf(page.locator("body")), /sandbox|headers/);
      assert.equal(await page.getByRole("link", { name: "Open it in a tab of its own" }).count(), 0);
      assert.equal(await page.getByRole("button", { name: /instead$/ }).count(), 0);
      const rows = await panel(page);
      for (const name of ["Secure connection", "Cross-origin isolation", "Workers", "WebGPU", "Service worker"]) {
        assert.equal(rows[name].isThere, false, name);
        assert.doesNotMatch(rows[name].text, /Pi runs/);
      }
      assert.match(rows["Secure connection"].text, SERVED);
    });
  }
});

describe("over plain http", { timeout: 120_000 }, () => {
  it("says that the connection is not secure, and offers what runs", async (t) => {
    const [server, browser] = await Promise.all([serve({ dir: dist }), launch({ hosts: [HOST] })]);
    t.after(async () => {
      await browser.close();
      await server.close();
    });
    const url = server.url.replace("localhost", HOST);
    const { page, errors } = await newPage(browser, `${url}#pi?backend=webgpu&points=1000`);
    await runButton(page).waitFor();
    assert.equal(await page.evaluate(() => isSecureContext), false);
    const error = await errorOf(page, "pool-square", { kind: "threads" });
    assert.match(error.message, /did not come over a secure connection/);
    assert.doesNotMatch(error.message, /headers/);
    const gpu = await errorOf(page, "pi", { backend: "webgpu" });
    assert.doesNotMatch(gpu.message, /threads work everywhere/);

    await runButton(page).click();
    await page.getByRole("alert").waitFor();
    assert.equal(await page.getByRole("link", { name: "Open it in a tab of its own" }).count(), 0);
    assert.equal(await buttonOf(page, "Run on threads instead").count(), 0);
    await buttonOf(page, "Run in processes instead").click();
    await done(page);

    const rows = await panel(page);
    for (const name of ["Secure connection", "Cross-origin isolation", "SharedArrayBuffer", "WebGPU", "Service worker"])
      assert.equal(rows[name].isThere, false, name);
    assert.doesNotMatch(rows["Cross-origin isolation"].text, /Send from the host/);
    assert.equal(rows.Storage.isThere, true, rows.Storage.text);
    for (const [name, { text }] of Object.entries(rows)) assert.doesNotMatch(text, RAW, name);
    assert.deepEqual(errors, []);
  });
});

describe("in a sandbox", { timeout: 120_000 }, () => {
  /**
   * @param {import('node:test').TestContext} t
   * @param {string} sandbox
   * @param {string} query
   */
  async function framed(t, sandbox, query) {
    const [server, browser] = await Promise.all([serve({ dir: dist, isolation: false }), launch()]);
    const source = `${server.url}embed.html?${query}`;
    const course = await coursePage(`<iframe src="${source}" width="900" height="900" sandbox="${sandbox}"></iframe>`);
    t.after(async () => {
      await browser.close();
      course.close();
      await server.close();
    });
    const { page } = await newPage(browser, course.url);
    return { frame: page.frameLocator("iframe"), url: server.url };
  }

  it("without an origin says so, and gives the address in place of a link that a sandbox keeps", async (t) => {
    for (const query of ["lesson=race&threads=3", "lesson=pool-square"]) {
      const { frame, url } = await framed(t, "allow-scripts", query);
      await frame
        .getByText(/This frame is sandboxed.*allow-same-origin/)
        .first()
        .waitFor();
      assert.equal(await frame.getByText(/page around it is not cross-origin isolated/).count(), 0);
      if (query.startsWith("lesson=pool")) await clickIn(runButton(frame));
      if (query.startsWith("lesson=pool")) await frame.getByRole("alert").waitFor();
      assert.equal(await frame.getByRole("link", { name: "Open it in a tab of its own" }).count(), 0);
      const trouble = frame.locator(".trouble");
      if (query.startsWith("lesson=pool"))
        assert.match(await textOf(trouble), new RegExp(`${url}index\\.html#pool-square`));
    }
  });

  it("that opens no tabs shows the address once the link has opened none", async (t) => {
    const { frame, url } = await framed(t, "allow-scripts allow-same-origin", "lesson=race&threads=3");
    const link = frame.getByRole("link", { name: "Open it in a tab of its own" });
    await link.waitFor();
    await clickIn(link);
    await frame.getByText(`${url}index.html#race?threads=3`).waitFor();
    assert.equal(await link.isVisible(), false);
  });
});
