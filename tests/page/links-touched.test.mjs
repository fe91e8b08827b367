// Links that others have touched on their way: course systems, mail programs, trackers, prose around them.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { deflateRawSync } from "node:zlib";
import { inOneBrowser } from "./browsers.mjs";
import { buttonOf, done, runButton, visit } from "./lesson.mjs";
import { settingOf } from "./reading.mjs";
import { newPage, saved, siteForTests } from "./site.mjs";

const once = inOneBrowser("once the browser has given the address, the page alone reads it");

const pack = (/** @type {string | Buffer} */ text) => deflateRawSync(text).toString("base64url");
const PACKED = pack(`workers=8&method=apply&inputs=[${Array.from({ length: 200 }, (_, n) => n * 7)}]`);

/** Links as they arrive, and what they set: nothing is said of them. */
const TOUCHED = /** @type {[address: string, lesson: string, params: {[name: string]: unknown}][]} */ ([
  // Separators that were encoded, once and twice.
  ["#pool-square%3Fworkers%3D8", "pool-square", { workers: 8 }],
  ["#pool-square%3Fworkers=8", "pool-square", { workers: 8 }],
  ["#pool-square?workers%3D8", "pool-square", { workers: 8 }],
  ["#pool-square?workers%3D8%26method%3Dapply", "pool-square", { workers: 8, method: "apply" }],
  ["#pool-square?workers=8%26method%3Dapply", "pool-square", { workers: 8, method: "apply" }],
  ["#pool-square%253Fworkers%253D8%2526method%253Dapply", "pool-square", { workers: 8, method: "apply" }],
  ["#pool-square%3Finputs%3D%5B1%2C2%5D%26workers%3D3", "pool-square", { inputs: [1, 2], workers: 3 }],
  ["#pool-square%3Finputs%3D%255B1%252C2%255D%26workers%3D3", "pool-square", { inputs: [1, 2], workers: 3 }],
  ["#pool-square?inputs=%255B1%252C2%255D", "pool-square", { inputs: [1, 2] }],
  ["embed.html#pool-square%3Fworkers%3D8", "pool-square", { workers: 8 }],
  ["embed.html?lesson%3Dpool-square%26workers%3D8", "pool-square", { workers: 8 }],
  ["embed.html?lesson=pool-square%26workers=8", "pool-square", { workers: 8 }],
  [`#pool-square%3Fz1=${PACKED}`, "pool-square", {}],
  [`#pool-square?z1%3D${PACKED}`, "pool-square", {}],
  // Written as markup.
  ["#pool-square?workers=8&amp;method=apply", "pool-square", { workers: 8, method: "apply" }],
  ["#pool-square?workers=8&amp;amp;method=apply", "pool-square", { workers: 8, method: "apply" }],
  ["#pool-square?workers=8&%2338;method=apply", "pool-square", { workers: 8, method: "apply" }],
  ["embed.html?lesson=pool-square&amp;workers=8&amp;theme=dark", "pool-square", { workers: 8 }],
  ["#threads?threads=[{%26quot;name%26quot;:%26quot;A%26quot;}]", "threads", { threads: [{ name: "A" }] }],
  // Trackers.
  ["embed.html?lesson=pool-square&workers=8&fbclid=x&utm_source=moodle", "pool-square", { workers: 8 }],
  [
    "#pool-square?workers=8&gclid=x&gclsrc=x&dclid=1&msclkid=x&mc_cid=x&mc_eid=x&_ga=x&_gl=x&igshid=x&ref_src=x",
    "pool-square",
    { workers: 8 },
  ],
  ["#pool-square&utm_campaign=x", "pool-square", {}],
  ["#pool-square?workers=8&amp;utm_campaign=x", "pool-square", { workers: 8 }],
  ["embed.html?fbclid=x#pool-square?workers=8", "pool-square", { workers: 8 }],
  // The prose around it.
  ["#pool-square.", "pool-square", {}],
  ["#pool-square),", "pool-square", {}],
  ["#pool-square?workers=8.", "pool-square", { workers: 8 }],
  ["#pool-square?workers=8)", "pool-square", { workers: 8 }],
  ["#pool-square?workers=8#", "pool-square", { workers: 8 }],
  ["#pool-square?method=apply).", "pool-square", { method: "apply" }],
  ["#pool-square?inputs=[1,2]”,", "pool-square", { inputs: [1, 2] }],
  ["#pool-square?workers=8>", "pool-square", { workers: 8 }],
  ["#race?threads=2&predict=off.", "race", { threads: 2 }],
  [`#pool-square?z1=${PACKED}.`, "pool-square", {}],
  [`#pool-square?z1=${PACKED}).`, "pool-square", {}],
  [`#pool-square?z1=${PACKED} Then`, "pool-square", {}],
  // Capital letters, a slash, and what mail programs put into long words.
  ["#Pool-Square?Workers=8&METHOD=Apply", "pool-square", { workers: 8, method: "apply" }],
  ["#/pool-square", "pool-square", {}],
  ["#!/pool-square/?workers=8", "pool-square", { workers: 8 }],
  ["#pool-%C2%ADsquare?wor%E2%80%8Bkers=8", "pool-square", { workers: 8 }],
  ["#pool-square?%20workers=%208&inputs=[1,%E2%80%8B2]", "pool-square", { workers: 8, inputs: [1, 2] }],
  [`#pool-square?z1=${PACKED.slice(0, 70)}%20${PACKED.slice(70)}`, "pool-square", {}],
  // A text that can be read as it stands is left as it is.
  ["#pi?shader=a%26workers%3D2).", "pi", { shader: "a&workers=2)." }],
  ["#background-zip?text=50%25%20%26amp%3B%20utm_x=1.", "background-zip", { text: "50% &amp; utm_x=1." }],
]);

