// What the tests of servers share: the address at which a program says that it serves the playground, and downloads that are
// broken off.

import { connect } from "node:net";

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

/**
 * A download that is broken off when its first bytes have come.
 * @param {string} url
 * @returns {Promise<void>}
 */
export function brokenOff(url) {
  const { hostname, port, pathname } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () =>
      socket.write(`GET ${pathname} HTTP/1.1\r\nHost: ${hostname}\r\n\r\n`),
    );
    socket.once("data", () => socket.destroy());
    socket.once("error", reject).once("close", () => resolve());
  });
}
