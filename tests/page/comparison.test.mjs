// The comparison of threads and processes: there before the run, and filled with what the run measured.

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { openLesson } from "./lesson.mjs";
import { siteForTests } from "./site.mjs";

describe("the comparison of threads and processes", () => {
  const site = siteForTests();

  it("says before a run that nothing is measured, and after it what was", async () => {
    const { page, run, errors, close } = await openLesson(site, "#threads-vs-processes?messages=20");
    const table = page.getByRole("table", { name: /^Threads and processes compared/ });
    await table.waitFor();
    /** Topic, words of both, and for each measure what it is and its two figures. */
    const lines = () =>
      table.locator("tbody").evaluateAll((/** @type {HTMLTableSectionElement[]} */ bodies) =>
        bodies.map((body) => {
          const rows = [...body.rows].map((row) => [...row.cells].map((cell) => cell.textContent?.trim() ?? ""));
          const [[topic], words, ...measures] = rows;
          return { topic, words, figures: measures.filter((cells) => cells.length === 2) };
        }),
      );

    const earlier = await lines();
    const topics = ["State carried", "Address spaces", "Communication", "Switching"];
    topics.push("Responsiveness", "Speed", "Resources", "Sharing");
    assert.deepEqual(
      earlier.map(({ topic }) => topic),
      topics,
    );
    for (const { topic, words, figures } of earlier) {
      assert.ok(words.length === 2 && words.every((said) => said.length > 10), topic);
      assert.ok(figures.length > 0 && figures.flat().every((figure) => figure === "not yet measured"), topic);
    }

    await run();
    const later = Object.fromEntries((await lines()).map(({ topic, figures }) => [topic, figures]));
    assert.deepEqual(later["Address spaces"], [["yes", "no"]]);
    assert.deepEqual(later.Sharing, [
      ["yes", "no"],
      ["no", "no"],
    ]);
    for (const topic of ["Communication", "Switching", "Responsiveness", "Speed"])
      for (const figure of later[topic].flat()) assert.match(figure, /^[\d.,]+ (µs|ms|s)$/, topic);
    const [[ofThread, ofProcess]] = later.Resources;
    // A thread that found room in memory that was there already has no figure, and the page says so.
    if (ofThread === "cannot be measured here") await page.getByText(/^The memory of threads is missing: .+/).waitFor();
    else assert.match(ofThread, /^[\d.,]+ (bytes|KiB|MiB)$/);
    assert.match(ofProcess, /^[\d.,]+ (KiB|MiB)$/);
    assert.deepEqual(errors, []);
    await close();
  });
});
