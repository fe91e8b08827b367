// The form's tables: lists of threads, of tasks, of programs, and lists of lists.

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { inOneBrowser } from "./browsers.mjs";
import { openLesson } from "./lesson.mjs";
import { attributeOf, boxOf, saidOf, textOf, tooWide } from "./reading.mjs";
import { addressOf, siteForTests } from "./site.mjs";

const once = inOneBrowser("the rows come from the schema and go into the setting, by the page's own code");

describe("a table in the form", () => {
  const site = siteForTests();

  /** @param {string} fragment @param {import('./site.mjs').PageOptions} [options] */
  async function lesson(fragment, options) {
    const opened = await openLesson(site, fragment, options);
    const { page, run, result } = opened;
    /** A parameter as it stands in the address. */
    const inAddress = async (/** @type {string} */ name) =>
      JSON.parse(new URLSearchParams((await addressOf(page)).split("?")[1]).get(name) ?? "null");
    return {
      ...opened,
      cell: opened.field,
      inAddress,
      /** @returns {Promise<{name: string, steps: number}[]>} */
      tasks: () => inAddress("tasks"),
      async order() {
        await run();
        return (await textOf(result("order"))).replaceAll(/[^A-Z]/g, "");
      },
    };
  }

  /** The control that has the cursor.  @param {import('playwright-core').Page} page */
  const focused = (page) =>
    page.evaluate(() => {
      const element = window.inPage.focused();
      return element.ariaLabel ?? element.textContent?.trim();
    });

  once.it("has a row for each item, and a name for each cell", async () => {
    const { page, cell, close } = await lesson("#generators");
    await page.getByRole("group", { name: "Tasks", exact: true }).waitFor();
    // Not by role within the group: Firefox 153 crashes on that search.
    const titles = await page.locator("th[scope=col]").allTextContents();
    assert.deepEqual(
      titles.map((title) => title.trim()),
      ["Name", "Steps", "Priority"],
    );
    assert.equal(await cell("Name, row 1").inputValue(), "A");
    assert.equal(await cell("Steps, row 2").inputValue(), "5");
    assert.equal(await cell("Name, row 4").count(), 0);
    await close();
  });

  once.it("runs what its cells say", async () => {
    const { cell, tasks, order, errors, close } = await lesson("#generators");
    await cell("Steps, row 1").fill("1");
    await cell("Name, row 2").fill("X");
    assert.deepEqual(
      (await tasks()).map(({ name, steps }) => [name, steps]),
      [
        ["A", 1],
        ["X", 5],
        ["C", 2],
      ],
    );
    assert.equal(await order(), "AXCXCXXX");
    assert.deepEqual(errors, []);
    await close();
  });

  it("takes a new row, moves one up, and lets one go, keeping the cursor", async () => {
    const { page, button, cell, tasks, order, close } = await lesson("#generators");
    await button("Add a row").click();
    await cell("Name, row 4").waitFor();
    assert.equal(await cell("Name, row 4").inputValue(), "D", "no other has the name");
    await page.waitForFunction(() => window.inPage.focused().ariaLabel === "Name, row 4");
    await button("Move row 4 up").click();
    assert.deepEqual(
      (await tasks()).map(({ name }) => name),
      ["A", "B", "D", "C"],
    );
    await button("Remove row 2").press("Enter");
    assert.equal(await focused(page), "Remove row 2");
    await button("Remove row 3").press("Enter");
    assert.equal(await focused(page), "Add a row", "the last row's place has gone");
    assert.equal(await order(), "ADADA");
    await close();
  });

  once.it("keeps the rows that there must be", async () => {
    const { button, cell, close } = await lesson('#generators?tasks=[{"name":"A","steps":1}]');
    assert.equal(await button("Remove row 1").getAttribute("aria-disabled"), "true");
    await button("Remove row 1").click({ force: true });
    assert.equal(await cell("Name, row 1").inputValue(), "A");
    await close();
  });

  it("shows what is wrong at the row and the cell, and goes there", async () => {
    const { page, button, cell, close } = await lesson("#generators");
    for (const [label, value, expected] of /** @type {[string, string, RegExp][]} */ ([
      ["Steps, row 2", "-1", /^Steps, row 2 must be a whole number from 0 to 1,000\.$/],
      ["Steps, row 3", "", /^Steps, row 3 must be a whole number/],
      ["Name, row 3", "A", /^Tasks: .*names that differ/],
    ])) {
      const before = await cell(label).inputValue();
      await cell(label).fill(value);
      await button("Run").click();
      const wrong = page.locator("mh-form [aria-invalid=true]");
      await wrong.waitFor();
      assert.equal(await wrong.count(), 1);
      assert.equal(await wrong.getAttribute("aria-label"), label);
      assert.equal(await focused(page), label);
      const message = (await saidOf(wrong, await attributeOf(wrong, "aria-describedby"))) ?? "";
      assert.match(message, expected);
      assert.equal(await page.locator("mh-form").getByText(message, { exact: true }).count(), 1, "said once");
      await cell(label).fill(before);
      assert.equal(await wrong.count(), 0);
    }
    await close();
  });

  it("has a line for each list of a list of lists", async () => {
    const { page, button, cell, unfold, close } = await lesson("#pool-commons?workers=1");
    await unfold();
    assert.equal(await cell("First lists, row 1").inputValue(), "1, 2, 3");
    await cell("First lists, row 1").fill("4, 3,");
    assert.equal(await cell("First lists, row 1").inputValue(), "4, 3,", "what is being typed is left alone");
    await button("Run").click();
    await page.getByRole("log").getByText("[3, 4]").waitFor();
    await cell("Second lists, row 2").fill("6, x");
    await button("Run").click();
    await page.locator("mh-form [aria-invalid=true]").waitFor();
    assert.equal(await focused(page), "Second lists, row 2");
    await close();
  });

  once.it("keeps what has no widget as JSON in its cell", async () => {
    const { cell, inAddress, close } = await lesson("#pool-programs?preset=one%20fails");
    assert.equal(await cell("Parameters, row 2").inputValue(), '{"workers":0}');
    await cell("Parameters, row 1").fill('{"workers": 2}');
    assert.deepEqual((await inAddress("programs"))[0], { lesson: "pool-square", params: { workers: 2 } });
    await close();
  });

  it("makes a card of each row on a phone, with everything in reach", async () => {
    const { page, cell, button, close } = await lesson("#threads", { viewport: { width: 360, height: 740 } });
    const [name, text] = await Promise.all(["Name, row 1", "Text, row 1"].map((label) => boxOf(cell(label))));
    assert.ok(text.y > name.y + name.height - 1, "below each other");
    assert.ok(text.width > 180, `${text.width} pixels for a text`);
    await button("Add a row").click();
    await cell("Name, row 3").waitFor();
    assert.equal(await cell("Name, row 3").inputValue(), "Thread-3");
    assert.ok((await tooWide(page)) <= 0);
    await close();
  });
});
