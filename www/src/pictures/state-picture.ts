/** A picture that is drawn from what each worker did when. */
import type { RunEvent } from "../api/types";
import { RunPicture } from "./run-picture";
import { States } from "./states";

export abstract class StatePicture extends RunPicture {
  /** Of the run so far. */
  protected states = new States();

  protected override forget(): void {
    this.states = new States();
  }

  protected override hear(events: RunEvent[]): boolean {
    return this.states.add(events);
  }

  protected override end(wallMs: number | undefined): void {
    this.states.end(wallMs);
  }
}
