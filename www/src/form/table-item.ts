/** What a new row of a table holds: what the last one does, under another name. */
import type { Json } from "../api/types";
import type { Spec } from "../setting/spec";

export function itemAfter(rows: Json[], item: Spec): Json {
  if (item.kind !== "object") return blank(item);
  const last = rows.at(-1);
  const row =
    last !== null && typeof last === "object" && !Array.isArray(last)
      ? { ...last }
      : Object.fromEntries([...item.fields].map(([name, spec]) => [name, spec.default ?? blank(spec)]));
  if (typeof row.name === "string") {
    const names = new Set(rows.map((other) => (other as { name?: Json } | null)?.name));
    let { name } = row;
    do name = nextName(name);
    while (names.has(name));
    row.name = name;
  }
  return row;
}

function blank(spec: Spec): Json {
  switch (spec.kind) {
    case "integer":
    case "number":
      return Math.max(1, spec.minimum ?? 1);
    case "choice":
      return spec.choices[0]?.value ?? null;
    case "boolean":
      return false;
    case "list":
      return [];
    case "object":
    case "json":
      return {};
    case "file":
      return null;
    case "string":
      return "A";
  }
}

/** A, B, …; Thread-1, Thread-2, …; anything else gets a number. */
function nextName(name: string): string {
  if (/^[A-Y]$/.test(name)) return String.fromCharCode(name.charCodeAt(0) + 1);
  const number = /\d{1,6}$/.exec(name)?.[0];
  return number === undefined ? `${name}-2` : name.slice(0, -number.length) + (Number(number) + 1);
}
