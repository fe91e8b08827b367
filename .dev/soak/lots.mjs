// Lots that fall the same way again for the same seed, and lessons' parameters drawn by them from a schema.

/**
 * @typedef {object} Schema the part of JSON Schema that the lessons' parameters use
 * @property {string | string[]} [type]
 * @property {unknown} [default]
 * @property {string} [x-default]
 * @property {number} [minimum]
 * @property {number} [maximum]
 * @property {number} [minLength]
 * @property {number} [maxLength]
 * @property {number} [minItems]
 * @property {number} [maxItems]
 * @property {{const: string}[]} [oneOf]
 * @property {Schema} [items]
 * @property {Record<string, Schema>} [properties]
 * @property {string[]} [required]
 */

/** What is drawn beyond the default is so many times it at most: what one run may take of memory has a bound. */
const mostTimes = 4;
/** Where the default is 0, or the machine's. */
const mostElse = 8;
/** So many workers at most, where the lesson takes up to 64: parked workers are kept, and would count as more at the end. */
const mostWorkers = 8;

export class Lots {
  #state;

  /** @param {string} seed whatever tells this row of lots from others */
  constructor(seed) {
    // FNV-1a: a number for a word.
    this.#state = 0x811c9dc5;
    for (const character of seed) this.#state = Math.imul(this.#state ^ character.charCodeAt(0), 0x01000193);
  }

  /** From 0 up to, and not, 1 (mulberry32). */
  number() {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  /** @param {number} low @param {number} high a whole number, both included */
  between(low, high) {
    return low + Math.floor(this.number() * (high - low + 1));
  }

  /** @param {number} part how often of all */
  happens(part) {
    return this.number() < part;
  }

  /** @template T @param {readonly T[]} of @returns {T} */
  one(of) {
    return of[this.between(0, of.length - 1)];
  }
}

/**
 * A value that the schema allows.
 * @param {Lots} lots
 * @param {Schema} schema
 * @returns {unknown}
 */
export function allowed(lots, schema) {
  if (schema.oneOf) return lots.one(schema.oneOf).const;
  const types = [schema.type ?? "null"].flat();
  switch (types.includes("null") && lots.happens(0.7) ? "null" : types[0]) {
    case "integer":
    case "number":
      return numberOf(lots, schema);
    case "string": {
      const { minLength = 0, maxLength = 20 } = schema;
      const length = lots.between(minLength, Math.min(maxLength, minLength + 12));
      return Array.from({ length }, () => lots.one([..."abcxyz 019-_ñ文"])).join("");
    }
    case "array": {
      const { minItems = 0, maxItems = mostElse } = schema;
      const length = lots.between(minItems, Math.min(maxItems, minItems + mostElse));
      return Array.from({ length }, () => allowed(lots, schema.items ?? {}));
    }
    case "object": {
      const { properties = {}, required = [] } = schema;
      const names = Object.keys(properties).filter((name) => required.includes(name) || lots.happens(0.5));
      return Object.fromEntries(names.map((name) => [name, allowed(lots, properties[name])]));
    }
    default:
      return null;
  }
}

/** @param {Lots} lots @param {Schema} schema */
function numberOf(lots, { type, minimum = 0, maximum = 1000, default: usual }) {
  if (lots.happens(0.15)) return minimum;
  const least = typeof usual === "number" && usual !== 0 ? Math.abs(usual) * mostTimes : mostElse;
  const most = maximum <= 64 ? mostWorkers : least;
  const [low, high] = [Math.max(minimum, -least), Math.min(maximum, Math.max(minimum, most))];
  return type === "number" ? low + lots.number() * (high - low) : lots.between(low, high);
}

/** What no parameter of a lesson is. */
const wrong = [-1, 1e300, 0.5, "eighty", "", true, null, [], {}, [[[]]], -1e15];

/**
 * @typedef {object} Setting
 * @property {string} lesson
 * @property {Record<string, unknown>} params
 * @property {boolean} isSpoilt something in it is not allowed
 */

/**
 * A lesson with some of its parameters drawn, of which one may be spoilt.
 * @param {Lots} lots
 * @param {{id: string, schema: Schema}[]} lessons
 * @returns {Setting}
 */
export function setting(lots, lessons) {
  const { id, schema } = lots.one(lessons);
  const properties = schema.properties ?? {};
  const names = Object.keys(properties).filter(() => lots.happens(0.5));
  /** @type {Record<string, unknown>} */
  const params = Object.fromEntries(
    names.map((name) => [
      name,
      id === "pool-programs" && name === "programs" ? programs(lots) : allowed(lots, properties[name]),
    ]),
  );
  const isSpoilt = lots.happens(0.25);
  if (isSpoilt) {
    const name = lots.one([...Object.keys(properties), "nothing"]);
    params[name] = name === "nothing" ? 1 : notAllowed(lots, properties[name]);
  }
  return { lesson: id, params, isSpoilt };
}

/** Its schema does not say which lessons there are. @param {Lots} lots */
const programs = (lots) =>
  Array.from({ length: lots.between(0, 4) }, () => ({ lesson: lots.one(["generators", "actors", "pool-square"]) }));

/**
 * A value that the schema does not allow.
 * @param {Lots} lots
 * @param {Schema} schema
 */
export function notAllowed(lots, schema) {
  const types = [schema.type ?? (schema.oneOf ? "string" : "null")].flat();
  const isAllowed = (/** @type {unknown} */ value) => {
    if (value === null) return types.includes("null");
    if (typeof value === "number") {
      const { minimum = -Infinity, maximum = Infinity } = schema;
      const isKind = types.includes("number") || (types.includes("integer") && Number.isInteger(value));
      return isKind && value >= minimum && value <= maximum;
    }
    // Any text may be one that is allowed, and any list.
    return types.includes(Array.isArray(value) ? "array" : typeof value);
  };
  const all = wrong.filter((value) => !isAllowed(value));
  return schema.oneOf && lots.happens(0.5) ? "none-of-these" : lots.one(all);
}
