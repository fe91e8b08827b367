// What a program prints, and the figures of its result: folded, and in words.

import assert from "node:assert/strict";
import { it } from "node:test";
import { inOneBrowser } from "./browsers.mjs";
import { openLesson } from "./lesson.mjs";
import { attributeOf, textOf } from "./reading.mjs";
import { allowClipboard, siteForTests } from "./site.mjs";

const once = inOneBrowser("lines and figures that are made here, in the page's own elements");

once.describe("the output of a run", () => {
  const site = siteForTests({ whole: true });

  it("says what will stand there, and never counts a line that is not there", async () => {
    const { page, close } = await openLesson(site, "#race");
    const log = page.getByRole("log").first();
    const seen = await page.evaluate(async () => {
      const output = document.createElement("mh-output");
      document.body.append(output);
      const root = () => /** @type {ShadowRoot} */ (output.shadowRoot);
      const frame = () => new Promise(requestAnimationFrame);
      const now = () => ({
        heading: root().querySelector("h2")?.textContent?.replace(/\s+/g, " ").trim(),
        lines: root().querySelector("[role=log]")?.childElementCount,
        none: root().querySelector("[role=log]")?.getAttribute("data-empty"),
      });
      const all = [];
      await output.updateComplete;
      all.push(now());
      output.begin();
      await frame();
      all.push(now());
      output.add([1, 2, 3].map((line) => ({ kind: "print", t_us: line, worker: 0, text: `line ${line}` })));
      await Promise.resolve();
      all.push(now());
      while (now().lines === 0) await frame();
      await frame();
      all.push(now());
      output.finish();
      return all;
    });
    const [before, begun, added, shown] = seen;
    assert.deepEqual(before, { heading: "Output", lines: 0, none: "What the program prints will stand here." });
    assert.equal(begun.none, "Nothing printed yet.");
    assert.equal(added.heading, "Output", "nothing is counted that does not stand there");
    assert.deepEqual([shown.heading, shown.lines], ["Output 3 lines", 3]);
    assert.ok(await log.count());
    await close();
  });

  it("shows the lines of a run without scrolling, and copies them", async () => {
    const { page, run, close } = await openLesson(site, "#race?pause=0&increments=1000");
    await run();
    await page.getByRole("heading", { name: /^Output 2 lines/ }).waitFor();
    const log = page.getByRole("log");
    const [height, whole] = await log.evaluate(({ clientHeight, scrollHeight }) => [clientHeight, scrollHeight]);
    assert.ok(whole <= height, `${whole} px in ${height}`);
    await page.locator("mh-output").getByRole("button", { name: "Copy" }).click();
    await page.locator("mh-output").getByText("Copied.").waitFor();
    await allowClipboard(page);
    assert.match(
      await page.evaluate(() => navigator.clipboard.readText()),
      /additions, and the number is[^\n]*\n[^\n]+$/,
    );
    await close();
  });

  it("folds all figures, under names in words", async () => {
    const { page, run, result, close } = await openLesson(site, "#background-zip?lines=1000");
    await run();
    const table = page.locator("mh-result .result");
    assert.ok(!(await table.isVisible()));
    await page.getByText("All figures", { exact: true }).first().click();
    await page.getByRole("row", { name: /^size of the archive / }).waitFor();
    const printed = await textOf(page.getByRole("log"));
    const crc = await textOf(result("crc32"));
    assert.ok(printed.includes(crc), `${crc} is written as in the output`);
    assert.match(await attributeOf(page.locator("mh-result th").first(), "title"), /_/, "the key is still there");
    await close();
  });
});
