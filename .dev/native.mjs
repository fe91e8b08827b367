// npm run native: the native program with all that it can have, target/release/manyhands.

import { runMain } from "./lib/failure.mjs";
import { fromRoot } from "./lib/paths.mjs";
import { run } from "./lib/run.mjs";
import { doSteps, elapsed } from "./lib/steps.mjs";
import { ensureLinker, pinnedCargo } from "./setup/native-cargo.mjs";
import { compilers } from "./setup/steps.mjs";

await runMain(async () => {
  await doSteps([
    compilers(),
    {
      name: "Building the native program, with Python",
      run: async () => {
        await ensureLinker();
        const { cargo, env } = pinnedCargo();
        await run(cargo, ["build", "--release", "--locked", "--features", "python"], {
          env: { ...env, CARGO_TARGET_DIR: fromRoot("target") },
          what: "Building the program",
        });
      },
    },
  ]);
  console.log(`target/release/manyhands is ready, after ${elapsed()}.`);
});
