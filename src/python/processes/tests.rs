//! Two processes' views of one board, in one process.

use super::board::{Board, MOST, Tag};
use super::pipes::{CAPACITY, NotReceived, NotSent};
use std::thread;

/// A board, and what a child of its process has of it.
fn family() -> (Board, Board) {
    let parent = Board::made().expect("memory");
    let tag = parent.new_process().expect("a place");
    let child = Board::of(parent.memory.name(), tag).expect("the same memory");
    (parent, child)
}

/// A pipe that the parent reads and the child writes.
fn pipe(parent: &Board, child: &Board) -> (u32, u32, u32) {
    let pipe = parent.new_pipe(CAPACITY).expect("room");
    let reads = parent.new_end(parent.me, pipe, 0).expect("an end");
    let writes = parent.new_end(child.me, 0, pipe).expect("an end");
    (pipe, reads, writes)
}

#[test]
fn messages_come_whole_and_in_order_be_they_larger_than_the_pipe() {
    let (parent, child) = family();
    let (pipe, ..) = pipe(&parent, &child);
    let messages: Vec<Vec<u8>> = [0, 1, 100, CAPACITY as usize, 5 * CAPACITY as usize + 3, 7]
        .iter()
        .map(|length| (0..*length).map(|n| (n % 251) as u8).collect())
        .collect();
    thread::scope(|scope| {
        scope.spawn(|| {
            for message in &messages {
                child.send(pipe, message, true).expect("somebody reads");
            }
        });
        for message in &messages {
            let received = parent.receive(pipe, None, true).expect("a message");
            assert!(received == *message, "{} bytes", message.len());
        }
    });
    assert!(matches!(
        parent.receive(pipe, None, false),
        Err(NotReceived::Empty)
    ));
}

#[test]
fn what_a_process_has_sent_can_be_read_when_it_has_ended_and_then_the_end() {
    let (parent, child) = family();
    let (pipe, ..) = pipe(&parent, &child);
    child.send(pipe, b"last", true).expect("somebody reads");
    parent.end_process(child.me);
    assert!(parent.has_ended(child.me));
    let last = parent.receive(pipe, None, true).expect("a message");
    assert_eq!(last, b"last");
    assert!(parent.is_readable(pipe));
    assert!(matches!(
        parent.receive(pipe, None, true),
        Err(NotReceived::Ended)
    ));
}

#[test]
fn nobody_waits_for_a_reader_that_is_gone() {
    let (parent, child) = family();
    let (pipe, reads, _) = pipe(&parent, &child);
    thread::scope(|scope| {
        let full = scope.spawn(|| {
            loop {
                if let Err(error) = child.send(pipe, &[0; 1000], true) {
                    return error;
                }
            }
        });
        assert!(parent.drop_end(reads));
        assert!(matches!(full.join(), Ok(NotSent::Broken)));
    });
    assert!(!parent.drop_end(reads), "it is closed");
}

#[test]
fn a_message_that_is_too_long_stays_there() {
    let (parent, child) = family();
    let (pipe, ..) = pipe(&parent, &child);
    child.send(pipe, b"four", true).expect("somebody reads");
    assert!(matches!(
        parent.receive(pipe, Some(3), true),
        Err(NotReceived::Long)
    ));
    assert!(parent.receive(pipe, Some(4), true).is_ok());
}

#[test]
fn a_lock_is_taken_from_whoever_has_ended_with_it() {
    let (parent, child) = family();
    let word = parent.new_semaphore(0).expect("room");
    let held = child.hold(word, false).ok().flatten().expect("free");
    std::mem::forget(held);
    assert!(parent.hold(word, false).is_ok_and(|held| held.is_none()));
    parent.end_process(child.me);
    assert!(parent.hold(word, true).is_ok_and(|held| held.is_some()));
}

#[test]
fn a_semaphore_lets_in_as_many_as_it_says() {
    let (parent, child) = family();
    let semaphore = parent.new_semaphore(1).expect("room");
    assert!(child.acquire(semaphore, None).is_ok_and(|taken| taken));
    assert!(
        parent
            .acquire(semaphore, Some(0.0))
            .is_ok_and(|taken| !taken)
    );
    thread::scope(|scope| {
        let waits = scope.spawn(|| parent.acquire(semaphore, None).is_ok_and(|taken| taken));
        assert!(child.release(semaphore, 1));
        assert!(waits.join().is_ok_and(|taken| taken));
    });
    assert!(parent.release(semaphore, 1));
    assert!(!parent.release(semaphore, 1), "there is room for one");
}

#[test]
fn so_many_processes_may_be_alive_and_what_they_started_ends_with_them() {
    let (parent, child) = family();
    let others: Vec<Tag> = std::iter::from_fn(|| child.new_process()).collect();
    assert_eq!(others.len() as u32, MOST - 1);
    assert!(parent.new_process().is_none());
    parent.end_process(child.me);
    assert!(others.iter().all(|other| parent.has_ended(*other)));
    let again = parent.new_process().expect("a place");
    assert!(!parent.has_ended(again) && parent.has_ended(child.me));
}

#[test]
fn processes_find_each_other_by_a_name() {
    let (parent, child) = family();
    assert!(child.connect(b"name").is_none());
    let calls = parent.listen(b"name").expect("room");
    let there = child.connect(b"name").expect("somebody listens");
    let (pipe, _) = parent.pipes_of(calls).expect("an end");
    let call = parent.receive(pipe, None, true).expect("a call");
    let here = u32::from_le_bytes(call.try_into().expect("an end's number"));
    let (reads, _) = parent.pipes_of(here).expect("an end");
    let (_, writes) = child.pipes_of(there).expect("an end");
    child.send(writes, b"hello", true).expect("somebody reads");
    assert!(
        parent
            .receive(reads, None, true)
            .is_ok_and(|hello| hello == b"hello")
    );
    parent.hang_up(calls);
    assert!(!child.is_listening(b"name"));
}

#[test]
fn what_is_given_back_is_given_again() {
    let (parent, _) = family();
    let first = parent.allocate(1000).expect("room");
    let second = parent.allocate(1000).expect("room");
    assert!(first.abs_diff(second) >= 1000);
    parent.free(first, 1000);
    assert_eq!(parent.allocate(1000), Some(first));
    assert!(parent.allocate(u32::MAX).is_none());
}
