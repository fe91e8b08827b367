/** Puts the configuration of several hosts into the site, so that it can be laid there as it is. */
import type { Plugin } from "vite";
import { hostFiles as files } from "../hosting/hosts.mjs";

export function hostFiles(): Plugin {
  return {
    name: "host-files",
    apply: "build",
    generateBundle() {
      for (const [fileName, source] of Object.entries(files())) this.emitFile({ type: "asset", fileName, source });
    },
  };
}
