/** Puts the content policy into the pages, for hosts that send none. The development server's own scripts would break it. */
import type { Plugin } from "vite";
import { metaPolicy } from "../hosting/headers.mjs";

export function policyInPages(): Plugin {
  return {
    name: "policy-in-pages",
    apply: "build",
    transformIndexHtml: () => [
      {
        tag: "meta",
        attrs: { "http-equiv": "Content-Security-Policy", content: metaPolicy },
        // Before anything that it is about.
        injectTo: "head-prepend",
      },
    ],
  };
}