const WHOLE = { workers: 8, method: "apply", inputs: Array.from({ length: 200 }, (_, n) => n * 7) };

describe("a link that was touched", () => {
  const site = siteForTests();
  /** @type {Awaited<ReturnType<typeof newPage>>} */
  let opened;
  before(async () => {
    opened = await newPage(site.browser, "about:blank");
  });
  after(() => opened.close());

  for (const [address, id, params] of TOUCHED) {
    const { it: test } = /z1|%C2|%E2|”|>|embed/.test(address) ? { it } : once;
    test(`says what it said: ${address.slice(0, 70)}`, async () => {
      const { page, errors } = opened;
      await visit(page, site.url + address);
      await page.locator("mh-lesson, .trouble").first().waitFor();
      assert.equal(await page.locator(".trouble").count(), 0, "the lesson is found");
      await runButton(page).waitFor();
      const { id: shown, setting } = await settingOf(page);
      assert.deepEqual({ id: shown, params: setting.params }, { id, params: address.includes("z1") ? WHOLE : params });
      assert.equal(await page.getByRole("alert").count(), 0);
      assert.deepEqual(errors, []);
    });
  }

  it("is passed on to a frame, and read there", async () => {
    const { page } = opened;
    await visit(page, `${site.url}embed.html?Lesson=race&amp;theme=dark&amp;show=program,run&amp;threads=3`);
    await runButton(page).waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "dark");
    assert.equal(await page.locator("mh-timeline").count(), 0);
    assert.deepEqual((await settingOf(page)).setting.params, { threads: 3 });
  });

  once.it("in an element's attributes is read the same way", async () => {
    const { page } = opened;
    await visit(page, `${site.url}index.html`);
    await page.evaluate(async (url) => {
      const place = document.createElement("div");
      place.innerHTML = `<many-hands lesson="Race." threads="3)" guard="LOCK" utm_source="x"></many-hands>`;
      document.body.replaceChildren(place);
      await import(`${url}many-hands.js`);
    }, site.url);
    await runButton(page).waitFor();
    const { id, setting } = await settingOf(page);
    assert.deepEqual({ id, params: setting.params }, { id: "race", params: { threads: 3, guard: "lock" } });
    assert.equal(await page.getByRole("alert").count(), 0);
  });

  it("and was cut sets what is left of it, and says so", async () => {
    const { page, errors } = opened;
    const text = `workers=8&method=apply&chunksize=3&inputs=[${Array.from({ length: 900 }, (_, n) => n * 7919)}]`;
    const packed = pack(text);
    for (const [cut, params] of /** @type {[string, object][]} */ ([
      [packed.slice(0, packed.length / 2), { workers: 8, method: "apply", chunksize: 3 }],
      [packed.slice(0, packed.length / 2 + 1), { workers: 8, method: "apply", chunksize: 3 }],
      [`${packed.slice(0, 200)}…`, { workers: 8, method: "apply", chunksize: 3 }],
      [`${packed.slice(0, 300)}&fbclid=x`, { workers: 8, method: "apply", chunksize: 3 }],
    ])) {
      await visit(page, `${site.url}#pool-square?z1=${cut}`);
      await page.getByRole("alert").filter({ hasText: "cut" }).filter({ hasText: "default" }).waitFor();
      assert.deepEqual((await settingOf(page)).setting.params, params);
      assert.equal(await page.getByRole("alert").count(), 1);
    }
    assert.deepEqual(errors, []);
  });
});

