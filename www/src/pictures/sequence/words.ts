/** What the sequence diagram says in words. */
import { msg, str } from "@lit/localize";
import { counted, decimals, ms, number, ordinal } from "../../kit/format";
import { language } from "../../kit/language";
import type { SequenceModel, Window } from "./model";
import type { Message } from "./order";

export function nameOf(participant: number): string {
  return participant === 0
    ? msg("main", { id: "sequence-main", desc: "The main program, as one that sends and takes messages" })
    : msg(str`actor ${participant}`);
}

/** A time of the run in milliseconds, to the microsecond, so that times can be compared by eye. */
export const clock = decimals(3);

/** How long a message waited, in milliseconds, where both ends are known. */
export function waited({ sent, taken }: Message): number | undefined {
  return sent && taken ? taken.at - sent.at : undefined;
}

/** Why a message has no receipt. */
export function untaken(isFinished: boolean, leftOut: number): string {
  if (!isFinished) return msg("not yet taken", { id: "message-not-yet-taken", desc: "A message" });
  return leftOut > 0
    ? msg("receipt not recorded", { id: "receipt-not-recorded", desc: "A message" })
    : msg("not taken", { id: "message-not-taken", desc: "A message" });
}

/** All about one message. */
export function describe(message: Message, isFinished: boolean, leftOut: number): string {
  const { number: which, sent, taken } = message;
  const [from, to] = [nameOf(message.from), nameOf(message.to)];
  const begin = sent && clock.format(sent.at);
  const end = taken && clock.format(taken.at);
  if (!sent) return msg(str`Message ${which} from ${from} to ${to}: sending not recorded, taken at ${end} ms`);
  if (!taken) {
    const why = untaken(isFinished, leftOut);
    return msg(str`Message ${which} from ${from} to ${to}: sent at ${begin} ms, ${why}`);
  }
  const wait = ms(taken.at - sent.at);
  return msg(
    str`Message ${which} from ${from} to ${to}: sent at ${begin} ms, taken at ${end} ms, after ${wait} in the mailbox`,
  );
}

/** Which messages a window shows, and of how many. */
export function range(window: Window, { kept, unkept, finished }: SequenceModel): string {
  const all = counted(kept, msg("message"), msg("messages"));
  const count = window.messages.length;
  // A window never holds all that are kept, where there are more.
  if (count === kept) {
    return finished ? all : msg(str`${all} so far`, { id: "messages-so-far", desc: "3 messages so far" });
  }
  const [from, to] = [ordinal(window.before + 1), ordinal(window.before + count)];
  const part =
    from === to ? from : msg(str`${from} to ${to}`, { id: "messages-from-to", desc: "1st to 20th, of messages" });
  if (unkept > 0) {
    return finished
      ? msg(str`${part} of the first ${all}`, {
          id: "messages-of-the-first",
          desc: "1st to 20th of the first 2,000 messages",
        })
      : msg(str`${part} of the first ${all} so far`, {
          id: "messages-of-the-first-so-far",
          desc: "1st to 20th of the first 2,000 messages so far",
        });
  }
  return finished
    ? msg(str`${part} of ${all}`, { id: "messages-of-all", desc: "1st to 20th of 300 messages" })
    : msg(str`${part} of ${all} so far`, { id: "messages-of-all-so-far", desc: "1st to 20th of 300 messages so far" });
}

/** The picture in a sentence. */
export function summary(window: Window, model: SequenceModel): string {
  const shown = range(window, model);
  const names = window.participants.map(nameOf);
  if (names.length === 1) {
    return msg(str`Sequence diagram: ${shown}, of ${names[0]} to itself. The table below says the same.`);
  }
  // American English has a comma before the last "and".
  const list = new Intl.ListFormat(language() === "en" ? "en-GB" : language(), { type: "conjunction" });
  return msg(str`Sequence diagram: ${shown}, between ${list.format(names)}. The table below says the same.`);
}

/** What is not in the picture. */
export function missing(window: Window, model: SequenceModel, leftOut: number): string[] {
  const sentences: string[] = [];
  const { participants, unkept } = model;
  const columns = window.participants.length;
  if (participants > columns) {
    sentences.push(
      msg(str`These messages are between ${number(columns)} of the ${number(participants)} participants.`),
    );
  }
  if (unkept > 0) {
    sentences.push(
      unkept === 1
        ? msg("1 more message was not kept one by one.")
        : msg(str`${number(unkept)} more messages were not kept one by one.`),
    );
  }
  if (leftOut > 0) {
    sentences.push(
      leftOut === 1
        ? msg("The engine left out 1 event of this run, so sendings or receipts may be missing.")
        : msg(str`The engine left out ${number(leftOut)} events of this run, so sendings or receipts may be missing.`),
    );
  }
  return sentences;
}
