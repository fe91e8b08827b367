//! The files of a program's processes: each has a copy of all of them in its own memory, and what one changes is changed in
//! every copy, in the same order. See [the journal](crate::python::processes::Journal).

use super::tree::{Entry, File, Folder, HELD, LIMIT, NUMBERS, Tree};
use super::{ENOSPC, Errno, LONGEST_PATH, ROOM, Result, TREE, lock, with_tree};
use crate::platform::process::{decode, encode};
use crate::python::life::life;
use crate::python::processes::{Board, Journal, Position};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, Weak};

/// What has changed. Paths are from the root; files that lie nowhere any more have their numbers.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Change {
    File {
        path: String,
        number: u64,
        mode: u32,
    },
    Folder {
        path: String,
        mode: u32,
    },
    Gone {
        path: String,
    },
    Moved {
        from: String,
        to: String,
    },
    Size {
        number: u64,
        size: u64,
    },
    Written {
        number: u64,
        at: u64,
        bytes: Vec<u8>,
    },
    Mode {
        path: String,
        mode: u32,
    },
    Times {
        path: String,
        accessed_ns: i64,
        modified_ns: i64,
    },
}

/// How much a change takes at most besides the bytes that are written.
const CHANGE: usize = 2 * LONGEST_PATH + 64;

/// How far this process's copy is.
static POSITION: Mutex<Position> = Mutex::new(Position::BEGIN);

/// All files that there are, by their numbers.
static FILES: Mutex<Option<HashMap<u64, Weak<File>>>> = Mutex::new(None);

/// From here on a file is found by its number.
pub(super) fn is_there(file: &Arc<File>) {
    let mut files = lock(&FILES);
    let files = files.get_or_insert_default();
    files.insert(file.node.number, Arc::downgrade(file));
}

/// A file is no more.
pub(super) fn is_gone(number: u64) {
    if let Some(files) = lock(&FILES).as_mut() {
        files.remove(&number);
    }
}

fn file_of(number: u64) -> Option<Arc<File>> {
    lock(&FILES).as_ref()?.get(&number)?.upgrade()
}

fn board() -> Option<Arc<Board>> {
    life()?.processes.board().cloned()
}

/// Brings this copy to where the others are. To be called before files are looked at.
pub(super) fn see() {
    let Some(board) = board() else { return };
    if board.has_more(&lock(&POSITION)) {
        catch_up(&board.journal());
    }
}

fn catch_up(journal: &Journal<'_>) {
    let mut position = lock(&POSITION);
    for entry in journal.read(&mut position) {
        if let Ok(change) = decode::<Change>(&entry) {
            // What has no room in this copy has none: the process whose change it is has been told of its own.
            let _ = made(change);
        }
    }
}

/// Does something that changes files, of which it gives the change; `bytes` are as many as it writes.
///
/// # Errors
/// Those of what is done; [`ENOSPC`] where what processes share has no room for the change.
pub(super) fn changing<T>(
    bytes: usize,
    something: impl FnOnce() -> Result<(T, Option<Change>)>,
) -> Result<T> {
    let Some(board) = board() else {
        return something().map(|(result, _)| result);
    };
    let journal = board.journal();
    catch_up(&journal);
    if !board.has_children() {
        return something().map(|(result, _)| result);
    }
    let room = journal.room(bytes + CHANGE).ok_or(ENOSPC)?;
    match something() {
        Ok((result, Some(change))) => {
            journal.write(&room, &encode(&change), &mut lock(&POSITION));
            Ok(result)
        }
        other => {
            journal.leave(&room);
            other.map(|(result, _)| result)
        }
    }
}

