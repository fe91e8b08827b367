/** What stands in a record, by the type that its lesson gives it; nothing where it is something else. */
import type { Json } from "../api/types";

type Value = Json | undefined;

export function asNumber(value: Value): number | undefined {
  return typeof value === "number" ? value : undefined;
}

export function asText(value: Value): string {
  return typeof value === "string" ? value : "";
}

export function asList(value: Value): Json[] {
  return Array.isArray(value) ? value : [];
}

export function asNumbers(value: Value): number[] {
  return asList(value).filter((one) => typeof one === "number");
}

export function asTexts(value: Value): string[] {
  return asList(value).filter((one) => typeof one === "string");
}

export function asObject(value: Value): { [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}

export function asObjects(value: Value): { [key: string]: Json }[] {
  return asList(value).map(asObject);
}

/** `[[x, y], …]`. */
export function asPairs(value: Value): { x: number; y: number }[] {
  return asList(value).flatMap((one) => {
    const [x, y] = asNumbers(one);
    return x === undefined || y === undefined ? [] : [{ x, y }];
  });
}
