//! The search: what runs a subject under one strategy after another, and keeps what it sees.

use super::ending::{Outcomes, Verdict};
use super::schedule::Schedule;
use super::strategy::{Bounding, Pct, Random, SleepSets, Strategy};
use super::subject::Subject;
use super::walk::{End, walk};
use std::collections::HashSet;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

/// How far a search goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Up to how many preemptions every schedule is run.
    pub most_preemptions: u32,
    /// A run of more steps counts as one that does not end.
    pub most_steps: usize,
    /// How many runs by chance come first.
    pub random_runs: u32,
    /// Makes chance repeat itself.
    pub seed: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            most_preemptions: 3,
            most_steps: 20_000,
            random_runs: 200,
            seed: 0,
        }
    }
}

/// What a search is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Schedules by chance.
    Random,
    /// All schedules of at most so many preemptions.
    Level(u32),
    /// What is left of all others.
    Rest,
    /// The program is too large: schedules by chance, with a probability that is known.
    Pct,
}

/// How far a search is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// What it is about.
    pub phase: Phase,
    /// How many runs there were.
    pub runs: u64,
    /// How many different schedules were run to their end.
    pub schedules: u64,
    /// How many different endings were seen.
    pub outcomes: usize,
}

/// What a search has found.
#[derive(Debug)]
pub struct Found<E> {
    /// The different endings.
    pub outcomes: Outcomes<E>,
    /// How many different schedules were run to their end.
    pub schedules: u64,
    /// How many of those had no preemption, one, and so on, of the levels that are settled.
    pub levels: Vec<u64>,
    /// Whether no schedule is left that could end otherwise.
    pub is_exhaustive: bool,
    /// Whether the same steps gave the same run, as far as was seen. Where not, something is not controlled, and the search ended.
    pub is_controlled: bool,
    /// How many runs there were, those that were left among them.
    pub runs: u64,
}

impl<E: Clone + Eq + Hash> Found<E> {
    /// The highest level that is settled, with all below it.
    pub fn completed_preemptions(&self) -> Option<u32> {
        u32::try_from(self.levels.len()).ok()?.checked_sub(1)
    }

    /// What follows; `is_controlled` where nothing of the program is beyond the search's control, as far as whoever knows it can tell.
    pub fn verdict(&self, is_controlled: bool) -> Verdict {
        let all = &self.outcomes.all;
        if self.outcomes.break_it() {
            let always = all.iter().all(|outcome| outcome.ending.breaks());
            return Verdict::Breaks { always };
        }
        match (is_controlled && self.is_controlled, all.len()) {
            (false, _) => Verdict::Undecided,
            (_, 2..) => Verdict::Differs,
            _ if self.is_exhaustive => Verdict::Holds,
            _ => self
                .completed_preemptions()
                .map_or(Verdict::Undecided, Verdict::HoldsWithin),
        }
    }
}

/// Of the budget so much is for schedules by chance before anything else, and so much before a program counts as too large.
const FOR_RANDOM: f64 = 0.2;
const FOR_LEVELS: f64 = 0.8;

/// So many schedules are kept at most; those by chance that come after them are not told from each other, and not counted.
const MOST_KEPT: usize = 1 << 18;

/// How deep the faults are that are looked for in a program that is too large.
const DEPTH: u32 = 3;

/// Searches the schedules of a subject. `spent` is told how far it is, before each run, and says how much of the budget is spent:
/// from 1 on the search ends, and keeps what it has found.
pub fn find<S: Subject>(
    subject: &mut S,
    limits: &Limits,
    spent: &mut dyn FnMut(Progress) -> f64,
) -> Found<S::End> {
    let mut search = Search {
        subject,
        limits,
        spent,
        kept: HashSet::new(),
        longest: 0,
        in_level: 0,
        is_over: false,
        found: Found {
            outcomes: Outcomes::default(),
            schedules: 0,
            levels: Vec::new(),
            is_exhaustive: false,
            is_controlled: true,
            runs: 0,
        },
    };
    search.run();
    search.found
}

struct Search<'a, S: Subject> {
    subject: &'a mut S,
    limits: &'a Limits,
    spent: &'a mut dyn FnMut(Progress) -> f64,
    /// The schedules that were run, as far as they are kept: who meets them again by chance does not count them again.
    kept: HashSet<u64>,
    longest: usize,
    /// How many schedules had as many preemptions as the level that is being settled.
    in_level: u64,
    /// Whether all of the budget is spent.
    is_over: bool,
    found: Found<S::End>,
}