/// Makes a change that another process has made.
fn made(change: Change) -> Result<()> {
    match change {
        Change::File { path, number, mode } => {
            with_tree(|tree| tree.put_file(&path, number, mode))?;
        }
        Change::Folder { path, mode } => with_tree(|tree| tree.put_folder(&path, mode))?,
        Change::Gone { path } => with_tree(|tree| {
            let names = tree.names(&path)?;
            let (name, parents) = names.split_last().ok_or(ENOSPC)?;
            tree.folder_mut(parents)?.entries.remove(name);
            Ok(())
        })?,
        Change::Moved { from, to } => with_tree(|tree| tree.rename(&from, &to))?,
        Change::Size { number, size } => {
            if let Some(file) = file_of(number) {
                file.resize(&mut lock(&file.bytes), size as usize)?;
            }
        }
        Change::Written { number, at, bytes } => {
            if let Some(file) = file_of(number) {
                file.put(&mut lock(&file.bytes), at as usize, &bytes)?;
            }
        }
        Change::Mode { path, mode } => super::with_node(&path, |node| {
            node.mode.store(mode, Ordering::Relaxed);
        })?,
        Change::Times {
            path,
            accessed_ns,
            modified_ns,
        } => super::with_node(&path, |node| {
            node.accessed_ns.store(accessed_ns, Ordering::Relaxed);
            node.modified_ns.store(modified_ns, Ordering::Relaxed);
        })?,
    }
    Ok(())
}

/// All files, as a process begins with them.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Saved {
    current: String,
    umask: u32,
    /// How far the journal is of which this is what came.
    number: u32,
    folders: Vec<(String, u32)>,
    files: Vec<(String, u64, u32, Vec<u8>)>,
}

/// A copy of all files, for a process that begins.
pub(in crate::python::browser) fn saved() -> Vec<u8> {
    let board = board();
    let journal = board.as_ref().map(|board| board.journal());
    if let Some(journal) = &journal {
        catch_up(journal);
    }
    let mut saved = with_tree(|tree| {
        let mut saved = Saved {
            current: tree.current.clone(),
            umask: tree.umask,
            ..Saved::default()
        };
        saved.add(&tree.root, "");
        saved
    });
    saved.number = lock(&POSITION).number;
    encode(&saved)
}

impl Saved {
    fn add(&mut self, folder: &Folder, path: &str) {
        for (name, entry) in &folder.entries {
            let path = format!("{path}/{name}");
            match entry {
                Entry::File(file) => {
                    let mode = file.node.mode.load(Ordering::Relaxed);
                    let bytes = lock(&file.bytes).clone();
                    self.files.push((path, file.node.number, mode, bytes));
                }
                Entry::Folder(inner) => {
                    let mode = inner.node.mode.load(Ordering::Relaxed);
                    self.folders.push((path.clone(), mode));
                    self.add(inner, &path);
                }
            }
        }
    }
}

/// Takes such a copy. `process` is a number that no other process of the program has.
///
/// # Errors
/// Where it is none.
pub(in crate::python::browser) fn take(
    saved: &[u8],
    process: u32,
) -> std::result::Result<(), String> {
    let saved: Saved = decode(saved).map_err(|error| error.to_string())?;
    super::begin(Vec::new()).map_err(|Errno(number)| super::super::errno::message(number))?;
    // Files that this process will make have numbers of its own.
    NUMBERS.store((u64::from(process) << 32) + 1, Ordering::Relaxed);
    *lock(&POSITION) = Position::at(saved.number);
    let given: usize = saved.files.iter().map(|(_, _, _, bytes)| bytes.len()).sum();
    LIMIT.store(
        HELD.load(Ordering::Relaxed) + given + ROOM,
        Ordering::Relaxed,
    );
    let lay = |tree: &mut Tree| -> Result<()> {
        for (path, mode) in &saved.folders {
            tree.put_folder(path, *mode)?;
        }
        for (path, number, mode, bytes) in saved.files {
            let file = tree.put_file(&path, number, mode)?;
            HELD.fetch_add(bytes.len(), Ordering::Relaxed);
            *lock(&file.bytes) = bytes;
        }
        tree.current = saved.current;
        tree.umask = saved.umask;
        Ok(())
    };
    let mut tree = lock(&TREE);
    lay(tree.get_or_insert_with(Tree::new))
        .map_err(|Errno(number)| super::super::errno::message(number))
}

/// This program's copy is the only one yet.
pub(super) fn begin() {
    *lock(&POSITION) = Position::BEGIN;
}
