//! One schedule, and who could go on where it stops.

use super::machine::{Op, Program, Searched};
use crate::harness::tests;
use manyhands::explore::{How, Kind, Limits, NotThere, Script, Then, find, replay};

const STEPS: usize = 1_000;

fn racing() -> Program {
    let main = [
        Op::Read(0),
        Op::Write(0, 1),
        Op::Join(1),
        Op::Read(0),
        Op::RaiseIf(1),
    ];
    Program::of(&[&main, &[Op::Read(0), Op::Write(0, 1)]])
}

tests! {
    /// As its text says it, in both ways of saying it.
    fn every_schedule_that_was_found_ends_again_as_it_did() {
        let deadlocks = Program::of(&[&[Op::Lock(0), Op::Lock(1), Op::Unlock(1), Op::Unlock(0)], &[Op::Lock(1), Op::Sleep, Op::LockTimed(0), Op::Unlock(1)]]);
        for program in [racing(), deadlocks] {
            let found = find(&mut Searched(program.clone()), &Limits::default(), &mut |_| 0.0);
            assert!(found.outcomes.all.len() > 1);
            for outcome in found.outcomes.all {
                let schedule = &outcome.schedule;
                let text = schedule.text("abcdefgh").expect("it is short");
                let whole = Script::of(&text, "abcdefgh").expect("a text of ours");
                assert_eq!(whole, Script::Whole(schedule.threads.clone()));
                let changes = Script::Changes(schedule.changes.iter().map(|step| (*step, schedule.threads[*step])).collect());
                for script in [whole, changes] {
                    let replayed = replay(&mut Searched(program.clone()), &script, Then::GoOn, STEPS).expect("it goes as it went");
                    assert_eq!(replayed.schedule, outcome.schedule);
                    assert_eq!(replayed.ending.as_ref(), Some(&outcome.ending));
                }
            }
        }
    }

    fn where_a_script_stops_it_is_told_who_could_go_on() {
        let script = Script::Whole(vec![0]);
        let replayed = replay(&mut Searched(racing()), &script, Then::Stop, STEPS).expect("one step");
        assert!(replayed.ending.is_none());
        let choices: Vec<_> = replayed.choices.iter().map(|choice| (choice.thread, choice.how, choice.cost)).collect();
        assert_eq!(choices, [(0, How::Step, 0), (1, How::Step, 1)]);
    }

    fn by_hand_it_goes_on_from_there() {
        for (threads, kind) in [(vec![0, 1, 1, 0], Kind::Raised), (vec![0, 0], Kind::Finished), (vec![1, 1, 0], Kind::Finished)] {
            let replayed = replay(&mut Searched(racing()), &Script::Whole(threads), Then::GoOn, STEPS).expect("it can");
            assert_eq!(replayed.ending.expect("its end").kind, kind);
        }
    }

    fn a_time_out_is_one_of_the_choices() {
        let program = Program::of(&[&[Op::Lock(0), Op::Read(0)], &[Op::LockTimed(0)]]);
        let replayed = replay(&mut Searched(program), &Script::Whole(vec![0]), Then::Stop, STEPS).expect("one step");
        let choices: Vec<_> = replayed.choices.iter().map(|choice| (choice.thread, choice.how, choice.cost)).collect();
        assert_eq!(choices, [(0, How::Step, 0), (1, How::TimeOut, 1)]);
    }

    fn a_script_that_does_not_fit_is_refused_with_the_step() {
        for (script, step, thread) in [
            (Script::Whole(vec![0, 0, 0]), 2, 0),
            (Script::Whole(vec![0, 7]), 1, 7),
            (Script::Whole(vec![1, 1, 0, 0, 0, 0, 0, 0]), 7, 0),
            (Script::Changes(vec![(3, 1)]), 3, 1),
        ] {
            let refused = replay(&mut Searched(racing()), &script, Then::GoOn, STEPS).map(|replayed| replayed.schedule);
            let expected = match &script {
                // Main waits there for the other, which goes on by itself.
                Script::Changes(_) => None,
                Script::Whole(_) => Some(NotThere { step, thread }),
            };
            assert_eq!(refused.as_ref().err(), expected.as_ref(), "{script:?}: {refused:?}");
        }
    }
}
