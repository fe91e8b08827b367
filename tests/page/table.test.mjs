// The form's tables: lists of threads, of tasks, of programs, and lists of lists.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { addressOf, newPage, open } from "./site.mjs";

describe("a table in the form", () => {
  /** @type {Awaited<ReturnType<typeof open>>} */
  let site;
  before(async () => {
    site = await open();
  });
  after(() => site.close());

  /** @param {string} fragment */
  async function lesson(fragment, options = {}) {
    const opened = await newPage(site.browser, `${site.url}${fragment}`, options);
    const { page } = opened;
    const button = (name) => page.getByRole("button", { name, exact: true });
    await button("Run").waitFor();
    return {
      ...opened,
      button,
      cell: (label) => page.getByLabel(label, { exact: true }),
      tasks: async () => JSON.parse(new URLSearchParams((await addressOf(page)).split("?")[1]).get("tasks")),
      async order() {
        await button("Run").click();
        await page.getByText(/^Done in/).waitFor({ timeout: 60_000 });
        const cells = page.getByRole("row", { name: /^order / }).getByRole("cell");
        return (await cells.first().textContent()).replaceAll(/[^A-Z]/g, "");
      },
    };
  }

  /** The control that has the cursor. */
  const focused = (page) =>
    page.evaluate(() => {
      let element = document.activeElement;
      while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
      return element.ariaLabel ?? element.textContent.trim();
    });

  it("has a row for each item, and a name for each cell", async () => {
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

  it("runs what its cells say", async () => {
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
    await page.waitForFunction(() => {
      let element = document.activeElement;
      while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
      return element.ariaLabel === "Name, row 4";
    });
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

  it("keeps the rows that there must be", async () => {
    const { button, cell, close } = await lesson('#generators?tasks=[{"name":"A","steps":1}]');
    assert.equal(await button("Remove row 1").getAttribute("aria-disabled"), "true");
    await button("Remove row 1").click({ force: true });
    assert.equal(await cell("Name, row 1").inputValue(), "A");
    await close();
  });

  it("shows what the engine says at the row and the cell, and goes there", async () => {
    const { page, button, cell, close } = await lesson("#generators");
    for (const [label, value, expected] of [
      ["Steps, row 2", "-1", /tasks\[1\]\.steps.*-1.*from 0 to 1000/],
      ["Steps, row 3", "", /tasks\[2\]\.steps.*nothing/],
      ["Name, row 3", "A", /tasks\[2\]\.name.*names that differ/],
    ]) {
      const before = await cell(label).inputValue();
      await cell(label).fill(value);
      await button("Run").click();
      const wrong = page.locator("[aria-invalid=true]");
      await wrong.waitFor();
      assert.equal(await wrong.count(), 1);
      assert.equal(await wrong.getAttribute("aria-label"), label);
      assert.equal(await focused(page), label);
      const message = await wrong.evaluate(
        (input) => input.getRootNode().getElementById(input.getAttribute("aria-describedby")).textContent,
      );
      assert.match(message, expected);
      assert.equal(await page.getByText(message, { exact: true }).count(), 1, "said once");
      await cell(label).fill(before);
      assert.equal(await wrong.count(), 0);
    }
    await close();
  });

  it("has a line for each list of a list of lists", async () => {
    const { page, button, cell, close } = await lesson("#pool-commons?workers=1");
    assert.equal(await cell("First lists, row 1").inputValue(), "1, 2, 3");
    await cell("First lists, row 1").fill("4, 3,");
    assert.equal(await cell("First lists, row 1").inputValue(), "4, 3,", "what is being typed is left alone");
    await button("Run").click();
    await page.getByRole("log").getByText("[3, 4]").waitFor();
    await cell("Second lists, row 2").fill("6, x");
    await button("Run").click();
    await page.locator("[aria-invalid=true]").waitFor();
    assert.equal(await focused(page), "Second lists, row 2");
    await close();
  });

  it("keeps what has no widget as JSON in its cell", async () => {
    const { cell, page, close } = await lesson("#pool-programs?preset=one%20fails");
    assert.equal(await cell("Parameters, row 2").inputValue(), '{"workers":0}');
    await cell("Parameters, row 1").fill('{"workers": 2}');
    const programs = JSON.parse(new URLSearchParams((await addressOf(page)).split("?")[1]).get("programs"));
    assert.deepEqual(programs[0], { lesson: "pool-square", params: { workers: 2 } });
    await close();
  });

  it("makes a card of each row on a phone, with everything in reach", async () => {
    const { page, cell, button, close } = await lesson("#threads", { viewport: { width: 360, height: 740 } });
    const [name, text] = await Promise.all(["Name, row 1", "Text, row 1"].map((label) => cell(label).boundingBox()));
    assert.ok(text.y > name.y + name.height - 1, "below each other");
    assert.ok(text.width > 180, `${text.width} pixels for a text`);
    await button("Add a row").click();
    await cell("Name, row 3").waitFor();
    assert.equal(await cell("Name, row 3").inputValue(), "Thread-3");
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0);
    await close();
  });
});
