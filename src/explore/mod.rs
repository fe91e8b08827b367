//! The search through the schedules of a program: in which order its threads take their steps, and how that ends.
//!
//! A [`Subject`] is a program that can be run again and again, a step of one thread at a time; what it is made of, this module
//! does not know. [`find()`] runs it under many schedules and gives each different ending with the shortest schedule that leads
//! there; [`replay()`] runs one schedule, and tells who could go on where it stops.
//!
//! # What the words mean
//! - A **switch** is a step of another thread than the one before. A **preemption** is a switch away from a thread that could
//!   have gone on. Where a thread blocks, ends, yields (it sleeps) or repeats a read without news, the change is free.
//! - A **time-out** is free where nobody else can go on; elsewhere it costs as much as a preemption.
//! - **Shorter** is what has fewer preemptions, then fewer switches, then fewer steps.
//! - A **level** is all schedules with so many preemptions: the first has none. It is settled when all of them were run.
//!
//! # The layout
//! | file | what it holds |
//! | --- | --- |
//! | `subject.rs` | what a program has to offer, and what it tells of its threads |
//! | `walk.rs` | one run under one strategy: who can go on, what that costs, and how it ended |
//! | `spins.rs` | threads that read the same again and again |
//! | `strategy/` | who takes the next step: a file for each way to choose |
//! | `schedule.rs` | a schedule, and its text |
//! | `ending.rs` | how runs end, what is known of each ending, and the verdict |
//! | `find.rs`, `replay.rs` | what is offered |

mod ending;
mod find;
mod replay;
mod schedule;
mod spins;
mod strategy;
mod subject;
mod walk;

pub use ending::{Ending, Kind, Outcome, Outcomes, Verdict};
pub use find::{Found, Limits, Phase, Progress, find};
pub use replay::{NotThere, Replayed, Then, replay};
pub use schedule::{BadText, MOST_CHARACTERS, Schedule, Script};
pub use subject::{Ended, How, Object, Run, State, Stop, Subject, Thread, Touch, Turns, drive};
pub use walk::{Choice, Switch, Taken};
