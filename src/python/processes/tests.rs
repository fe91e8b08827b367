//! Two processes' views of one board, in one process.

use super::board::{Board, MOST, Tag};
use super::journal::Position;
use super::pipes::{CAPACITY, NotReceived, NotSent};
use std::thread;

/// A board, and what a child of its process has of it.
fn family() -> (Board, Board) {
    let parent = Board::made().expect("memory");
    let tag = parent.new_process().expect("a place");
    let child = Board::of(parent.memory.name(), tag).expect("the same memory");
    (parent, child)
}

/// The ends of a pipe that the parent reads and the child writes.
fn pipe(parent: &Board, child: &Board) -> (u32, u32) {
    let pipe = parent.new_pipe(CAPACITY).expect("room");
    let reads = parent.new_end(parent.me, pipe, 0).expect("an end");
    let writes = parent.new_end(child.me, 0, pipe).expect("an end");
    (reads, writes)
}

#[test]
fn messages_come_whole_and_in_order_be_they_larger_than_the_pipe() {
    let (parent, child) = family();
    let (reads, writes) = pipe(&parent, &child);
    let messages: Vec<Vec<u8>> = [0, 1, 100, CAPACITY as usize, 5 * CAPACITY as usize + 3, 7]
        .iter()
        .map(|length| (0..*length).map(|n| (n % 251) as u8).collect())
        .collect();
    thread::scope(|scope| {
        scope.spawn(|| {
            for message in &messages {
                child.send(writes, message, true).expect("somebody reads");
            }
        });
        for message in &messages {
            let received = parent.receive(reads, None, true).expect("a message");
            assert!(received == *message, "{} bytes", message.len());
        }
    });
    assert!(matches!(
        parent.receive(reads, None, false),
        Err(NotReceived::Empty)
    ));
}

#[test]
fn what_a_process_has_sent_can_be_read_when_it_has_ended_and_then_the_end() {
    let (parent, child) = family();
    let (reads, writes) = pipe(&parent, &child);
    child.send(writes, b"last", true).expect("somebody reads");
    parent.end_process(child.me);
    assert!(parent.has_ended(child.me));
    let last = parent.receive(reads, None, true).expect("a message");
    assert_eq!(last, b"last");
    let (pipe, _) = parent.pipes_of(reads).expect("an end");
    assert!(parent.is_readable(pipe));
    assert!(matches!(
        parent.receive(reads, None, true),
        Err(NotReceived::Ended)
    ));
}

#[test]
fn nobody_waits_for_a_reader_that_is_gone() {
    let (parent, child) = family();
    let (reads, writes) = pipe(&parent, &child);
    thread::scope(|scope| {
        let full = scope.spawn(|| {
            loop {
                if let Err(error) = child.send(writes, &[0; 1000], true) {
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
fn nobody_hears_what_a_process_prints_after_its_end() {
    let (parent, child) = family();
    child.print(b"before");
    parent.end_process(child.me);
    child.print(b"after");
    assert_eq!(parent.printed().as_deref(), Some(&b"before"[..]));
    assert_eq!(parent.printed(), None);
}

#[test]
fn a_message_that_is_too_long_stays_there() {
    let (parent, child) = family();
    let (reads, writes) = pipe(&parent, &child);
    child.send(writes, b"four", true).expect("somebody reads");
    assert!(matches!(
        parent.receive(reads, Some(3), true),
        Err(NotReceived::Long)
    ));
    assert!(parent.receive(reads, Some(4), true).is_ok());
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
    let call = parent.receive(calls, None, true).expect("a call");
    let here = u32::from_le_bytes(call.try_into().expect("an end's number"));
    child.send(there, b"hello", true).expect("somebody reads");
    assert!(
        parent
            .receive(here, None, true)
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

/// Writes an entry, as whoever holds the journal and has read all of it.
fn write(board: &Board, position: &mut Position, text: &str) -> Vec<Vec<u8>> {
    let journal = board.journal();
    let read = journal.read(position);
    let room = journal.room(100).expect("room");
    journal.write(&room, text.as_bytes(), position);
    read
}

#[test]
fn all_read_the_journal_in_one_order_and_each_of_it_what_came_after_its_beginning() {
    let (parent, child) = family();
    let mut parents = Position::BEGIN;
    write(&parent, &mut parents, "before");
    let mut childs = Position::at(parents.number);
    assert!(!parent.has_more(&parents) && !child.has_more(&childs));
    write(&parent, &mut parents, "one");
    assert!(!parent.has_more(&parents) && child.has_more(&childs));
    assert_eq!(write(&child, &mut childs, "two"), [b"one"]);
    assert_eq!(write(&parent, &mut parents, "three"), [b"two"]);
    assert_eq!(child.journal().read(&mut childs), [b"three"]);
}

#[test]
fn what_all_have_read_of_the_journal_takes_no_room_and_nor_does_what_the_dead_have_not() {
    let (parent, child) = family();
    let (mut parents, mut childs) = (Position::BEGIN, Position::BEGIN);
    let once = |parents: &mut Position| {
        let journal = parent.journal();
        let room = journal.room(64 << 20)?;
        journal.write(&room, b"large", parents);
        Some(())
    };
    for _ in 0..100 {
        let journal = parent.journal();
        journal.leave(&journal.room(64 << 20).expect("room that nobody uses"));
    }
    for _ in 0..100 {
        once(&mut parents).expect("room for what both have read");
        assert_eq!(child.journal().read(&mut childs), [b"large"]);
    }
    let fits = (0..100)
        .take_while(|_| once(&mut parents).is_some())
        .count();
    assert!(fits < 100, "the memory has an end");
    assert!(parent.has_children());
    parent.end_process(child.me);
    assert!(!parent.has_children());
    write(&parent, &mut parents, "small");
    once(&mut parents).expect("room that the dead one's entries had");
}

#[test]
fn a_pipe_that_is_closed_while_it_is_used_is_given_back_once() {
    let (parent, child) = family();
    let (reads, writes) = pipe(&parent, &child);
    let (first, _) = parent.pipes_of(reads).expect("an end");
    thread::scope(|scope| {
        let waits = scope.spawn(|| parent.receive(reads, None, true));
        // It looks when it is woken, at the latest: whether it has begun to wait or not, what it finds is the end.
        assert!(child.drop_end(writes));
        assert!(matches!(
            waits.join(),
            Ok(Err(NotReceived::Ended | NotReceived::Closed))
        ));
    });
    assert!(parent.drop_end(reads));
    assert!(matches!(
        parent.receive(reads, None, true),
        Err(NotReceived::Closed)
    ));
    let again = [(); 2].map(|()| parent.new_pipe(CAPACITY).expect("room"));
    assert_eq!(again[0], first, "it was given back");
    assert_ne!(again[1], first, "and once");
}

#[test]
fn nobody_uses_what_is_anothers() {
    let (parent, child) = family();
    let (reads, writes) = pipe(&parent, &child);
    assert!(matches!(
        parent.send(writes, b"", false),
        Err(NotSent::Closed)
    ));
    assert!(matches!(
        child.receive(reads, None, false),
        Err(NotReceived::Closed)
    ));
    assert!(child.duplicate_end(reads, child.me).is_none());
    assert!(parent.duplicate_end(reads, child.me).is_some());
}
