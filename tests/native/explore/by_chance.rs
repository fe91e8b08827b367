//! Strategies by chance: what they find, and that the same seed finds the same.

use super::machine::{Op, Program, Searched};
use crate::harness::tests;
use manyhands::explore::{Kind, Limits, Phase, Progress, find};

/// A lost update among many steps.
fn hidden() -> Program {
    let noise = [Op::Read(2); 30];
    let add = [Op::Read(0), Op::Write(0, 1)];
    let main = [
        &noise[..],
        &add,
        &noise[..],
        &[Op::Join(1), Op::Read(0), Op::RaiseIf(1)],
    ]
    .concat();
    let other = [&noise[..], &add, &noise[..]].concat();
    Program::of(&[&main, &other])
}

/// After how many runs of one phase the fault was found; `None` where it was not.
fn runs_until_found(phase: Phase, seed: u64) -> Option<u64> {
    let limits = Limits {
        random_runs: 5_000,
        seed,
        most_preemptions: 0,
        ..Limits::default()
    };
    let mut first = None;
    let mut before = 0;
    let mut spent = |progress: Progress| match (phase, progress.phase) {
        (Phase::Random, Phase::Random) => {
            first = first.or((progress.outcomes > 1).then_some(progress.runs));
            if first.is_some() { 1.0 } else { 0.0 }
        }
        (Phase::Random, _) => 1.0,
        // On to what comes where the levels take too long.
        (_, Phase::Random | Phase::Level(_) | Phase::Rest) => {
            before = progress.runs;
            0.9
        }
        (_, Phase::Pct) => {
            first = first.or((progress.outcomes > 1).then_some(progress.runs - before));
            if first.is_some() || progress.runs > 5_000 {
                1.0
            } else {
                0.9
            }
        }
    };
    let found = find(&mut Searched(hidden()), &limits, &mut spent);
    let raised = found
        .outcomes
        .all
        .iter()
        .any(|outcome| outcome.ending.kind == Kind::Raised);
    first.filter(|_| raised)
}

tests! {
    fn chance_finds_a_lost_update_among_many_steps() {
        for seed in 0..20 {
            let runs = runs_until_found(Phase::Random, seed);
            assert!(runs.is_some_and(|runs| runs < 5_000), "seed {seed}: {runs:?}");
        }
    }

    fn priorities_by_chance_find_it_too() {
        // Of depth 2 among 2 threads and 124 steps: in one of 248 runs at least.
        for seed in 0..20 {
            let runs = runs_until_found(Phase::Pct, seed);
            assert!(runs.is_some_and(|runs| runs < 5_000), "seed {seed}: {runs:?}");
        }
    }

    fn the_same_seed_finds_the_same() {
        for phase in [Phase::Random, Phase::Pct] {
            let runs: Vec<_> = (0..5).map(|seed| runs_until_found(phase, seed)).collect();
            let again: Vec<_> = (0..5).map(|seed| runs_until_found(phase, seed)).collect();
            assert_eq!(runs, again);
            assert!(runs.iter().any(|one| *one != runs[0]), "another seed, another search: {runs:?}");
        }
    }
}
