// Where things are. The root is found from this file, so that every command works from any folder.

import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

/** @param {string[]} parts */
export const fromRoot = (...parts) => join(root, ...parts);

export const dist = fromRoot("dist");
export const target = fromRoot("target");
/** What `cargo install` made for this project alone. */
export const toolsRoot = fromRoot("target", "tools");
/** Where the page finds the engine: one folder for each build. */
export const engineRoot = fromRoot("www", "public", "engine");
export const catalogueFile = fromRoot("www", "src", "generated", "catalogue.json");
/** The Rust of the lessons, by their ids. */
export const sourcesFile = fromRoot("www", "src", "generated", "sources.json");
/** What the page's engine carries, without what is for people: the lessons' schemas, and the shader. */
export const carriedRoot = fromRoot("target", "carried");
