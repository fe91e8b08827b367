//! How programs end, and how few preemptions that takes: worked out by hand.

use super::machine::{Left, Op, Program, Searched};
use crate::harness::tests;
use manyhands::explore::{Found, Kind, Limits, Verdict, find};

fn found(program: &Program) -> Found<Left> {
    find(
        &mut Searched(program.clone()),
        &Limits::default(),
        &mut |_| 0.0,
    )
}

/// Preemptions, switches and steps.
type Length = (u32, usize, usize);

/// The verdict, and of each kind of ending the fewest preemptions, switches and steps.
fn verdict_and_shortest(program: &Program) -> (Verdict, Vec<(Kind, Length)>) {
    let found = found(program);
    let mut shortest: Vec<(Kind, Length)> = Vec::new();
    for outcome in &found.outcomes.all {
        assert!(outcome.is_shortest);
        let (kind, length) = (outcome.ending.kind, outcome.schedule.length());
        match shortest.iter_mut().find(|(its, _)| *its == kind) {
            Some((_, its)) => *its = length.min(*its),
            None => shortest.push((kind, length)),
        }
    }
    shortest.sort_by_key(|(kind, _)| *kind as u8);
    (found.verdict(true), shortest)
}

/// Adds one to a variable, in two steps.
const ADD: [Op; 2] = [Op::Read(0), Op::Write(0, 1)];

/// Waits until a variable is 1.
const SPIN: [Op; 2] = [Op::JumpIf(0, 1, 2), Op::JumpIf(0, 0, 0)];

