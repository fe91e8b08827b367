/** The table behind the sequence diagram: the same messages, with their times. */
import type { Cell, DataTable } from "../charts/table";
import type { Window } from "./model";
import { clock, nameOf, untaken, waited } from "./words";

const HEADS = ["Message", "From", "To", "Sent at (ms)", "Taken at (ms)", "Waited in the mailbox (ms)"];

export function tableOf({ messages }: Window, isFinished: boolean, leftOut: number): DataTable {
  const time = (value: number | undefined, otherwise: string): Cell =>
    value === undefined ? otherwise : { value, text: clock.format(value) };
  return {
    caption: "Messages: who sent what to whom, and when it was taken",
    heads: HEADS,
    rows: messages.map((message) => [
      String(message.number),
      nameOf(message.from),
      nameOf(message.to),
      time(message.sent?.at, "not recorded"),
      time(message.taken?.at, untaken(isFinished, leftOut)),
      time(waited(message), "–"),
    ]),
  };
}
