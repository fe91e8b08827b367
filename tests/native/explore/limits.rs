//! What a search does with a budget, and with programs that are too large, not controlled, or have no threads.

use super::machine::{Left, Op, Program, Searched};
use crate::harness::tests;
use manyhands::explore::{Ended, Kind, Limits, Outcomes, Phase, Subject, Turns, Verdict, find};

/// Two threads that read and write, so many times each.
fn large(steps: usize) -> Program {
    let ops: Vec<Op> = [Op::Read(0), Op::Write(0, 1)].repeat(steps / 2);
    Program::of(&[&ops, &ops])
}

/// A program that prints how often it has been begun.
struct Counted {
    program: Searched,
    begun: i64,
}

impl Subject for Counted {
    type End = (Left, i64);

    fn run<T: Turns>(&mut self, turns: T) -> (T, Option<Ended<(Left, i64)>>) {
        self.begun += 1;
        let (turns, ended) = self.program.run(turns);
        let counted = |Ended {
                           raised,
                           is_endless,
                           end,
                       }| Ended {
            raised,
            is_endless,
            end: (end, self.begun),
        };
        (turns, ended.map(counted))
    }
}

tests! {
    fn a_search_without_a_budget_has_looked_at_nothing() {
        let found = find(&mut Searched(large(4)), &Limits::default(), &mut |_| 1.0);
        assert_eq!((found.schedules, found.completed_preemptions(), found.is_exhaustive), (0, None, false));
        assert_eq!(found.verdict(true), Verdict::Undecided);
    }

    fn a_search_that_is_stopped_keeps_what_it_has_found() {
        let mut phases = Vec::new();
        let mut spent = |progress: manyhands::explore::Progress| {
            phases.push(progress.phase);
            if progress.phase == Phase::Level(2) && progress.schedules > 300 { 1.0 } else { 0.0 }
        };
        let found = find(&mut Searched(large(40)), &Limits { random_runs: 10, ..Limits::default() }, &mut spent);
        assert_eq!(found.completed_preemptions(), Some(1));
        assert!(found.schedules > 300 && !found.is_exhaustive);
        assert_eq!(found.verdict(true), Verdict::Differs);
        assert!(phases.contains(&Phase::Random) && phases.contains(&Phase::Level(0)) && !phases.contains(&Phase::Rest));
    }

    fn what_chance_finds_is_not_said_to_be_the_shortest() {
        let main = [Op::Read(0), Op::Write(0, 1), Op::Join(1), Op::Read(0), Op::RaiseIf(1)];
        let racing = Program::of(&[&main, &[Op::Read(0), Op::Write(0, 1)]]);
        for (most_preemptions, is_shortest) in [(0, false), (1, true)] {
            let limits = Limits { most_preemptions, ..Limits::default() };
            let found = find(&mut Searched(racing.clone()), &limits, &mut |_| 0.0);
            let raised = found.outcomes.all.iter().find(|outcome| outcome.ending.kind == Kind::Raised);
            assert_eq!(raised.map(|outcome| outcome.is_shortest), Some(is_shortest));
        }
    }

    fn a_program_that_is_too_large_is_tried_by_chance() {
        let mut runs = 0;
        let mut spent = |progress: manyhands::explore::Progress| match progress.phase {
            Phase::Random => 0.2,
            Phase::Level(_) => { runs += 1; f64::from(runs) / 100.0 }
            Phase::Rest => panic!("it is too large"),
            Phase::Pct => { runs += 1; 0.8 + f64::from(runs) / 1_000.0 }
        };
        let found = find(&mut Searched(large(60)), &Limits::default(), &mut spent);
        assert!(found.completed_preemptions().is_some());
        assert!(runs > 180, "{runs}");
    }

    fn what_was_settled_is_all_that_is_claimed() {
        let adds = [Op::Lock(0), Op::Read(0), Op::Write(0, 1), Op::Unlock(0)].repeat(5);
        let mut spent = |progress: manyhands::explore::Progress| if progress.phase == Phase::Rest { 1.0 } else { 0.0 };
        let limits = Limits { most_preemptions: 1, ..Limits::default() };
        let found = find(&mut Searched(Program::of(&[&adds, &adds])), &limits, &mut spent);
        assert_eq!(found.verdict(true), Verdict::HoldsWithin(1));
        assert_eq!(found.verdict(false), Verdict::Undecided);
    }

    fn a_program_that_goes_another_way_each_time_is_not_decided() {
        let mut counted = Counted { program: Searched(large(4)), begun: 0 };
        let found = find(&mut counted, &Limits::default(), &mut |_| 0.0);
        assert!(!found.is_controlled);
        assert_eq!((found.verdict(true), found.runs), (Verdict::Undecided, 2));
    }

    fn a_program_without_steps_holds() {
        let found = find(&mut Searched(Program::of(&[&[]])), &Limits::default(), &mut |_| 0.0);
        assert_eq!((found.verdict(true), found.schedules, found.is_exhaustive), (Verdict::Holds, 1, true));
        assert_eq!(found.outcomes.all[0].ending.kind, Kind::Finished);
    }

    fn sixty_four_threads_are_searched_within_the_budget() {
        let ops = [Op::Lock(0), Op::Read(0), Op::Write(0, 1), Op::Unlock(0)];
        let program = Program::of(&[&ops[..]; 64]);
        let mut spent = |progress: manyhands::explore::Progress| progress.runs as f64 / 300.0;
        let found = find(&mut Searched(program), &Limits::default(), &mut spent);
        assert_eq!(found.verdict(true), Verdict::Undecided);
        assert!(found.schedules > 200 && found.outcomes.all.len() == 1);
    }

    fn so_many_endings_are_kept() {
        // Whoever prints what it has read prints one of many things.
        let ops: Vec<Op> = [Op::Read(0), Op::Print, Op::Write(0, 1)].repeat(8);
        let mut spent = |progress: manyhands::explore::Progress| progress.runs as f64 / 20_000.0;
        let found = find(&mut Searched(Program::of(&[&ops, &ops])), &Limits::default(), &mut spent);
        assert_eq!(found.outcomes.all.len(), Outcomes::<Left>::MOST);
        let counted: u64 = found.outcomes.all.iter().map(|outcome| outcome.schedules).sum();
        assert!(found.outcomes.left_out > 0);
        assert_eq!(counted + found.outcomes.left_out, found.schedules);
    }
}
