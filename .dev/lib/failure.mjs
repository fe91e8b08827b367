// A failure that a person can mend: said in a sentence, with the mend, and without a stack trace.

export class Failure extends Error {
  /**
   * @param {string} what what is wrong, in a sentence
   * @param {string} [mend] what to do about it
   */
  constructor(what, mend) {
    super(what);
    this.name = "Failure";
    this.mend = mend;
  }
}

/**
 * Prints a failure for a person; anything else with its stack, for it is a fault of these scripts.
 * @param {unknown} error
 */
export function printFailure(error) {
  if (error instanceof Failure) {
    console.error(`\n✗ ${error.message}`);
    if (error.mend) console.error(`  Mend: ${error.mend.replaceAll("\n", "\n        ")}`);
  } else {
    console.error(error);
  }
}

/**
 * Runs a command's main function and ends the process with 1 when it fails.
 * @param {() => Promise<unknown>} main
 */
export async function runMain(main) {
  try {
    await main();
  } catch (error) {
    printFailure(error);
    process.exitCode = 1;
  }
}
