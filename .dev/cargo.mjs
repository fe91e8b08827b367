// Runs cargo as a build for the browser does: node .dev/cargo.mjs shared check --lib
// (`shared`, `isolated` or `python`, a cargo command, and its arguments; the target and the rebuilding of std are added.)

import { buildStd, wasmBuilds, wasmCargo, wasmEnvironment, wasmTarget } from "./build/wasm.mjs";
import { Failure, runMain } from "./lib/failure.mjs";
import { run } from "./lib/run.mjs";
import { doSteps } from "./lib/steps.mjs";
import { ensureLinker } from "./setup/native-cargo.mjs";
import { toolchainStep } from "./setup/toolchain.mjs";

await runMain(async () => {
  const [name, command, ...args] = process.argv.slice(2);
  const build = [...wasmBuilds, /** @type {const} */ ("python")].find((known) => known === name);
  if (!build || !command) {
    throw new Failure(
      "The build and the command are missing.",
      "node .dev/cargo.mjs shared|isolated|python COMMAND [ARGUMENTS]",
    );
  }
  await doSteps([toolchainStep()]);
  await ensureLinker();
  await run(wasmCargo(), [command, "--target", wasmTarget, buildStd, ...args], { env: wasmEnvironment(build) });
});
