// The configuration that is written for hosts says what our own server sends, read as each host reads it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { headersFor } from "../../www/hosting/headers.mjs";
import { hostFiles, isHostFile } from "../../www/hosting/hosts.mjs";

const page = headersFor("/embed.html", true);
const asset = headersFor("/assets/main-Ab12_-9x.js", true);
const files = hostFiles();

/** All but caching, which the hosts are told of in their own ways.  @param {Record<string, string>} headers */
const withoutCaching = ({ "Cache-Control": _, ...others }) => others;

test("_headers: rules of a path and the headers under it", () => {
  /** @type {Record<string, Record<string, string>>} */
  const rules = {};
  let path = "";
  for (const line of files._headers.trimEnd().split("\n")) {
    const header = /^ {2}([\w-]+): (.+)$/.exec(line);
    if (header) rules[path][header[1]] = header[2];
    else {
      path = line;
      rules[path] = {};
    }
  }
  // Both hosts join what two rules say of one header, so no header stands in both.
  assert.deepEqual(rules, {
    "/*": withoutCaching(page),
    "/assets/*": { "Cache-Control": asset["Cache-Control"] },
  });
});

test(".htaccess: each header, and what it says of caching", () => {
  const text = files[".htaccess"];
  const always = Object.fromEntries(
    [...text.matchAll(/Header always set ([\w-]+) "([^"]+)"/g)].map(([, n, v]) => [n, v]),
  );
  assert.deepEqual(always, withoutCaching(page));
  const [general, hashed] = [...text.matchAll(/Header set Cache-Control "([^"]+)"( env=hashed)?/g)];
  assert.equal(general[1], page["Cache-Control"]);
  assert.equal(hashed[1], asset["Cache-Control"]);
  const uri = /SetEnvIf Request_URI "([^"]+)" hashed/.exec(text)?.[1] ?? "";
  assert.match("/a/b/assets/main-Ab12_-9x.js", new RegExp(uri));
  assert.doesNotMatch("/a/b/engine/shared/manyhands.js", new RegExp(uri));
  // What is opened is closed.
  assert.equal(text.match(/<IfModule/g)?.length, text.match(/<\/IfModule>/g)?.length);
});

test("nginx.conf: each header, and what it says of caching", () => {
  const text = files["nginx.conf"];
  const always = [...text.matchAll(/add_header ([\w-]+) "([^"]+)" always;/g)].map(([, name, value]) => [name, value]);
  assert.deepEqual(Object.fromEntries(always), withoutCaching(page));
  assert.ok(text.includes(`default "${page["Cache-Control"]}";`));
  assert.ok(text.includes(`"${asset["Cache-Control"]}";`));
  assert.match(text, /add_header Cache-Control \$manyhands_cache;/);
  assert.equal(text.match(/\{/g)?.length, text.match(/\}/g)?.length);
});

test("no value would end its quotes", () => {
  for (const value of Object.values(page)) assert.doesNotMatch(value, /["\n$]/);
});

test("what is for the host is not for the reader", () => {
  for (const name of Object.keys(files)) assert.ok(isHostFile(name));
  for (const name of ["index.html", "assets/_headers", "toString"]) assert.equal(isHostFile(name), false, name);
});