describe("a link with a slip of the pen", () => {
  const site = siteForTests();

  /** @param {string} address @param {(page: import('playwright-core').Page) => Promise<void>} use */
  async function at(address, use) {
    const { page, errors, close } = await newPage(site.browser, site.url + address);
    await use(page);
    assert.deepEqual(errors, []);
    await close();
  }

  once.it("in the lesson offers the lesson that may be meant, with what it sets", () =>
    at("#pool-sqare?workers=8", async (page) => {
      await page.getByRole("alert").filter({ hasText: "pool-sqare" }).filter({ hasText: "Did you mean" }).waitFor();
      await page.getByRole("alert").getByRole("link", { name: "pool-square" }).click();
      await runButton(page).waitFor();
      assert.deepEqual((await settingOf(page)).setting.params, { workers: 8 });
      assert.equal(await page.getByRole("alert").count(), 0);
    }),
  );

  once.it("in the lesson offers it in a frame too", () =>
    at("embed.html?lesson=sempahore&permits=2&theme=dark", async (page) => {
      await page.getByRole("alert").getByRole("link", { name: "semaphore" }).click();
      await runButton(page).waitFor();
      assert.deepEqual((await settingOf(page)).setting.params, { permits: 2 });
      assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "dark");
    }),
  );

  once.it("in a parameter, a choice or a preset offers what may be meant, and sets it", async () => {
    for (const [query, offer, setting] of /** @type {[string, string, Partial<ShownSetting>][]} */ ([
      ["wokers=8&task_ms=10", "workers = 8", { params: { task_ms: 10, workers: 8 } }],
      ["worker=8", "workers = 8", { params: { workers: 8 } }],
      ["task-ms=20", "task_ms = 20", { params: { task_ms: 20 } }],
      ["method=aply", "method = apply", { params: { method: "apply" } }],
      ["method=imap_unorderd", "method = imap_unordered", { params: { method: "imap_unordered" } }],
    ])) {
      await at(`#pool-square?${query}`, async (page) => {
        await page.getByRole("alert").getByText("Did you mean").waitFor();
        await buttonOf(page, offer).click();
        await page.waitForFunction(() => location.hash.includes("?"));
        assert.deepEqual((await settingOf(page)).setting, setting);
        assert.equal(await page.getByRole("alert").count(), 0, query);
      });
    }
  });

  once.it("offers nothing where nothing is near", () =>
    at("#pool-square?colour=red&method=no-such", async (page) => {
      await page.getByRole("alert").nth(1).waitFor();
      assert.equal(await page.getByText("Did you mean").count(), 0);
    }),
  );
});

