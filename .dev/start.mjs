// npm start: sets up what is missing, builds what has changed, and serves it. The page is served as soon as most pages have
// what they need; the engine for pages without shared memory and the one with Python are built behind that, and said when
// they have come.

import { buildInTwo, buildSteps } from "./build/steps.mjs";
import { runMain } from "./lib/failure.mjs";
import { doSteps, elapsed } from "./lib/steps.mjs";
import { buildSetUp, sayHowLong } from "./setup/steps.mjs";

const args = process.argv.slice(2);

/** @type {Record<string, string>} */
const whom = { isolated: "pages without shared memory", python: "Python programs" };
/** What a page is told that asks for an engine meanwhile. @type {Record<string, string>} */
const saidOf = {
  isolated:
    "it is the one for pages without shared memory, which npm start is still building; it says when it is there. Reload the page then.",
  python: "it is the one with Python, which npm start is still building; it says when it is there. Try again then.",
};

await runMain(async () => {
  sayHowLong();
  await doSteps(buildSetUp());
  // Not sooner: what serves is among the npm packages that set-up installs.
  const { optionsOf, serveUntilStopped } = await import("./serve.mjs");
  // Whoever asks for no isolation wants that very engine.
  if (!optionsOf(args).isolation) {
    await doSteps(buildSteps());
    return serveUntilStopped(args);
  }
  const { first, behind } = buildInTwo();
  await doSteps(first);
  if (behind.length === 0) return serveUntilStopped(args);

  const unfinished = new Map(behind.map(({ build }) => [`engine/${build}`, saidOf[build]]));
  await serveUntilStopped(args, { unfinished });
  // Nobody waits for a build when the server is to stop.
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit());
  for (const { build, steps } of behind) {
    console.log(`Meanwhile the engine for ${whom[build]} is built; a page that needs it says so.\n`);
    await doSteps(steps);
    unfinished.delete(`engine/${build}`);
    console.log(`\nThe engine for ${whom[build]} is there, after ${elapsed()}.\n`);
  }
});
