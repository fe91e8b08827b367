/**
 * What crosses the doors of the contract: lessons, schemas, events, records. Plain JSON throughout. All but what JSON itself is
 * comes from the Rust types, of which the build writes `generated/contract.ts`.
 */

export type * from "../generated/contract.ts";

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type Params = { [name: string]: Json };

/** The part of JSON Schema (2020-12) that the lessons' parameters use, and the extensions `x-…`. */
export interface Schema {
  $ref?: string;
  $defs?: { [name: string]: Schema };
  title?: string;
  description?: string;
  type?: string | string[];
  default?: Json;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  enum?: Json[];
  const?: Json;
  oneOf?: Schema[];
  anyOf?: Schema[];
  items?: Schema;
  minItems?: number;
  maxItems?: number;
  properties?: { [name: string]: Schema };
  required?: string[];
  /** The unit in which the value is counted, as a reader would say it: "ms", "points". */
  "x-unit"?: string;
  /** The path of the file in the repository that holds where this text is null. */
  "x-builtin"?: string;
  /** A default that only the machine knows; it goes before `default`. */
  "x-default"?: "logical-processors" | "threads-or-processes";
  /** The value is the name of a file that goes to the run beside the parameters, of at most so many bytes. */
  "x-max-bytes"?: number;
  /** The parameter that takes the name of a file that is picked here. */
  "x-names"?: string;
}
