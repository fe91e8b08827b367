// The configuration of hosts that take one: written into dist/ at each build, from the one list of headers.

import { cacheControl, contentTypes, hashedFolder, isolationHeaders, otherHeaders } from "./headers.mjs";

const always = { ...isolationHeaders, ...otherHeaders };

/** @param {Record<string, string>} headers @param {(name: string, value: string) => string} line */
const each = (headers, line) => Object.entries(headers).map(([name, value]) => line(name, value));

/** Netlify and Cloudflare Pages read it where the site begins. What they say of caching by themselves suits all else. */
function underscoreHeaders() {
  const line = (/** @type {string} */ name, /** @type {string} */ value) => `  ${name}: ${value}`;
  const cache = { "Cache-Control": cacheControl.hashed };
  return ["/*", ...each(always, line), `/${hashedFolder}/*`, ...each(cache, line)];
}

/** Apache reads it in the folder itself, where `AllowOverride FileInfo` lets it. */
function htaccess() {
  const set = (/** @type {string} */ name, /** @type {string} */ value) => `Header always set ${name} "${value}"`;
  return [
    "# Needs the modules headers, mime and setenvif, and AllowOverride FileInfo.",
    "<IfModule mod_mime.c>",
    "  AddType application/wasm .wasm",
    "  AddType text/javascript .js",
    ...each(contentTypes, (ending, type) => `  AddType '${type}' .${ending}`),
    "</IfModule>",
    "<IfModule mod_headers.c>",
    ...each(always, (name, value) => `  ${set(name, value)}`),
    `  Header set Cache-Control "${cacheControl.other}"`,
    "  <IfModule mod_setenvif.c>",
    `    SetEnvIf Request_URI "/${hashedFolder}/[^/]+$" hashed`,
    `    Header set Cache-Control "${cacheControl.hashed}" env=hashed`,
    "  </IfModule>",
    "</IfModule>",
  ];
}

/** For the `server` block of nginx. `add_header` in a location would hide those outside it, so a map chooses. */
function nginx() {
  return [
    "# In the http block:",
    "map $uri $manyhands_cache {",
    `  default "${cacheControl.other}";`,
    `  "~/${hashedFolder}/[^/]+$" "${cacheControl.hashed}";`,
    "}",
    "# In the server block; the path is where the site lies:",
    "location /manyhands/ {",
    ...each(always, (name, value) => `  add_header ${name} "${value}" always;`),
    "  add_header Cache-Control $manyhands_cache;",
    "  types {",
    "    text/html html;",
    "    text/javascript js;",
    "    text/css css;",
    "    image/svg+xml svg;",
    "    application/json json;",
    "    application/wasm wasm;",
    "  }",
    "}",
  ];
}

/**
 * The files, by their paths in dist/.
 * @returns {Record<string, string>}
 */
export function hostFiles() {
  const text = (/** @type {string[]} */ lines) => `${lines.join("\n")}\n`;
  return {
    // GitHub Pages otherwise leaves out what begins with an underscore. It sends no headers: the service worker adds them.
    ".nojekyll": "",
    _headers: text(underscoreHeaders()),
    ".htaccess": text(htaccess()),
    "nginx.conf": text(nginx()),
  };
}

/** Whether a file of dist/ is for its host and not for the reader.  @param {string} path */
export const isHostFile = (path) => Object.hasOwn(hostFiles(), path);
