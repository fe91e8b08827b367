/** Brings what a run shows into the reader's view, with as much of the program above it as there is room for. */

/** Left free above what is brought into view, and below it. */
const MARGIN = 8;
/** So much of what is shown is seen at least, in pixels and as a part of the room. */
const LEAST_SEEN = 220;
const LEAST_PART = 0.6;

/**
 * `program` and what is `shown`, from the first of them to the end of the last, are to be seen together; `bar` hides what lies
 * behind it where it sticks to the window's lower edge.
 */
export function reveal(program: Element | null, shown: Element[], bar: Element | null): void {
  if (shown.length === 0) return;
  const floor = innerHeight - barBelow(bar);
  const room = floor - 2 * MARGIN;
  const top = Math.min(...shown.map((one) => one.getBoundingClientRect().top));
  const height = Math.max(...shown.map((one) => one.getBoundingClientRect().bottom)) - top;
  const above = program?.getBoundingClientRect().top ?? top;
  // From the program on, if there is room for enough of what is shown; or else that from the window's lower edge up.
  const wanted = Math.min(height, room, Math.max(LEAST_SEEN, LEAST_PART * room));
  if (Math.min(top, above) >= 0 && top + wanted <= floor) return;
  const start = Math.max(Math.min(above, top), top + wanted - room);
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  scrollBy({ top: start - MARGIN, behavior: isCalm ? "instant" : "smooth" });
}

/** Keeps an element from getting lower while it is drawn anew, so that nothing below it jumps; until the result is called. */
export function hold(element: HTMLElement | null): () => void {
  if (!element) return () => {};
  element.style.minHeight = `${element.offsetHeight}px`;
  return () => {
    element.style.minHeight = "";
  };
}

/** How much of the window's lower end the bar takes. */
function barBelow(bar: Element | null): number {
  if (!bar) return 0;
  const { position, bottom, top, height } = getComputedStyle(bar);
  return position === "sticky" && bottom === "0px" && top === "auto" ? Number.parseFloat(height) : 0;
}
