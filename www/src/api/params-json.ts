/** Parameters on their way to the engine: JSON text, or an error that names the one that is not JSON. */
import { msg, str } from "@lit/localize";
import { ManyhandsError, messageOf } from "./errors";

export function paramsToJson(params: unknown): string {
  if (typeof params !== "object" || params === null || Array.isArray(params)) return encode(params);
  const members = Object.entries(params)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${JSON.stringify(name)}:${encode(value, name)}`);
  return `{${members.join(",")}}`;
}

function encode(value: unknown, parameter?: string): string {
  try {
    return JSON.stringify(value, refuseWhatJsonDrops);
  } catch (thrown) {
    const why = messageOf(thrown);
    if (parameter === undefined)
      throw new ManyhandsError("invalid-parameter", msg(str`The parameters: this cannot be written as JSON (${why})`));
    const message = msg(str`${parameter}: this cannot be written as JSON (${why})`);
    throw new ManyhandsError("invalid-parameter", message, { parameter, place: parameter });
  }
}

/** JSON.stringify leaves these out or turns them into null without a word. */
function refuseWhatJsonDrops(_key: string, value: unknown): unknown {
  const type = typeof value;
  if (type === "function" || type === "symbol" || type === "bigint" || (type === "number" && !Number.isFinite(value))) {
    throw new TypeError(type === "number" ? msg(str`${value} is not JSON`) : msg(str`a ${type} is not JSON`));
  }
  return value;
}
