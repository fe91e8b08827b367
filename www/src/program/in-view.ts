/** Brings rows of a program into its box, and never moves the page. */

/** Puts these rows into the middle of the box, or their beginning near its top where there is no room for all. */
export function centre(box: HTMLElement, rows: readonly HTMLElement[]): void {
  const [first, last] = [rows[0], rows.at(-1)];
  if (!first || !last) return;
  const height = last.offsetTop + last.offsetHeight - first.offsetTop;
  const room = box.clientHeight - height;
  box.scrollTop = first.offsetTop - (room > 0 ? room / 2 : first.offsetHeight);
}

/** Puts the first of these rows into view, where none of them is. */
export function show(box: HTMLElement, rows: readonly HTMLElement[]): void {
  const [top, bottom] = [box.scrollTop, box.scrollTop + box.clientHeight];
  const isSeen = ({ offsetTop, offsetHeight }: HTMLElement) => offsetTop >= top && offsetTop + offsetHeight <= bottom;
  if (!rows.some(isSeen)) centre(box, rows.slice(0, 1));
}
