//! Small programs by chance: what the search says of them is what all their schedules say, one by one.

use super::brute_force::{End, ends, levels};
use super::machine::{Left, Op, Program, Searched};
use crate::harness::tests;
use manyhands::explore::{Ending, Found, Limits, Phase, Progress, find};
use std::collections::{BTreeMap, HashMap, HashSet};

/// The levels that are looked at, and how many schedules they may have all together.
const LEVELS: u32 = 2;
const MOST: u64 = 20_000;
/// How many runs the rest may take.
const MOST_OF_REST: u64 = 3_000;

fn op(random: &mut fastrand::Rng) -> Op {
    let two = random.u8(..2);
    match random.u8(..32) {
        0..=4 => Op::Read(two),
        5..=9 => Op::Write(two, 1),
        10..=12 => Op::Lock(two),
        13..=16 => Op::Unlock(two),
        17 => Op::LockTimed(two),
        18..=19 => Op::Acquire(two),
        20..=21 => Op::Release(two),
        22 => Op::Wait(0),
        23 => Op::WaitTimed(0),
        24 => Op::Notify(0),
        25 => Op::NotifyAll(0),
        26..=27 => Op::Sleep,
        28..=29 => Op::Print,
        30 => Op::RaiseIf(1),
        _ => Op::Join(random.u8(..3)),
    }
}

/// Two or three threads of up to six operations. Half of them begin with a lock that they give back at their end: else a condition is
/// hardly ever waited at.
fn program(random: &mut fastrand::Rng) -> Program {
    let count = random.usize(2..=3);
    let threads = (0..count).map(|number| {
        let mut ops: Vec<Op> = (0..random.usize(1..=6)).map(|_| op(random)).collect();
        if random.bool() {
            ops.truncate(4);
            ops.insert(0, Op::Lock(0));
            ops.push(Op::Unlock(0));
        }
        for op in &mut ops {
            if let Op::Join(other) = op {
                *other %= count as u8;
            }
        }
        (ops, number > 0 && random.u8(..6) == 0)
    });
    Program {
        threads: threads.collect(),
        permits: vec![1, 0],
    }
}

/// Threads that end well in whatever order, so that the search has to go through all of them: what they print differs.
fn calm_program(random: &mut fastrand::Rng) -> Program {
    let count = random.usize(2..=3);
    let threads = (0..count).map(|number| {
        let mut ops = Vec::new();
        while ops.len() < 3 {
            let two = random.u8(..2);
            match random.u8(..8) {
                0..=1 => ops.push(Op::Read(two)),
                2..=3 => ops.push(Op::Write(two, 1)),
                4 => ops.push(Op::Sleep),
                // The first to come takes it, and keeps it.
                5 => ops.push(Op::LockTimed(1)),
                6 => ops.extend([Op::Lock(0), Op::Read(two), Op::Unlock(0)]),
                _ => ops.extend([Op::Read(two), Op::Print]),
            }
        }
        ops.push(Op::Write(2 + number as u8, 0));
        (ops, number > 0 && random.u8(..3) == 0)
    });
    Program {
        threads: threads.collect(),
        permits: vec![1, 0],
    }
}

/// Whether every ending was seen though no level but the first was settled; `None` where that would take too long.
fn rest_holds_for(program: &Program) -> Option<bool> {
    let limits = Limits {
        most_preemptions: 0,
        random_runs: 0,
        ..Limits::default()
    };
    let mut spent = |progress: Progress| match progress.phase {
        Phase::Rest if progress.runs > MOST_OF_REST => 1.0,
        _ => 0.0,
    };
    let found = find(&mut Searched(program.clone()), &limits, &mut spent);
    assert!(!found.outcomes.break_it(), "{program:?}");
    found.is_exhaustive.then(|| {
        let seen = found.outcomes.all.iter();
        let seen: HashSet<End> = seen.map(|outcome| end_of(&outcome.ending)).collect();
        assert_eq!(seen, ends(program), "endings of {program:?}");
        seen.len() > 1
    })
}

fn end_of(ending: &Ending<Left>) -> End {
    let waiting = ending.waits_for.iter().map(|(thread, _)| *thread);
    (ending.kind, ending.end.clone(), waiting.collect())
}

/// Whether it was small enough to be searched to its end.
fn holds_for(program: &Program, seed: u64) -> bool {
    let Some(all) = levels(program, LEVELS, MOST) else {
        return false;
    };
    let limits = Limits {
        most_preemptions: LEVELS,
        random_runs: 20,
        seed,
        ..Limits::default()
    };
    // Of the rest no more is run than would take long; the levels are run whole.
    let mut spent = |progress: Progress| match progress.phase {
        Phase::Rest if progress.runs > 4 * MOST => 1.0,
        _ => 0.0,
    };
    let found = find(&mut Searched(program.clone()), &limits, &mut spent);
    the_levels_are(program, &all, &found);
    if found.is_exhaustive {
        let seen: HashSet<End> = found
            .outcomes
            .all
            .iter()
            .map(|outcome| end_of(&outcome.ending))
            .collect();
        assert_eq!(seen, ends(program), "endings of {program:?}");
    }
    found.is_exhaustive
}

