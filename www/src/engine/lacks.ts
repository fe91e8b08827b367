/** What a page or browser can lack so that no lesson runs at all, and what can be done about it there. */
import { msg, str } from "@lit/localize";
import { browserHere, systemHere } from "../kit/agent";
import { whyNoSharedMemory } from "../kit/shared-memory";
import { isFile, isFramed, isOwnOrigin, isSandboxed } from "../kit/site-root";
import type { EngineError, FromCoordinator, WhyNoPython } from "./messages";

/** Why this page can have no engine, as far as the page itself can tell. */
export function whyNoEngine(): string | undefined {
  if (isFile())
    return msg(
      "This page was opened as a file, and browsers run no lessons from files. Serve its folder, with “npx manyhands” or with “python3 -m http.server” in it, and open the address that it prints.",
    );
  if (isSandboxed())
    return isFramed()
      ? msg(
          "This frame is sandboxed, and so may start no workers. The page around it lets it by sandbox=“allow-scripts allow-same-origin”.",
        )
      : msg(
          "The host of this page puts it in a sandbox, by its Content-Security-Policy, and so it may start no workers.",
        );
  if (!isOwnOrigin())
    return msg(
      "Workers may not cross origins, so the engine runs only in pages of the site it came from. Use <many-hands> here.",
    );
  if (typeof Worker !== "function")
    return msg(
      "This browser lets the page start no workers, and lessons run in workers. An extension or a setting may keep it from them: try a window without extensions, or another browser.",
    );
  return undefined;
}

/** That there is no WebAssembly, and how it is switched on in this browser. */
export function noWebAssembly(): string {
  return `${msg("WebAssembly is switched off in this browser, and the lessons are written in it.")} ${webAssemblyMend()}`;
}

export function webAssemblyMend(): string {
  const [browser, system] = [browserHere(), systemHere()];
  if (system === "ios")
    return msg(
      "Lockdown Mode switches it off: in Safari, open the page’s menu in the address bar and switch Lockdown Mode off for this website.",
    );
  switch (browser) {
    case "firefox":
      return msg(
        "In about:config, set javascript.options.wasm to true. (Tor Browser switches it off at its higher security levels.)",
      );
    case "edge":
      return msg(
        "In edge://settings/privacy, under “Enhance your security on the web”, add this site to the exceptions.",
      );
    case "safari":
      return msg(
        "Lockdown Mode switches it off: in Safari’s settings, under Websites, switch Lockdown Mode off for this website.",
      );
    case "chromium":
      return msg(
        "An extension, or whoever manages this device, may have switched it off: try a window without extensions, or another browser.",
      );
  }
}

/** What of the engine failed, before what the browser said of it. */
export function whatFailed(what: Extract<FromCoordinator, { type: "broken" }>["what"]): string {
  switch (what) {
    case "load":
      return msg("The engine could not be loaded.");
    case "run":
      return msg("The engine failed.");
    case "worker":
      return msg("A worker of the engine could not start.");
    case "pool":
      return msg("A worker of the data-parallel pool is gone: the browser ended it and did not say why.");
  }
}

/** That Python cannot be run here, or not now, and what can be done. */
export function noPython(why: WhyNoPython): EngineError {
  const kind = "unsupported";
  switch (why) {
    case "memory": {
      const memory = whyNoSharedMemory();
      return {
        kind,
        message: msg(str`Python’s threads share a memory, and this page has none to share: ${memory}.`),
      };
    }
    case "network":
      return {
        kind,
        again: true,
        message: msg(
          "Python is loaded when a program first runs, and it did not come: perhaps there is no network. Once it has come it is kept.",
        ),
      };
    case "missing":
      return {
        kind,
        again: true,
        message: msg("This site has no Python yet: the engine with it was not built, or is not served."),
      };
    case "broken":
      return { kind, again: true, message: msg("Python did not begin.") };
  }
}