describe("a link that is hostile, or only large", () => {
  const site = siteForTests();

  /** How long the page may answer nothing: this is no judgement of speed, but of being blocked. */
  const PATIENCE_MS = 10_000;

  /** @param {string} address */
  async function at(address) {
    const opened = await newPage(site.browser, site.url + address);
    opened.page.setDefaultTimeout(PATIENCE_MS * 3);
    await runButton(opened.page).waitFor();
    return opened;
  }

  const elementsIn = (/** @type {import('playwright-core').Page} */ page) =>
    page.evaluate(() => window.inPage.elements().length);

  once.it("with JSON that is nested too deep keeps the form, and all else that it sets", async () => {
    const deep = (/** @type {number} */ levels) =>
      `[{"lesson":"race","params":{"a":${"[".repeat(levels)}${"]".repeat(levels)}}}]`;
    const { page, errors, close } = await at(`#pool-programs?z1=${pack(`programs=${deep(2000)}&workers=2`)}`);
    await page.getByRole("alert").filter({ hasText: "Programs" }).filter({ hasText: "127" }).waitFor();
    assert.deepEqual((await settingOf(page)).setting.params, { workers: 2 });
    assert.equal(await page.getByRole("group", { name: "Programs", exact: true }).count(), 1);
    // The value has three levels of its own around this, and the parameters one around them all.
    for (const [levels, isTaken] of /** @type {[number, boolean][]} */ ([
      [123, true],
      [124, false],
    ])) {
      await visit(page, `${site.url}#pool-programs?programs=${deep(levels)}`);
      await runButton(page).waitFor();
      assert.equal("programs" in (await settingOf(page)).setting.params, isTaken, `${levels} levels`);
      const told = await page.evaluate(
        (programs) =>
          window.manyhands.run("pool-programs", { programs: JSON.parse(programs) }).then(
            () => "",
            ({ message }) => message,
          ),
        deep(levels),
      );
      assert.equal(/recursion/.test(told), !isTaken, `the engine at ${levels} levels: ${told}`);
    }
    assert.deepEqual(errors, []);
    await close();
  });

  once.it("with a hundred thousand names that nobody knows tells some of them", async () => {
    const { page, errors, close } = await at(`#pool-square?z1=${pack(`${"nobody=1&".repeat(100_000)}workers=3`)}`);
    assert.equal(await page.getByRole("alert").count(), 13);
    assert.ok((await elementsIn(page)) < 8_000);
    assert.deepEqual(errors, []);
    await close();
  });

  it("is run as any other, and what comes of it is shown in part", async () => {
    const rows = JSON.stringify(Array.from({ length: 10_000 }, (_, n) => [n]));
    for (const address of [
      `#pool-commons?z1=${pack(`list_a=${rows}&list_b=${rows}&method=map&workers=2`)}`,
      "#actors?actors=1000&pattern=ring&messages=2&workers=2",
    ]) {
      const { page, errors, close } = await at(address);
      await runButton(page).click();
      await done(page);
      assert.ok((await elementsIn(page)) < 12_000, `${await elementsIn(page)} elements`);
      assert.deepEqual(errors, []);
      await close();
    }
  });

  it("with 10,000 rows shows some of them, and any of them when asked", async () => {
    const empty = JSON.stringify(Array(10_000).fill([]));
    const { page, errors, close } = await at(`#pool-commons?z1=${pack(`list_a=${empty}&list_b=${empty}`)}`);
    assert.ok((await elementsIn(page)) < 8_000, `${await elementsIn(page)} elements`);
    const table = page.locator("fieldset#list_a");
    assert.equal(await table.getByRole("textbox").count(), 50);
    await table.getByText("1–50 of 10,000").waitFor();
    await table.getByRole("button", { name: "Next rows" }).click();
    await page.getByLabel("First lists, row 51", { exact: true }).waitFor();
    await table.getByText("51–100 of 10,000").waitFor();
    await table.getByRole("spinbutton", { name: "Go to row" }).fill("7000");
    await table.getByRole("spinbutton", { name: "Go to row" }).press("Enter");
    await page.getByLabel("First lists, row 7000", { exact: true }).waitFor();
    assert.deepEqual((await settingOf(page)).setting.params.list_a, Array(10_000).fill([]));
    await table.getByRole("button", { name: "Add a row" }).waitFor();
    assert.ok((await elementsIn(page)) < 8_000, `${await elementsIn(page)} elements`);
    assert.deepEqual(errors, []);
    await close();
  });

  it("with a mistake in row 7,000 leads there", async () => {
    const { page, close } = await at("#pool-commons?list_a=[[1]]&list_b=[[1]]");
    await page.locator("mh-lesson").evaluate((/** @type {HTMLElementTagNameMap["mh-lesson"]} */ lesson) => {
      const rows = Array.from({ length: 10_000 }, () => [1]);
      const list_a = rows.with(6999, /** @type {any} */ (["x"]));
      const form = lesson.shadowRoot?.querySelector("mh-form");
      form?.dispatchEvent(
        new CustomEvent("setting", { detail: { preset: undefined, params: { list_a, list_b: rows } } }),
      );
    });
    const cell = page.getByLabel("First lists, row 7000", { exact: true });
    await cell.waitFor();
    await page.locator("fieldset#list_a").getByRole("button", { name: "Previous rows" }).click();
    await cell.waitFor({ state: "detached" });
    await runButton(page).click();
    await cell.waitFor();
    assert.equal(await cell.evaluate((element) => window.inPage.focused() === element), true);
    assert.equal(await cell.getAttribute("aria-invalid"), "true");
    await close();
  });

  it("with values by the thousand shows the program in short, and gives it whole", async () => {
    const inputs = Array.from({ length: 30_000 }, (_, n) => n);
    const { page, errors, close } = await at(`#pool-square?z1=${pack(`inputs=${JSON.stringify(inputs)}&task_ms=0`)}`);
    const note = page.locator("mh-program .elided");
    await note.first().waitFor();
    assert.ok((await elementsIn(page)) < 8_000, `${await elementsIn(page)} elements`);
    const text = await page.locator("mh-program code").textContent();
    assert.ok((text ?? "").length < 40_000, `${text?.length} characters`);
    const { bytes } = await saved(page, () => buttonOf(page, "Download the program").click());
    assert.ok(
      bytes.toString().replaceAll(/[\s_]/g, "").includes(JSON.stringify(inputs).slice(0, -1)),
      "all values are in the file",
    );
    assert.deepEqual(errors, []);
    await close();
  });

  it("with a text of a megabyte leaves the page at work", async () => {
    for (const text of ["x".repeat(900_000), "line\n".repeat(120_000)]) {
      const { page, errors, close } = await at(`#background-zip?z1=${pack(`text=${encodeURIComponent(text)}`)}`);
      assert.ok((await elementsIn(page)) < 8_000, `${await elementsIn(page)} elements`);
      assert.ok((await settingOf(page)).setting.params.text === text);
      assert.deepEqual(errors, []);
      await close();
    }
  });
});