fn the_levels_are(
    program: &Program,
    all: &BTreeMap<u32, super::brute_force::Level>,
    found: &Found<Left>,
) {
    let last = all.keys().last().copied().unwrap_or(0);
    let counts: Vec<u64> = (0..=last)
        .map(|level| all.get(&level).map_or(0, |level| level.schedules))
        .collect();
    let mut settled = found.levels.clone();
    while settled.len() > counts.len() && settled.last() == Some(&0) {
        settled.pop();
    }
    assert_eq!(settled, counts, "schedules of {program:?}");
    // The shortest of each ending, and how many lead there within the levels.
    let mut shortest: HashMap<&End, ((u32, usize, usize), u64)> = HashMap::new();
    for (level, known) in all {
        for (end, (schedules, (switches, steps))) in &known.ends {
            let its = shortest
                .entry(end)
                .or_insert(((*level, *switches, *steps), 0));
            its.1 += schedules;
        }
    }
    for (end, (length, schedules)) in shortest {
        // The search tells endings apart by what is waited for, too.
        let seen = found.outcomes.all.iter();
        let seen: Vec<_> = seen
            .filter(|outcome| end_of(&outcome.ending) == *end)
            .collect();
        let shortest = seen.iter().map(|outcome| outcome.schedule.length()).min();
        assert_eq!(shortest, Some(length), "{end:?} of {program:?}");
        assert!(seen.iter().any(|outcome| outcome.is_shortest));
        // Schedules beyond the levels, by chance or of the rest, count too.
        let counted: u64 = seen.iter().map(|outcome| outcome.schedules).sum();
        assert!(counted >= schedules, "{end:?} of {program:?}");
        if found.schedules == found.levels.iter().sum::<u64>() {
            assert_eq!(counted, schedules, "{end:?} of {program:?}");
        }
    }
}

/// So many programs whose endings differ, without all their schedules.
fn rest_holds_for_many(programs: u64) {
    let mut random = fastrand::Rng::with_seed(programs);
    let told = (0..programs).filter_map(|_| rest_holds_for(&calm_program(&mut random)));
    let told: Vec<bool> = told.collect();
    let differ = told.iter().filter(|differs| **differs).count();
    let enough = programs as usize / 3;
    assert!(differ > enough, "{} of {programs}, {differ}", told.len());
}

/// So many programs, of which most are searched to their end.
fn holds_for_many(programs: u64) {
    let mut random = fastrand::Rng::with_seed(programs);
    let exhausted = (0..programs)
        .filter(|seed| holds_for(&program(&mut random), *seed))
        .count() as u64;
    assert!(exhausted > programs / 2, "{exhausted} of {programs}");
}

tests! {
    fn five_hundred_programs_are_searched_as_by_brute_force() {
        holds_for_many(500);
        rest_holds_for_many(500);
    }

    #[long = "ten thousand programs: minutes"]
    fn ten_thousand_programs_are_searched_as_by_brute_force() {
        holds_for_many(10_000);
        rest_holds_for_many(10_000);
    }

    /// Worked out by hand: two threads of two steps each that touch the same have six orders; two of them have no switch but the one
    /// where a thread ends, two have one preemption, two have two.
    fn two_threads_of_two_steps_have_six_schedules() {
        let ops = [Op::Read(0), Op::Write(0, 1)];
        let all = levels(&Program::of(&[&ops, &ops]), 9, MOST).expect("few");
        let counts: Vec<u64> = all.values().map(|level| level.schedules).collect();
        assert_eq!(counts, [2, 2, 2]);
    }

    /// The figures that the documentation plans with.
    fn so_many_schedules_have_at_most_two_preemptions() {
        for (threads, steps, expected) in [(2, 20, 762), (2, 40, 3_122), (3, 20, 14_370), (4, 6, 14_304)] {
            let ops = vec![Op::Read(0); steps];
            let program = Program::of(&vec![&ops[..]; threads]);
            let limits = Limits { most_preemptions: 2, random_runs: 0, ..Limits::default() };
            let mut spent = |progress: Progress| match progress.phase {
                Phase::Rest => 1.0,
                _ => 0.0,
            };
            let found = find(&mut Searched(program), &limits, &mut spent);
            assert_eq!(found.levels.iter().sum::<u64>(), expected, "{threads} × {steps}");
        }
    }
}
