/** The table behind the sequence diagram: the same messages, with their times. */
import { msg } from "@lit/localize";
import type { Cell, DataTable } from "../../charts/table";
import type { Window } from "./model";
import { clock, nameOf, untaken, waited } from "./words";

export function tableOf({ messages }: Window, isFinished: boolean, leftOut: number): DataTable {
  const time = (value: number | undefined, otherwise: string): Cell =>
    value === undefined ? otherwise : { value, text: clock.format(value) };
  return {
    caption: msg("Messages: who sent what to whom, and when it was taken"),
    heads: [
      msg("Message"),
      msg("From", { id: "message-from", desc: "Column: who sent a message" }),
      msg("To", { id: "message-to", desc: "Column: to whom a message was sent" }),
      msg("Sent at (ms)"),
      msg("Taken at (ms)"),
      msg("Waited in the mailbox (ms)"),
    ],
    rows: messages.map((message) => [
      String(message.number),
      nameOf(message.from),
      nameOf(message.to),
      time(message.sent?.at, msg("not recorded", { id: "sending-not-recorded", desc: "When a message was sent" })),
      time(message.taken?.at, untaken(isFinished, leftOut)),
      time(waited(message), "–"),
    ]),
  };
}
