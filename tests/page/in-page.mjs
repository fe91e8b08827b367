// What tests ask inside a page, where Playwright's locators do not reach: through all shadow trees. `newPage` puts it
// into each page, as `inPage`.

/**
 * @typedef {object} InPage
 * @property {() => Element[]} elements all elements of the page
 * @property {(selector: string) => Element | undefined} find the first that fits
 * @property {() => Element} focused what has the focus
 * @property {(element: Element, id: string) => string | undefined} textOf the text of an element of the same tree
 * @property {(colour: string) => number} luminance relative luminance of a colour as `getComputedStyle` gives it
 *   (WCAG 2.2)
 * @property {(one: string, other: string) => number} contrast contrast ratio of two such colours, from 1 to 21 (WCAG 2.2)
 */

/** Runs in the page, before its own scripts. */
export function installInPage() {
  /** @param {Document | ShadowRoot} root @returns {Element[]} */
  const elementsOf = (root) =>
    [...root.querySelectorAll("*")].flatMap((one) => [one, ...(one.shadowRoot ? elementsOf(one.shadowRoot) : [])]);

  /** @param {string} colour */
  const luminance = (colour) => {
    if (!/^rgba?\(/.test(colour)) throw new Error(`${colour} is no colour that the tests can read`);
    const [r, g, b] = (colour.match(/[\d.]+/g) ?? [])
      .map((digits) => Number(digits) / 255)
      .map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };

  window.inPage = {
    elements: () => elementsOf(document),
    find: (selector) => elementsOf(document).find((one) => one.matches(selector)),
    focused: () => {
      let element = document.activeElement ?? document.body;
      while (element.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
      return element;
    },
    textOf: (element, id) =>
      /** @type {Document | ShadowRoot} */ (element.getRootNode()).getElementById(id)?.textContent,
    luminance,
    contrast: (one, other) => {
      const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
      return (high + 0.05) / (low + 0.05);
    },
  };
}
