// The address at which a program says that it serves the playground.

/**
 * @param {import('node:child_process').ChildProcess} child with stdout and stderr piped
 * @returns {Promise<string>} rejects with all that it said when it ends before
 */
export function addressOf(child) {
  let said = "";
  return new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text) => {
        said += text;
        const address = /manyhands is at (\S+)/.exec(said)?.[1];
        if (address) resolve(address);
      });
    }
    child.once("close", (code) => reject(new Error(`it ended with ${code}:\n${said}`)));
  });
}
