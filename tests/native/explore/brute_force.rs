//! All schedules of a machine's program, written down from the definitions and from nothing of the search.

use super::machine::{Can, Left, Machine, Program};
use manyhands::explore::Kind;
use std::collections::{BTreeMap, HashMap, HashSet};

/// How a run ended: in what way, what is left, who was waiting.
pub type End = (Kind, Left, Vec<u32>);

/// What is known of the schedules of one level.
#[derive(Debug, Default)]
pub struct Level {
    pub schedules: u64,
    /// Of each ending how many lead there, and the fewest switches and steps.
    pub ends: HashMap<End, (u64, (usize, usize))>,
}

/// The next steps that there are: a thread, whether its time-out, and what it counts.
fn nexts(machine: &Machine, last: Option<usize>) -> Vec<(usize, bool, u32)> {
    let can = |thread: usize| machine.can(thread);
    let alive = machine.alive();
    let able = |thread: &usize| matches!(can(*thread), Can::Step | Can::StepAfterSleep);
    let last_could_go_on = last.is_some_and(|last| alive.contains(&last) && can(last) == Can::Step);
    let anybody = alive.iter().any(able);
    let mut nexts = Vec::new();
    for thread in alive {
        match can(thread) {
            Can::Step | Can::StepAfterSleep => {
                let preempts = last_could_go_on && last != Some(thread);
                nexts.push((thread, false, u32::from(preempts)));
            }
            Can::TimeOut => nexts.push((thread, true, u32::from(anybody))),
            Can::Nothing => {}
        }
    }
    nexts
}

fn end_of(machine: &Machine, has_next: bool) -> Option<End> {
    let alive = machine.alive();
    let is_finished = alive.iter().all(|thread| machine.is_daemon(*thread));
    if !is_finished && has_next {
        return None;
    }
    let raised = !machine.left().raised.is_empty();
    let kind = match (raised, is_finished) {
        (true, _) => Kind::Raised,
        (_, true) => Kind::Finished,
        (_, false) => Kind::Deadlock,
    };
    let waiting = match is_finished {
        true => Vec::new(),
        false => alive.iter().map(|thread| *thread as u32).collect(),
    };
    Some((kind, machine.left().clone(), waiting))
}

/// The schedules of each level up to `most`; `None` where there are more than `limit` of them.
pub fn levels(program: &Program, most: u32, limit: u64) -> Option<BTreeMap<u32, Level>> {
    let mut levels: BTreeMap<u32, Level> = BTreeMap::new();
    let mut open = vec![(Machine::new(program), Vec::<usize>::new(), 0)];
    let mut schedules = 0;
    while let Some((machine, taken, cost)) = open.pop() {
        let nexts = nexts(&machine, taken.last().copied());
        if let Some(end) = end_of(&machine, !nexts.is_empty()) {
            schedules += 1;
            if schedules > limit {
                return None;
            }
            let switches = taken.windows(2).filter(|pair| pair[0] != pair[1]).count();
            let level = levels.entry(cost).or_default();
            level.schedules += 1;
            let length = (switches, taken.len());
            let known = level.ends.entry(end).or_insert((0, length));
            known.0 += 1;
            known.1 = known.1.min(length);
            continue;
        }
        for (thread, times_out, more) in nexts {
            if cost + more <= most {
                let mut next = machine.clone();
                next.step(thread, times_out);
                let mut taken = taken.clone();
                taken.push(thread);
                open.push((next, taken, cost + more));
            }
        }
    }
    Some(levels)
}

/// Every ending that there is, by going through the states.
pub fn ends(program: &Program) -> HashSet<End> {
    let mut ends = HashSet::new();
    let mut seen = HashSet::new();
    let mut open = vec![Machine::new(program)];
    while let Some(machine) = open.pop() {
        if !seen.insert(machine.clone()) {
            continue;
        }
        let nexts = nexts(&machine, None);
        match end_of(&machine, !nexts.is_empty()) {
            Some(end) => {
                ends.insert(end);
            }
            None => open.extend(nexts.into_iter().map(|(thread, times_out, _)| {
                let mut next = machine.clone();
                next.step(thread, times_out);
                next
            })),
        }
    }
    ends
}
