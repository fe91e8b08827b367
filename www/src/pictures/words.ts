/** Words that several pictures and studies say. */
import { msg, str } from "@lit/localize";

/** An interpreter of the lesson about the lock, or a way of its results, by its name there. */
export function interpreterName(name: string): string {
  switch (name) {
    case "gil":
      return "GIL";
    case "free-threaded":
      return msg("free threaded", {
        id: "interpreter-free-threaded",
        desc: "threads under an interpreter without a lock",
      });
    case "processes":
      return msg("processes");
    case "releasing-extension":
      return msg("releasing extension", {
        id: "interpreter-releasing-extension",
        desc: "threads that call an extension (compiled code) which releases the interpreter lock",
      });
    default:
      return name.replaceAll("-", " ");
  }
}

/** The lane of the main program. */
export const mainLane = () =>
  msg("main", { id: "lane-main", desc: "the main program, beside its lane in a drawing: there is little room" });

export const threadName = (number: number) => msg(str`thread ${number}`);

/** Of the points at which the lesson about pi throws. */
export const insideCircle = () =>
  msg("inside", { id: "points-inside", desc: "of points: those that fall inside the circle" });
