/** A slip of the pen: the word that was meant, where one is near. */
import { distance } from "fastest-levenshtein";

const LONGEST = 40;

/** The nearest of some words to what was written, if it is so near that it may be meant. */
export function nearest(written: string, words: Iterable<string>): string | undefined {
  if (written.length > LONGEST) return undefined;
  const word = alike(written);
  const most = Math.min(3, Math.floor(word.length / 3));
  const near = [...words].map((candidate) => ({ candidate, away: distance(word, alike(candidate)) }));
  return near.filter(({ away }) => away <= most).sort((one, other) => one.away - other.away)[0]?.candidate;
}

const alike = (word: string) => word.toLowerCase().replaceAll("-", "_");
