/** Where a program wrote a line: a lesson's own lines have no stream. */

export type Stream = "stdout" | "stderr";

/** Of a printed line, in an event or in a record. */
export function streamOf(line: object): Stream | undefined {
  return (line as { stream?: Stream }).stream;
}
