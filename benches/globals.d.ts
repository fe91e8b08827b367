// What the benchmarks' pages hold: what they measure, and the libraries that scripts bring without modules.

/** What a page of `peers/` can be asked, by name. */
// biome-ignore lint/suspicious/noExplicitAny: each has parameters and an answer of its own
declare var peers: { [name: string]: (params: any) => any };

/** workerpool's own script for browsers makes a global of it. */
declare var workerpool: typeof import("workerpool");

declare module "*/comlink.min.mjs" {
  export * from "comlink";
}
