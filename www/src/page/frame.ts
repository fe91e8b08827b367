/**
 * What embed.html and the page that frames it say to each other, by `postMessage`; `docs/embedding.md` is for those
 * who write such a page. Either may be from anywhere, so what comes is looked at before it is believed.
 */

/** To the page around: how high the lesson is, in CSS pixels. Sent at first and at each change. */
export const HEIGHT_MESSAGE = "manyhands:height";
/** To the page around: a key that moves a deck of slides, and that the lesson has no use for. */
export const KEY_MESSAGE = "manyhands:key";
/** From the page around: which colours it has. */
export const THEME_MESSAGE = "manyhands:theme";

export interface HeightMessage {
  type: typeof HEIGHT_MESSAGE;
  height: number;
}

export interface KeyMessage {
  type: typeof KEY_MESSAGE;
  /** As `KeyboardEvent` has it: `PageDown`. */
  key: string;
  shiftKey: boolean;
}

/** No others are passed on: what somebody types is nobody else's. */
const DECK_KEYS: ReadonlySet<string> = new Set([
  "ArrowLeft",
  "ArrowRight",
  "PageUp",
  "PageDown",
  "Home",
  "End",
  "Escape",
]);

/** What takes such keys itself: a field, and whatever is scrolled or steered by them. */
const TAKES_KEYS = 'input, select, textarea, dialog, [contenteditable], [tabindex="0"]:not(button, a, [role="tab"])';

/** What is told of a key; undefined where it is the lesson's own. */
export function keyMessage(event: KeyboardEvent): KeyMessage | undefined {
  const { key, shiftKey, altKey, ctrlKey, metaKey } = event;
  if (!DECK_KEYS.has(key) || event.defaultPrevented || altKey || ctrlKey || metaKey) return undefined;
  const isTaken = event.composedPath().some((one) => one instanceof Element && one.matches(TAKES_KEYS));
  return isTaken ? undefined : { type: KEY_MESSAGE, key, shiftKey };
}

/** `system` is what the reader's system says, and what holds when nobody says anything. */
export const THEMES = ["light", "dark", "system"] as const;
export type Theme = (typeof THEMES)[number];

export interface ThemeMessage {
  type: typeof THEME_MESSAGE;
  theme: Theme;
}

/** What a frame of a lesson may do: the first is for shared memory where the page around is isolated. */
export const FRAME_ALLOW = "cross-origin-isolated; clipboard-write";

export function isHeightMessage(data: unknown): data is HeightMessage {
  return isOfType(data, HEIGHT_MESSAGE) && Number.isFinite((data as HeightMessage).height);
}

export function isThemeMessage(data: unknown): data is ThemeMessage {
  return isOfType(data, THEME_MESSAGE) && isTheme((data as ThemeMessage).theme);
}

export function isTheme(value: unknown): value is Theme {
  return THEMES.some((theme) => theme === value);
}

function isOfType(data: unknown, type: string): boolean {
  return typeof data === "object" && data !== null && (data as { type: unknown }).type === type;
}
