// Which browser the tests run in.

/** Chromium, or what the variable PAGE_BROWSER names. */
export const browserName = process.env.PAGE_BROWSER || "chromium";
if (!["chromium", "firefox"].includes(browserName)) {
  throw new Error(`PAGE_BROWSER is “${browserName}”; the tests know chromium and firefox`);
}