tests! {
    fn a_lost_update_takes_one_preemption() {
        let main = [Op::Read(0), Op::Write(0, 1), Op::Join(1), Op::Read(0), Op::RaiseIf(1)];
        let (verdict, shortest) = verdict_and_shortest(&Program::of(&[&main, &ADD]));
        assert_eq!(verdict, Verdict::Breaks { always: false });
        // Main reads; the other reads and writes; main writes, and finds one of two.
        assert_eq!(shortest, [(Kind::Raised, (1, 2, 7)), (Kind::Finished, (0, 1, 7))]);
    }

    fn a_lock_mends_it() {
        let add = [Op::Lock(0), Op::Read(0), Op::Write(0, 1), Op::Unlock(0)];
        let (verdict, shortest) = verdict_and_shortest(&Program::of(&[&add, &add]));
        assert_eq!(verdict, Verdict::Holds);
        assert_eq!(shortest, [(Kind::Finished, (0, 1, 8))]);
    }

    fn two_locks_in_two_orders_take_one_preemption() {
        let one = [Op::Lock(0), Op::Lock(1), Op::Unlock(1), Op::Unlock(0)];
        let other = [Op::Lock(1), Op::Lock(0), Op::Unlock(0), Op::Unlock(1)];
        let (verdict, shortest) = verdict_and_shortest(&Program::of(&[&one, &other]));
        assert_eq!(verdict, Verdict::Breaks { always: false });
        assert_eq!(shortest, [(Kind::Deadlock, (1, 1, 2)), (Kind::Finished, (0, 1, 8))]);
    }

    fn a_deadlock_says_who_waits_for_what() {
        let one = [Op::Lock(0), Op::Lock(1)];
        let other = [Op::Lock(1), Op::Lock(0)];
        let found = found(&Program::of(&[&one, &other]));
        let deadlocks: Vec<_> = (found.outcomes.all.iter())
            .filter(|outcome| outcome.ending.kind == Kind::Deadlock)
            .map(|outcome| outcome.ending.waits_for.iter().map(|(thread, object)| (*thread, object.0)).collect::<Vec<_>>())
            .collect();
        // Each with the other's; and whoever is left when the first has ended with both.
        for waiting in [vec![(0, 101), (1, 100)], vec![(1, 101)], vec![(0, 100)]] {
            assert!(deadlocks.contains(&waiting), "{waiting:?} in {deadlocks:?}");
        }
    }

    fn what_always_breaks_is_told_so() {
        let (verdict, shortest) = verdict_and_shortest(&Program::of(&[&[Op::RaiseIf(0)], &ADD]));
        assert_eq!(verdict, Verdict::Breaks { always: true });
        assert_eq!(shortest, [(Kind::Raised, (0, 1, 3))]);
    }

    fn endings_that_differ_in_the_output_alone_differ() {
        let main = [Op::Read(0), Op::Print];
        let (verdict, _) = verdict_and_shortest(&Program::of(&[&main, &ADD]));
        assert_eq!(verdict, Verdict::Differs);
    }

    fn a_notify_before_its_wait_is_lost_without_a_preemption() {
        let waits = [Op::Lock(0), Op::Wait(0), Op::Unlock(0)];
        let notifies = [Op::Lock(0), Op::Notify(0), Op::Unlock(0)];
        let (verdict, shortest) = verdict_and_shortest(&Program::of(&[&waits, &notifies]));
        assert_eq!(verdict, Verdict::Breaks { always: false });
        // The notifier goes first, whole; main takes the lock and sleeps for ever.
        assert_eq!(shortest, [(Kind::Deadlock, (0, 1, 5)), (Kind::Finished, (0, 2, 7))]);
    }

    fn a_time_out_that_nobody_can_prevent_is_free() {
        let waits = [Op::Lock(0), Op::WaitTimed(0), Op::Unlock(0)];
        let (verdict, shortest) = verdict_and_shortest(&Program::of(&[&waits, &[Op::Sleep]]));
        assert_eq!(verdict, Verdict::Holds);
        assert_eq!(shortest, [(Kind::Finished, (0, 1, 6))]);
    }

    fn a_time_out_that_comes_too_early_takes_a_preemption() {
        let holds = [Op::Lock(0), Op::Read(0), Op::Unlock(0)];
        let tries = [Op::LockTimed(0), Op::RaiseIf(-1), Op::Unlock(0)];
        let (verdict, shortest) = verdict_and_shortest(&Program::of(&[&holds, &tries]));
        assert_eq!(verdict, Verdict::Breaks { always: false });
        // A switch away from main while it has the lock is free of nothing; the time-out, while main could go on, is what counts.
        assert_eq!(shortest, [(Kind::Raised, (1, 2, 5)), (Kind::Finished, (0, 1, 6))]);
    }

    fn a_sleep_is_no_synchronisation_and_leaving_a_sleeper_costs_nothing() {
        let main = [Op::Sleep, Op::Read(0), Op::RaiseIf(0)];
        let (verdict, shortest) = verdict_and_shortest(&Program::of(&[&main, &ADD]));
        assert_eq!(verdict, Verdict::Breaks { always: false });
        assert_eq!(shortest, [(Kind::Raised, (0, 1, 5)), (Kind::Finished, (0, 1, 5))]);
        let sets = [Op::Sleep, Op::Sleep, Op::Write(0, 1)];
        let reads = [Op::Read(0), Op::RaiseIf(0)];
        let (_, shortest) = verdict_and_shortest(&Program::of(&[&sets, &reads]));
        assert_eq!(shortest[0], (Kind::Raised, (0, 1, 5)));
    }

    fn a_spin_ends_with_a_write() {
        let sets = [Op::Write(0, 1)];
        let (verdict, shortest) = verdict_and_shortest(&Program::of(&[&SPIN, &sets]));
        assert_eq!(verdict, Verdict::Holds);
        // The writer first: then the first look is the last.
        assert_eq!(shortest, [(Kind::Finished, (0, 1, 2))]);
    }

    fn a_spin_that_nobody_ends_is_a_livelock() {
        let (verdict, shortest) = verdict_and_shortest(&Program::of(&[&SPIN, &[Op::Read(1)]]));
        assert_eq!(verdict, Verdict::Breaks { always: true });
        assert_eq!(shortest.len(), 1);
        assert_eq!(shortest[0].0, Kind::Livelock);
    }

    fn a_loop_that_writes_is_a_livelock_after_so_many_steps() {
        let writes = [Op::Write(1, 1), Op::JumpIf(0, 0, 0)];
        let mut limits = Limits { most_preemptions: 0, most_steps: 500, ..Limits::default() };
        limits.random_runs = 1;
        let found = find(&mut Searched(Program::of(&[&writes, &[Op::Read(1)]])), &limits, &mut |_| 0.0);
        assert_eq!(found.verdict(true), Verdict::Breaks { always: true });
        let ending = &found.outcomes.all[0];
        assert_eq!((ending.ending.kind, ending.schedule.threads.len()), (Kind::Livelock, 500));
    }

    fn a_daemon_ends_with_the_last_thread_that_is_none() {
        let spins = [Op::JumpIf(0, 0, 0)];
        let (verdict, _) = verdict_and_shortest(&Program::of(&[&[Op::Read(1)]]).with_daemon(&spins));
        assert_eq!(verdict, Verdict::Holds);
        let prints = [Op::Print];
        let (verdict, _) = verdict_and_shortest(&Program::of(&[&[Op::Read(1)]]).with_daemon(&prints));
        assert_eq!(verdict, Verdict::Differs);
    }

    fn an_exit_ends_all() {
        let (verdict, shortest) = verdict_and_shortest(&Program::of(&[&[Op::Exit], &[Op::Print]]));
        assert_eq!(verdict, Verdict::Differs);
        assert_eq!(shortest, [(Kind::Finished, (0, 0, 1))]);
    }

    fn some_faults_take_two_preemptions() {
        // Raises where it sees 1 and then 0.
        let watches = [Op::JumpIf(0, 1, 2), Op::Exit, Op::JumpIf(0, 0, 4), Op::Exit, Op::RaiseIf(0)];
        let changes = [Op::Write(0, 1), Op::Write(0, 0)];
        let (verdict, shortest) = verdict_and_shortest(&Program::of(&[&watches, &changes]));
        assert_eq!(verdict, Verdict::Breaks { always: false });
        assert_eq!(shortest[0], (Kind::Raised, (2, 3, 5)));
    }

    fn some_faults_take_three() {
        // Raises where it sees 0, then 1, then 0.
        let watches = [Op::JumpIf(0, 0, 2), Op::Exit, Op::JumpIf(0, 1, 4), Op::Exit, Op::JumpIf(0, 0, 6), Op::Exit, Op::RaiseIf(0)];
        let changes = [Op::Write(0, 1), Op::Write(0, 0)];
        let (verdict, shortest) = verdict_and_shortest(&Program::of(&[&watches, &changes]));
        assert_eq!(verdict, Verdict::Breaks { always: false });
        assert_eq!(shortest[0], (Kind::Raised, (3, 4, 6)));
    }
}
