/** What the sequence diagram says in words. */
import { counted, ms, number } from "../elements/format";
import type { SequenceModel, Window } from "./model";
import type { Message } from "./order";

export function nameOf(participant: number): string {
  return participant === 0 ? "main" : `actor ${participant}`;
}

/** A time of the run in milliseconds, to the microsecond, so that times can be compared by eye. */
export const clock = new Intl.NumberFormat("en", { minimumFractionDigits: 3, maximumFractionDigits: 3 });

/** How long a message waited, in milliseconds, where both ends are known. */
export function waited({ sent, taken }: Message): number | undefined {
  return sent && taken ? taken.at - sent.at : undefined;
}

/** Why a message has no receipt. */
export function untaken(isFinished: boolean, leftOut: number): string {
  if (!isFinished) return "not yet taken";
  return leftOut > 0 ? "receipt not recorded" : "not taken";
}

/** All about one message. */
export function describe(message: Message, isFinished: boolean, leftOut: number): string {
  const { from, to, sent, taken } = message;
  const which = `Message ${message.number} from ${nameOf(from)} to ${nameOf(to)}`;
  const begin = sent ? `sent at ${clock.format(sent.at)} ms` : "sending not recorded";
  const end = taken ? `taken at ${clock.format(taken.at)} ms` : untaken(isFinished, leftOut);
  const wait = waited(message);
  return `${which}: ${begin}, ${end}${wait === undefined ? "" : `, after ${ms(wait)} in the mailbox`}`;
}

/** Which messages a window shows, and of how many. */
export function range(window: Window, { kept, unkept, finished }: SequenceModel): string {
  const soFar = finished ? "" : " so far";
  const all = `${counted(kept, "message")}${soFar}`;
  const count = window.messages.length;
  if (count === kept) return unkept > 0 ? `the first ${all}` : all;
  const [from, to] = [ordinal(window.before + 1), ordinal(window.before + count)];
  return `${from === to ? from : `${from} to ${to}`} of ${unkept > 0 ? "the first " : ""}${all}`;
}

/** The picture in a sentence. */
export function summary(window: Window, model: SequenceModel): string {
  const names = window.participants.map(nameOf);
  const last = names.pop();
  const between = names.length > 0 ? `between ${names.join(", ")} and ${last}` : `of ${last} to itself`;
  return `Sequence diagram: ${range(window, model)}, ${between}. The table below says the same.`;
}

/** What is not in the picture. */
export function missing(window: Window, model: SequenceModel, leftOut: number): string[] {
  const sentences: string[] = [];
  const { participants, unkept } = model;
  const columns = window.participants.length;
  if (participants > columns) {
    sentences.push(`These messages are between ${number(columns)} of the ${number(participants)} participants.`);
  }
  if (unkept > 0) {
    sentences.push(`${number(unkept)} more ${unkept === 1 ? "message was" : "messages were"} not kept one by one.`);
  }
  if (leftOut > 0) {
    sentences.push(
      `The engine left out ${counted(leftOut, "event")} of this run, so sendings or receipts may be missing.`,
    );
  }
  return sentences;
}

const ORDINALS = new Intl.PluralRules("en", { type: "ordinal" });
const SUFFIXES: { [rule: string]: string } = { one: "st", two: "nd", few: "rd", other: "th" };

function ordinal(value: number): string {
  return `${number(value)}${SUFFIXES[ORDINALS.select(value)]}`;
}
