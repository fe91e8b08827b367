//! The search through schedules, on small models of programs.

mod against_brute_force;
mod brute_force;
mod by_chance;
mod endings;
mod limits;
mod machine;
mod replays;
mod texts;
