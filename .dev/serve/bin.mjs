#!/usr/bin/env node
// npx manyhands: the playground of the installed package, on a port that is free unless one is named.

import { runMain } from "../lib/failure.mjs";
import { serveUntilStopped } from "../serve.mjs";

await runMain(() => serveUntilStopped(["--port", process.env.PORT || "0", ...process.argv.slice(2)]));
