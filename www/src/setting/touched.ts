/**
 * What becomes of a link on its way, undone: course systems encode its separators or write them as markup, mail programs put
 * characters into long words that nobody sees, and prose leaves its full stop at the end.
 */

/** How often a link may have been encoded. A hostile one may be so a million times. */
const MOST_DECODED = 4;

/** Soft hyphens, joiners, marks of direction, byte-order marks: nothing of a lesson has any. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/g;

/** What prose puts after a link. */
const TRAILING = /[.,;:!?)\]}>'"”’»›“‘„…#*_\\]$/;
const MOST_TRAILING = 6;

const ENTITIES: Record<string, string> = { amp: "&", quot: '"', apos: "'", lt: "<", gt: ">", "#34": '"', "#39": "'" };

/** Splits `ID?key=value`, wherever the separators were encoded. */
export function splitPlace(place: string, decoded = 0): { id: string; query: string } {
  const [, before = "", query = ""] = /^([^?&]*)[?&]?(.*)$/s.exec(place.replace(/^[#!/]+/, "")) ?? [];
  const id = decode(before);
  if (id === before || !/[?&%]/.test(id) || decoded === MOST_DECODED) return { id: wordOf(id), query };
  const inner = splitPlace(id, decoded + 1);
  return { id: inner.id, query: [inner.query, query].filter(Boolean).join("&") };
}

/** The pairs of a query, also of one whose separators were encoded or written as markup. */
export function pairsOf(query: string, decoded = 0): [string, string][] {
  return [...new URLSearchParams(query)].flatMap(([name, text]) => {
    const word = wordOf(name).replace(/^(?:(?:amp|#38|#x26);)+/i, "");
    // A whole `key=value` where a name should stand was encoded once more than it is decoded.
    if (!/^[\w-]+=/.test(word) || decoded === MOST_DECODED) return [[word, text]];
    return pairsOf(text === "" ? word : `${word}=${encodeURIComponent(text)}`, decoded + 1);
  });
}

/** Splits `8&method=apply`, which stands where `8` should; undefined where it is nothing of the kind. */
export function splitValue(text: string): { value: string; rest: string } | undefined {
  const [, value = "", rest] = /^(.*?)&((?:amp;)*[\w-]+=.*)$/s.exec(text) ?? [];
  return rest === undefined ? undefined : { value, rest };
}

/** A name or an id: it has no blanks. */
export function wordOf(text: string): string {
  return visible(text).replace(/\s+/g, "").replace(/\/+$/, "");
}

/** What a text may have said before it was touched: itself first, then the likelier first. */
export function* readings(text: string): Generator<string> {
  const forms = [text];
  for (const undo of [visible, decode, decode, withoutEntities, straightQuotes]) {
    const [last = ""] = forms.slice(-1);
    const next = undo(last);
    if (next !== last) forms.push(next);
  }
  yield* forms;
  for (const form of forms) {
    let rest = form.trimEnd();
    for (let left = MOST_TRAILING; left > 0 && TRAILING.test(rest); left--) {
      rest = rest.slice(0, -1).trimEnd();
      yield rest;
    }
  }
}

/** Without what nobody sees. */
export function visible(text: string): string {
  return text.replace(INVISIBLE, "");
}

function withoutEntities(text: string): string {
  return text.replace(/&(amp;)*(\w+|#\d+);/g, (whole, _amp, name: string) => ENTITIES[name] ?? whole);
}

function straightQuotes(text: string): string {
  return text.replace(/[“”„]/g, '"');
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