/// How a strategy's runs ended.
#[derive(PartialEq, Eq)]
enum Over {
    /// There are no more of them.
    Done,
    /// Its part of the budget is spent.
    Spent,
}

impl<S: Subject> Search<'_, S> {
    fn run(&mut self) {
        match self.is_repeatable() {
            Some(true) => {}
            Some(false) => {
                self.found.is_controlled = false;
                return;
            }
            // It did not come to its end in time.
            None => return,
        }
        let Limits {
            seed, random_runs, ..
        } = *self.limits;
        // Where there is nothing to choose, chance chooses nothing else.
        if self.longest > 0 {
            self.all(Phase::Random, Random::new(seed, random_runs), FOR_RANDOM);
        }
        for level in 0..=self.limits.most_preemptions {
            self.in_level = 0;
            let (bounding, over) = self.all(Phase::Level(level), Bounding::new(level), FOR_LEVELS);
            if over == Over::Spent {
                self.all(Phase::Pct, Pct::new(seed, DEPTH, self.longest), 1.0);
                return;
            }
            self.settle(level);
            if !bounding.is_cut() {
                self.found.is_exhaustive = true;
                return;
            }
        }
        // That it breaks is known, and that it always does would not be worth the time.
        if !self.found.outcomes.break_it() {
            let (_, over) = self.all(Phase::Rest, SleepSets::default(), 1.0);
            self.found.is_exhaustive = over == Over::Done;
        }
    }

    /// Whether the same choices give the same run twice; `None` where a run did not end.
    fn is_repeatable(&mut self) -> Option<bool> {
        let mut once = || {
            let by_chance = Random::new(self.limits.seed, 1);
            let (_, walked) = walk(self.subject, by_chance, self.limits.most_steps);
            self.found.runs += 1;
            self.longest = self.longest.max(walked.schedule.threads.len());
            match walked.end {
                End::Ended(ending) => Some((walked.schedule, ending)),
                End::Left(_) | End::Differs => None,
            }
        };
        let first = once()?;
        Some(first == once()?)
    }

    /// All runs of a strategy, as long as this much of the budget is not spent.
    fn all<T: Strategy>(&mut self, phase: Phase, mut strategy: T, part: f64) -> (T, Over) {
        let over = loop {
            let progress = Progress {
                phase,
                runs: self.found.runs,
                schedules: self.found.schedules,
                outcomes: self.found.outcomes.all.len(),
            };
            if !self.found.is_controlled || self.is_over {
                break Over::Spent;
            }
            let spent = (self.spent)(progress);
            self.is_over = spent >= 1.0;
            if spent >= part {
                break Over::Spent;
            }
            if !strategy.begin() {
                break Over::Done;
            }
            let walked;
            (strategy, walked) = walk(self.subject, strategy, self.limits.most_steps);
            self.found.runs += 1;
            self.longest = self.longest.max(walked.schedule.threads.len());
            if phase == Phase::Level(walked.schedule.preemptions) {
                self.in_level += 1;
            }
            match walked.end {
                End::Ended(ending) if self.is_new(phase, &walked.schedule) => {
                    self.found.schedules += 1;
                    self.found.outcomes.add(ending, walked.schedule);
                }
                End::Ended(_) | End::Left(_) => {}
                End::Differs => self.found.is_controlled = false,
            }
        };
        (strategy, over)
    }

    fn is_new(&mut self, phase: Phase, schedule: &Schedule) -> bool {
        let mut hasher = DefaultHasher::new();
        schedule.threads.hash(&mut hasher);
        let hash = hasher.finish();
        let settled = self.found.levels.len() as u32;
        match phase {
            Phase::Random | Phase::Pct => {
                schedule.preemptions >= settled
                    && self.kept.len() < MOST_KEPT
                    && self.kept.insert(hash)
            }
            // Those with fewer were run when their level was settled.
            Phase::Level(_) | Phase::Rest => {
                let is_new = schedule.preemptions >= settled && !self.kept.contains(&hash);
                // Where this level is not settled, chance comes again.
                if is_new && self.kept.len() < MOST_KEPT {
                    self.kept.insert(hash);
                }
                is_new
            }
        }
    }

    /// All schedules with so many preemptions were run.
    fn settle(&mut self, level: u32) {
        self.found.levels.push(self.in_level);
        for outcome in &mut self.found.outcomes.all {
            outcome.is_shortest |= outcome.schedule.preemptions <= level;
        }
    }
}
