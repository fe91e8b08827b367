// The comparison of threads and processes: in words before the run, and in figures after it.

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { openLesson } from "./lesson.mjs";
import { boxOf, textsOf } from "./reading.mjs";
import { siteForTests } from "./site.mjs";

describe("the comparison of threads and processes", () => {
  const site = siteForTests();

  it("has its words before a run, and after it each figure that was measured once", async () => {
    const { page, run, errors, close } = await openLesson(site, "#threads-vs-processes?messages=20");
    const words = page.getByRole("table", { name: "Threads and processes compared" });
    await words.waitFor();
    const topics = ["State carried", "Address spaces", "Communication", "Switching"];
    topics.push("Responsiveness", "Speed", "Resources", "Sharing");
    assert.deepEqual(
      await textsOf(words.locator("tbody tr:has(th)")),
      topics.map((topic) => [topic]),
    );

    await run();
    const picture = page.locator("mh-comparison");
    await picture.getByRole("heading", { name: "What each costs" }).waitFor();
    assert.ok(await words.isHidden(), "the words are folded");
    await picture.getByText("As a table").click();
    const measured = page.getByRole("table", { name: "Threads and processes, measured" });
    await measured.waitFor();
    const rows = await textsOf(measured.locator("tbody tr"));
    const figures = new Map(rows.map(([what, ...sides]) => [what, sides]));
    assert.equal(figures.size, rows.length, "each measure stands there once");
    assert.equal(rows.length, 6);
    assert.deepEqual(figures.get("does the main program’s counter grow when they count?"), ["yes", "no"]);
    assert.deepEqual(figures.get("do they see what the main thread keeps for itself?"), ["no", "no"]);
    for (const what of ["the payload there and back", "there and back with nothing", "until one is up"])
      for (const figure of figures.get(what) ?? [""])
        assert.match(figure, /^[\d.,]+ (µs|ms|s)$|^too short to measure$/, what);
    const [ofThread, ofProcess] = figures.get("memory that one adds") ?? [];
    // A thread that found room in memory that was there already has no figure, and the page says so.
    if (ofThread === "cannot be measured here") await page.getByText(/^The memory of threads is missing: .+/).waitFor();
    else assert.match(ofThread, /^[\d.,]+ (bytes|KiB|MiB)$/);
    assert.match(ofProcess, /^[\d.,]+ (KiB|MiB)$/);
    const drawing = picture.getByRole("img").first();
    assert.ok((await boxOf(drawing)).height < 360, "a compact picture");
    assert.deepEqual(errors, []);
    await close();
  });
});
