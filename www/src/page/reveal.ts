/** Brings what a run shows into the reader's view, with as much of the program above it as there is room for. */

/** Left free above what is brought into view, and below it. */
const MARGIN = 8;
/** So much of a picture is seen at least. */
const LEAST_SEEN = 220;

/**
 * `program` and `picture` are to be seen together; `bar` hides what lies behind it where it sticks to the window's edge.
 */
export function reveal(program: Element | null, picture: Element | null, bar: Element | null): void {
  const shown = picture ?? program;
  if (!shown) return;
  const below = barBelow(bar);
  const room = innerHeight - below - 2 * MARGIN;
  const { top, bottom } = shown.getBoundingClientRect();
  const wanted = Math.min(bottom - top, Math.max(LEAST_SEEN, room / 2));
  const isSeen = top >= 0 && top + wanted <= innerHeight - below;
  const above = program?.getBoundingClientRect().top ?? top;
  if (isSeen && above >= -MARGIN) return;
  // From the program on, if the picture's beginning has room below it; or else the picture from the window's lower edge up.
  const start = Math.max(Math.min(above, top), top + wanted - room);
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  scrollBy({ top: start - MARGIN, behavior: isCalm ? "instant" : "smooth" });
}

/** How much of the window's lower end the bar takes. */
function barBelow(bar: Element | null): number {
  if (!bar) return 0;
  const { bottom, height } = getComputedStyle(bar);
  return bottom === "0px" && getComputedStyle(bar).position === "sticky" ? Number.parseFloat(height) : 0;
}
