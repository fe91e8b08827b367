// WebKitGTK's own small browser, driven over WebDriver on a display in memory. As it comes it has no SharedArrayBuffer;
// a variable of its engine brings it, so it stands for two browsers.

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import selenium from "selenium-webdriver";
import { DriverService } from "selenium-webdriver/remote/index.js";
import { findWebKit } from "../../.dev/setup/webkit.mjs";

const webkit = findWebKit();

/** For a test's `skip`: false, or why there is no WebKit. */
export const withoutWebKit = "missing" in webkit && `no WebKitGTK: ${webkit.missing}`;

/**
 * A browser with one tab.
 * @param {{sharedMemory: boolean}} options
 */
export async function launchWebKit({ sharedMemory }) {
  if ("missing" in webkit) throw new Error(webkit.missing);
  const display = await startDisplay(webkit.xvfb);
  const service = new DriverService.Builder(webkit.driver)
    .setLoopback(true)
    .setEnvironment({
      ...process.env,
      DISPLAY: display.name,
      // It would draw on the display of whoever runs the tests.
      WAYLAND_DISPLAY: "",
      GDK_BACKEND: "x11",
      JSC_useSharedArrayBuffer: sharedMemory ? "1" : "0",
    })
    .build();
  const close = async () => {
    await service.kill();
    display.close();
  };
  try {
    const driver = await new selenium.Builder()
      .usingServer(await service.start())
      .withCapabilities({ browserName: "MiniBrowser" })
      .build();
    await driver.manage().setTimeouts({ script: 120_000 });
    return {
      driver,
      close: async () => {
        try {
          await driver.quit();
        } finally {
          await close();
        }
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** @typedef {Awaited<ReturnType<typeof launchWebKit>>} WebKit */

/**
 * A display of its own, so that nothing is seen and other windows are in nobody's way. It takes a free number.
 * @param {string} xvfb
 */
async function startDisplay(xvfb) {
  const server = spawn(xvfb, ["-displayfd", "3", "-screen", "0", "1280x1024x24", "-nolisten", "tcp"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  const close = () => void server.kill();
  process.once("exit", close);
  const number = await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.once("exit", (code) => reject(new Error(`${xvfb} ended with ${code}`)));
    createInterface({ input: /** @type {import('node:stream').Readable} */ (server.stdio[3]) }).once("line", resolve);
  });
  return { name: `:${number}`, close };
}
