// The lesson in other pages: embed.html, the element on a plain page, on a foreign origin, and under any path.

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { inOneBrowser } from "./browsers.mjs";
import { done, resultOf, runButton } from "./lesson.mjs";
import { textOf } from "./reading.mjs";
import { addressOf, clickIn, coursePage, isolatingCourse, newPage, open, recordOf, siteForTests } from "./site.mjs";

const once = inOneBrowser("the page alone reads the names, and says what is wrong with them");

describe("a lesson in another page", () => {
  const site = siteForTests();

  /** Runs the lesson in a page or a frame and gives its squares.  @param {import('./lesson.mjs').Scope} scope */
  async function squares(scope) {
    await clickIn(runButton(scope));
    await done(scope);
    return textOf(resultOf(scope, "values"));
  }

  /** A page of the site's own origin with this in its body.  @param {string} body */
  async function plainPage(body) {
    const address = `${site.url}course.html`;
    const { page } = await newPage(site.browser, address, {
      before: (page) =>
        page.route(address, (route) =>
          route.fulfill({
            contentType: "text/html",
            headers: isolatingCourse,
            body: `<!doctype html><title>Course</title>${body}`,
          }),
        ),
    });
    return page;
  }

  it("runs in embed.html, which keeps its address", async () => {
    const { page, errors } = await newPage(site.browser, `${site.url}embed.html?lesson=pool-square&inputs=[6]`);
    assert.equal(await squares(page), "36");
    assert.equal(await page.getByRole("navigation").count(), 0);
    await page.getByLabel("Workers", { exact: true }).fill("2");
    const query = new URL(await addressOf(page)).searchParams;
    assert.deepEqual([query.get("lesson"), query.get("inputs"), query.get("workers")], ["pool-square", "[6]", "2"]);
    assert.deepEqual((await recordOf(page, "pool-square", { inputs: [1, 2, 3] })).result.values, [1, 4, 9]);
    assert.deepEqual(errors, []);
  });

  once.it("says in embed.html which lessons there are when it names none of them", async () => {
    for (const query of ["", "?lesson=no-such"]) {
      const { page } = await newPage(site.browser, `${site.url}embed.html${query}`);
      await page.getByRole("alert").filter({ hasText: "pool-square" }).waitFor();
    }
  });

  it("runs as an element, its attributes being parameters", async () => {
    const page = await plainPage(`
      <script type="module" src="./many-hands.js"></script>
      <many-hands class="wide" lesson="pool-square" inputs="[3, 4]" method="imap" id="here" data-x="1"></many-hands>
    `);
    assert.equal(await squares(page), "9, 16");
    assert.equal(await page.getByRole("alert").count(), 0);
    await page.locator("#here").evaluate((element) => element.setAttribute("inputs", "[10]"));
    await page.waitForFunction(() => {
      const inputs = window.inPage.find("#inputs");
      return inputs instanceof HTMLInputElement && inputs.value === "10";
    });
    assert.equal(await squares(page), "100");
  });

  once.it("tells what is wrong with an attribute, and with the lesson's name", async () => {
    const page = await plainPage(`
      <script type="module" src="./many-hands.js"></script>
      <many-hands lesson="pool-square" workers="many" wrokers="2"></many-hands>
      <many-hands lesson="no-such"></many-hands>
    `);
    for (const message of [/Workers must be .*, not “many”/, /no parameter “wrokers”/, /no lesson “no-such”/]) {
      await page.getByRole("alert").filter({ hasText: message }).waitFor();
    }
  });

  it("offers the functions of the page as a module", async () => {
    const page = await plainPage("");
    const values = await page.evaluate(async () => {
      const manyhands = await import(new URL("./many-hands.js", location.href).href);
      const record = await manyhands.run("pool-square", { inputs: [5] });
      return { names: Object.keys(manyhands).sort(), values: record.result.values };
    });
    assert.deepEqual(values, { names: ["artifact", "lessons", "listing", "run", "schema", "stop"], values: [25] });
  });

  it("two lessons of one page run one after the other", async () => {
    const page = await plainPage(`
      <script type="module" src="./many-hands.js"></script>
      <many-hands lesson="pool-square" inputs="[3]"></many-hands>
      <many-hands lesson="pool-square" inputs="[4]"></many-hands>
    `);
    const runs = runButton(page);
    await runs.nth(1).waitFor();
    await runs.nth(0).click();
    await runs.nth(1).click();
    await page
      .getByText(/^Done in/)
      .nth(1)
      .waitFor({ timeout: 60_000 });
    const values = await resultOf(page, "values").allTextContents();
    assert.deepEqual(
      values.map((text) => text.trim()),
      ["9", "16"],
    );
  });

  it("frames itself on a foreign origin, as high as it needs to be", async () => {
    const course = await coursePage(`<script type="module" src="${site.url}many-hands.js"></script>
      <many-hands lesson="pool-square" inputs="[8]" theme="dark"></many-hands>`);
    const { page, close } = await newPage(site.browser, course.url, { colorScheme: "light" });
    const frame = page.frameLocator("many-hands iframe");
    assert.equal(await squares(frame), "64");
    await page.waitForFunction(() => {
      const iframe = document.querySelector("many-hands")?.shadowRoot?.querySelector("iframe");
      return iframe && iframe.height !== "700";
    });
    const { scrolls, dark } = await frame.locator("body").evaluate(() => ({
      scrolls: document.documentElement.scrollHeight - innerHeight,
      dark: getComputedStyle(document.documentElement).colorScheme,
    }));
    assert.ok(scrolls <= 2, `${scrolls} px to scroll inside`);
    assert.equal(dark, "dark");
    await close();
    course.close();
  });

  it("cannot run its engine from a foreign origin, and says so", async () => {
    const course = await coursePage("", isolatingCourse);
    const { page, close } = await newPage(site.browser, course.url);
    const error = await page.evaluate(async (address) => {
      /** @type {ManyHandsApi} */
      const { run } = await import(address);
      return run("pool-square").then(
        () => ({ kind: "none", message: "it ran" }),
        ({ kind, message }) => ({ kind, message }),
      );
    }, `${site.url}many-hands.js`);
    assert.equal(error.kind, "unsupported");
    assert.match(error.message, /many-hands/);
    await close();
    course.close();
  });
});

describe("the site under a path", () => {
  it("runs, on the page, embedded and as an element", async () => {
    const site = await open({ prefix: "/some/course/" });
    try {
      assert.match(site.url, /\/some\/course\/$/);
      const { page, errors } = await newPage(site.browser, `${site.url}#pool-square`);
      assert.deepEqual((await recordOf(page, "pool-square", { inputs: [1, 2, 3] })).result.values, [1, 4, 9]);
      await page.goto(`${site.url}embed.html?lesson=pool-square`);
      assert.deepEqual((await recordOf(page, "pool-square", { inputs: [1, 2, 3] })).result.values, [1, 4, 9]);
      assert.deepEqual(errors, []);
    } finally {
      await site.close();
    }
  });
});
