// node tests/where/write.mjs: goes to every lesson in every place with every engine, and puts what it sees into
// docs/where-it-runs.md. Wants a built dist/ and all the browsers, and takes some minutes.

import { contexts } from "./contexts.mjs";
import { engines } from "./engines.mjs";
import { seenIn, words } from "./seen.mjs";
import { document } from "./tables.mjs";

/** @type {Record<string, Record<string, Record<string, string>>>} */
const seen = Object.fromEntries(contexts.map(({ name }) => [name, {}]));
let isBroken = false;

for (const engine of engines) {
  if (engine.skip) throw new Error(engine.skip);
  const browser = await engine.launch();
  for (const context of contexts) {
    console.log(`${engine.name}: ${context.name}`);
    const lessons = await seenIn(browser, context);
    seen[context.name][engine.name] = lessons;
    for (const [title, word] of Object.entries(lessons)) {
      if (Object.values(words).includes(word)) continue;
      console.error(`✗ ${title}: ${word}`);
      isBroken = true;
    }
  }
  await browser.close();
}

if (isBroken) {
  console.error("Nothing was written: the docs hold no lesson that is broken.");
  process.exitCode = 1;
} else document(seen);
