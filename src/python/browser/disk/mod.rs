//! The file system of a Python program in a page: folders and files in memory, and the descriptors under which files are
//! open. All threads of a program share it, and it needs no lock of Python's. Its processes have copies, see `copies`; what lies where is
//! in `tree`.

mod copies;
mod tree;

use super::errno::{EBADF, EEXIST, EINVAL, EISDIR, EMFILE, ENOENT, ENOSPC, ENOTDIR, ESPIPE, Errno};
pub(super) use copies::{saved, take};

use crate::platform::lock;
use copies::{Change, changing, see};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, MutexGuard};
use tree::{Entry, File, Folder, HELD, LIMIT, Node, Tree, now_ns};

/// The program's working folder at its start.
pub(crate) const HOME: &str = "/home";
/// Where temporary files go.
pub(crate) const TEMPORARY: &str = "/tmp";
/// How many bytes a program's files may hold beside those that it was given.
const ROOM: usize = 100_000_000;
/// How many files may be open.
const MOST_OPEN: usize = 1_024;
/// The longest name of a file, and the longest path.
const LONGEST_NAME: usize = 255;
const LONGEST_PATH: usize = 4_096;

pub(crate) const O_ACCESS: i32 = 3;
pub(crate) const O_RDONLY: i32 = 0;
pub(crate) const O_WRONLY: i32 = 1;
pub(crate) const O_RDWR: i32 = 2;
pub(crate) const O_CREAT: i32 = 0o100;
pub(crate) const O_EXCL: i32 = 0o200;
pub(crate) const O_TRUNC: i32 = 0o1000;
pub(crate) const O_APPEND: i32 = 0o2000;
pub(crate) const O_DIRECTORY: i32 = 0o200_000;

type Result<T> = std::result::Result<T, Errno>;

/// What is told of a file, a folder or a stream.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stat {
    pub mode: u32,
    pub number: u64,
    pub size: usize,
    pub accessed_ns: i64,
    pub modified_ns: i64,
    pub changed_ns: i64,
}

pub(crate) const FOLDER: u32 = 0o040_000;
pub(crate) const FILE: u32 = 0o100_000;
const STREAM: u32 = 0o020_000;
pub(crate) const KIND: u32 = 0o170_000;

impl Stat {
    pub fn is_folder(self) -> bool {
        self.mode & KIND == FOLDER
    }
}

static TREE: Mutex<Option<Tree>> = Mutex::new(None);

fn tree() -> MutexGuard<'static, Option<Tree>> {
    lock(&TREE)
}

fn with_tree<T>(something: impl FnOnce(&mut Tree) -> T) -> T {
    something(tree().get_or_insert_with(Tree::new))
}

/// What a descriptor stands for.
#[derive(Debug)]
enum What {
    File(Arc<File>),
    /// The program's own streams: standard input, output and errors.
    Stream(i32),
    Folder(String),
}

#[derive(Debug)]
struct Open {
    what: What,
    flags: i32,
    at: Mutex<usize>,
}

static OPEN: Mutex<Vec<Option<Arc<Open>>>> = Mutex::new(Vec::new());

/// What reads and writes the program's own streams.
pub(crate) trait Streams: Send + Sync {
    /// Writes to standard output (1) or errors (2), all of it.
    fn write(&self, stream: i32, bytes: &[u8]) -> Result<usize>;
    /// Reads from standard input; nothing is its end.
    fn read(&self, bytes: &mut [u8]) -> Result<usize>;
}

static STREAMS: Mutex<Option<Arc<dyn Streams>>> = Mutex::new(None);

/// Says what a program's standard streams are, for whoever uses them by their descriptors.
pub(crate) fn set_streams(streams: Option<Arc<dyn Streams>>) {
    *lock(&STREAMS) = streams;
}

/// Empties the disk, closes what is open, and lays these files into the working folder.
pub(crate) fn begin(files: Vec<(String, Vec<u8>)>) -> Result<()> {
    lock(&OPEN).clear();
    *tree() = Some(Tree::new());
    copies::begin();
    let given = files.iter().map(|(_, bytes)| bytes.len()).sum::<usize>();
    // What is still open of an earlier program counts for nobody.
    LIMIT.store(
        HELD.load(Ordering::Relaxed) + given + ROOM,
        Ordering::Relaxed,
    );
    for (name, bytes) in files {
        if let Some((folders, _)) = name.rsplit_once('/') {
            make_folders(folders)?;
        }
        let path = format!("{HOME}/{name}");
        let What::File(file) =
            with_tree(|tree| tree.open(&path, O_WRONLY | O_CREAT | O_TRUNC, 0o644))?
        else {
            return Err(EISDIR);
        };
        // Not copied: it may be large.
        HELD.fetch_add(bytes.len(), Ordering::Relaxed);
        *lock(&file.bytes) = bytes;
        file.laid.get_or_init(|| name);
        file.is_changed.store(false, Ordering::Relaxed);
    }
    Ok(())
}

fn make_folders(below_home: &str) -> Result<()> {
    let mut path = String::from(HOME);
    for name in below_home.split('/') {
        path = format!("{path}/{name}");
        match with_tree(|tree| tree.make_folder(&path, 0o755)) {
            Ok(()) | Err(EEXIST) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// The files below the working folder that the program has made or changed, by their relative paths.
pub(crate) fn changed() -> Vec<(String, Vec<u8>)> {
    see();
    fn collect(folder: &Folder, path: &str, found: &mut Vec<(String, Arc<File>)>) {
        for (name, entry) in &folder.entries {
            let path = if path.is_empty() {
                name.clone()
            } else {
                format!("{path}/{name}")
            };
            match entry {
                Entry::File(file) if file.is_of_program(&path) => {
                    found.push((path, file.clone()));
                }
                Entry::File(_) => {}
                Entry::Folder(_) if name == "__pycache__" => {}
                Entry::Folder(folder) => collect(folder, &path, found),
            }
        }
    }
    let mut found = Vec::new();
    with_tree(|tree| {
        if let Some(Entry::Folder(home)) = tree.root.entries.get(HOME.trim_start_matches('/')) {
            collect(home, "", &mut found);
        }
    });
    let copied = |(path, file): (String, Arc<File>)| (path, lock(&file.bytes).clone());
    found.into_iter().map(copied).collect()
}

pub(crate) fn stat(path: &str) -> Result<Stat> {
    see();
    with_tree(|tree| tree.stat(path))
}

/// The names in a folder, in their order.
pub(crate) fn names(path: &str) -> Result<Vec<(String, Stat)>> {
    see();
    with_tree(|tree| {
        let names = tree.names(path)?;
        let folder = tree.folder(&names)?;
        Ok(folder
            .entries
            .iter()
            .map(|(name, entry)| (name.clone(), entry.stat()))
            .collect())
    })
}

pub(crate) fn make_folder(path: &str, mode: u32) -> Result<()> {
    changing_tree(|tree| {
        tree.make_folder(path, mode)?;
        let mode = mode & !tree.umask & 0o777;
        let path = tree.whole(path)?;
        Ok(Change::Folder { path, mode })
    })
}

pub(crate) fn remove_folder(path: &str) -> Result<()> {
    changing_tree(|tree| {
        let whole = tree.whole(path)?;
        tree.remove_folder(path)?;
        Ok(Change::Gone { path: whole })
    })
}

pub(crate) fn remove(path: &str) -> Result<()> {
    changing_tree(|tree| {
        let whole = tree.whole(path)?;
        tree.remove(path)?;
        Ok(Change::Gone { path: whole })
    })
}

pub(crate) fn rename(from: &str, to: &str) -> Result<()> {
    changing_tree(|tree| {
        let (whole_from, whole_to) = (tree.whole(from)?, tree.whole(to)?);
        tree.rename(from, to)?;
        Ok(Change::Moved {
            from: whole_from,
            to: whole_to,
        })
    })
}

/// Changes the tree, here and in all copies.
fn changing_tree(something: impl FnOnce(&mut Tree) -> Result<Change>) -> Result<()> {
    changing(0, || with_tree(something).map(|change| ((), Some(change))))
}

pub(crate) fn current() -> String {
    with_tree(|tree| tree.current.clone())
}

pub(crate) fn change_current(path: &str) -> Result<()> {
    see();
    with_tree(|tree| {
        let names = tree.names(path)?;
        tree.folder(&names)?;
        tree.current = format!("/{}", names.join("/"));
        Ok(())
    })
}

/// Sets the mask of new files' modes, and tells the one before.
pub(crate) fn umask(mask: u32) -> u32 {
    with_tree(|tree| std::mem::replace(&mut tree.umask, mask & 0o777))
}

/// A file or folder's node, and what is done with it.
fn with_node<T>(path: &str, something: impl FnOnce(&Node) -> T) -> Result<T> {
    with_tree(|tree| {
        let names = tree.names(path)?;
        match tree.entry(&names)? {
            Some(Entry::File(file)) => Ok(something(&file.node)),
            Some(Entry::Folder(folder)) => Ok(something(&folder.node)),
            None if names.is_empty() => Ok(something(&tree.root.node)),
            None => Err(ENOENT),
        }
    })
}

pub(crate) fn change_mode(path: &str, mode: u32) -> Result<()> {
    let mode = mode & 0o7777;
    changing(0, || {
        with_node(path, |node| node.mode.store(mode, Ordering::Relaxed))?;
        let path = with_tree(|tree| tree.whole(path))?;
        Ok(((), Some(Change::Mode { path, mode })))
    })
}

/// Sets the times of the last access and the last change, in nanoseconds; `None` is now.
pub(crate) fn set_times(path: &str, times_ns: Option<(i64, i64)>) -> Result<()> {
    let (accessed_ns, modified_ns) = times_ns.unwrap_or_else(|| (now_ns(), now_ns()));
    changing(0, || {
        with_node(path, |node| {
            node.accessed_ns.store(accessed_ns, Ordering::Relaxed);
            node.modified_ns.store(modified_ns, Ordering::Relaxed);
        })?;
        let path = with_tree(|tree| tree.whole(path))?;
        let change = Change::Times {
            path,
            accessed_ns,
            modified_ns,
        };
        Ok(((), Some(change)))
    })
}

/// Makes a file so long.
pub(crate) fn truncate(path: &str, size: usize) -> Result<()> {
    changing(0, || {
        let What::File(file) = with_tree(|tree| tree.open(path, O_WRONLY, 0))? else {
            return Err(EISDIR);
        };
        file.resize(&mut lock(&file.bytes), size)?;
        Ok(((), Some(file.has_size(size))))
    })
}

/// Gives a descriptor for the lowest number that is free.
fn number(open: Arc<Open>) -> Result<i32> {
    let mut table = opened();
    let free = table
        .iter()
        .position(Option::is_none)
        .unwrap_or(table.len());
    if free >= MOST_OPEN {
        return Err(EMFILE);
    }
    if free == table.len() {
        table.push(None);
    }
    table[free] = Some(open);
    Ok(free as i32)
}

/// The descriptors, the program's own three among them.
fn opened() -> MutexGuard<'static, Vec<Option<Arc<Open>>>> {
    let mut table = lock(&OPEN);
    if table.is_empty() {
        for stream in 0..3 {
            table.push(Some(Arc::new(Open {
                what: What::Stream(stream),
                flags: if stream == 0 { O_RDONLY } else { O_WRONLY },
                at: Mutex::new(0),
            })));
        }
    }
    table
}

fn of(descriptor: i32) -> Result<Arc<Open>> {
    let index = usize::try_from(descriptor).map_err(|_| EBADF)?;
    opened().get(index).cloned().flatten().ok_or(EBADF)
}

pub(crate) fn open(path: &str, flags: i32, mode: u32) -> Result<i32> {
    let what = match flags & (O_CREAT | O_TRUNC) {
        0 => {
            see();
            with_tree(|tree| tree.open(path, flags, mode))?
        }
        _ => changing(0, || {
            with_tree(|tree| {
                let is_new = tree.stat(path).is_err();
                let what = tree.open(path, flags, mode)?;
                let change = match &what {
                    What::File(file) if is_new => Some(Change::File {
                        path: tree.whole(path)?,
                        number: file.node.number,
                        mode: file.node.mode.load(Ordering::Relaxed),
                    }),
                    What::File(file) if flags & O_TRUNC != 0 => Some(file.has_size(0)),
                    _ => None,
                };
                Ok((what, change))
            })
        })?,
    };
    number(Arc::new(Open {
        what,
        flags,
        at: Mutex::new(0),
    }))
}

pub(crate) fn close(descriptor: i32) -> Result<()> {
    let index = usize::try_from(descriptor).map_err(|_| EBADF)?;
    let closed = opened().get_mut(index).and_then(Option::take);
    closed.map(drop).ok_or(EBADF)
}

/// Another descriptor of the same.
pub(crate) fn duplicate(descriptor: i32) -> Result<i32> {
    number(of(descriptor)?)
}

/// The same under this number, which is closed before where it is open.
pub(crate) fn duplicate_to(descriptor: i32, wanted: i32) -> Result<i32> {
    let open = of(descriptor)?;
    let index = usize::try_from(wanted).map_err(|_| EBADF)?;
    if index >= MOST_OPEN {
        return Err(EBADF);
    }
    let mut table = opened();
    if table.len() <= index {
        table.resize(index + 1, None);
    }
    table[index] = Some(open);
    Ok(wanted)
}

/// What is open under this number.
pub(crate) fn descriptor_stat(descriptor: i32) -> Result<Stat> {
    see();
    match &of(descriptor)?.what {
        What::File(file) => Ok(file.stat()),
        What::Folder(path) => stat(path),
        What::Stream(stream) => Ok(Stat {
            mode: STREAM | 0o620,
            number: 0,
            size: 0,
            accessed_ns: *stream as i64,
            modified_ns: 0,
            changed_ns: 0,
        }),
    }
}

/// The folder that is open under this number.
pub(crate) fn descriptor_folder(descriptor: i32) -> Result<String> {
    match &of(descriptor)?.what {
        What::Folder(path) => Ok(path.clone()),
        _ => Err(ENOTDIR),
    }
}

/// Whether this is one of the program's own streams.
pub(crate) fn is_stream(descriptor: i32) -> Result<bool> {
    Ok(matches!(of(descriptor)?.what, What::Stream(_)))
}

fn streams() -> Result<Arc<dyn Streams>> {
    lock(&STREAMS).clone().ok_or(EBADF)
}

pub(crate) fn read(descriptor: i32, into: &mut [u8]) -> Result<usize> {
    see();
    let open = of(descriptor)?;
    if open.flags & O_ACCESS == O_WRONLY {
        return Err(EBADF);
    }
    let file = match &open.what {
        What::File(file) => file,
        What::Folder(_) => return Err(EISDIR),
        What::Stream(_) => return streams()?.read(into),
    };
    let mut at = lock(&open.at);
    let bytes = lock(&file.bytes);
    let rest = bytes.get(*at..).unwrap_or_default();
    let count = rest.len().min(into.len());
    into[..count].copy_from_slice(&rest[..count]);
    *at += count;
    Ok(count)
}

/// All that follows.
pub(crate) fn read_all(descriptor: i32) -> Result<Vec<u8>> {
    see();
    let open = of(descriptor)?;
    if open.flags & O_ACCESS == O_WRONLY {
        return Err(EBADF);
    }
    match &open.what {
        What::File(file) => {
            let mut at = lock(&open.at);
            let bytes = lock(&file.bytes);
            let rest = bytes.get(*at..).unwrap_or_default();
            let mut read = Vec::new();
            read.try_reserve_exact(rest.len())
                .map_err(|_| super::errno::ENOMEM)?;
            read.extend_from_slice(rest);
            *at += rest.len();
            Ok(read)
        }
        What::Folder(_) => Err(EISDIR),
        What::Stream(_) => {
            let streams = streams()?;
            let mut read = Vec::new();
            let mut part = [0; 8192];
            loop {
                match streams.read(&mut part)? {
                    0 => return Ok(read),
                    count => read.extend_from_slice(&part[..count]),
                }
            }
        }
    }
}

pub(crate) fn write(descriptor: i32, from: &[u8]) -> Result<usize> {
    let open = of(descriptor)?;
    if open.flags & O_ACCESS == O_RDONLY {
        return Err(EBADF);
    }
    let file = match &open.what {
        What::File(file) => file,
        What::Folder(_) => return Err(EISDIR),
        What::Stream(stream) => return streams()?.write(*stream, from),
    };
    changing(from.len(), || {
        let mut at = lock(&open.at);
        let mut bytes = lock(&file.bytes);
        if open.flags & O_APPEND != 0 {
            *at = bytes.len();
        }
        file.put(&mut bytes, *at, from)?;
        let change = Change::Written {
            number: file.node.number,
            at: *at as u64,
            bytes: from.to_vec(),
        };
        *at += from.len();
        Ok((from.len(), Some(change)))
    })
}

pub(crate) const FROM_START: i32 = 0;
pub(crate) const FROM_HERE: i32 = 1;
pub(crate) const FROM_END: i32 = 2;

pub(crate) fn seek(descriptor: i32, by: i64, from: i32) -> Result<u64> {
    see();
    let open = of(descriptor)?;
    let What::File(file) = &open.what else {
        return Err(ESPIPE);
    };
    let mut at = lock(&open.at);
    let base = match from {
        FROM_START => 0,
        FROM_HERE => *at,
        FROM_END => lock(&file.bytes).len(),
        _ => return Err(EINVAL),
    };
    let to = (base as i64).checked_add(by).ok_or(EINVAL)?;
    *at = usize::try_from(to).map_err(|_| EINVAL)?;
    Ok(to as u64)
}

pub(crate) fn descriptor_truncate(descriptor: i32, size: usize) -> Result<()> {
    let open = of(descriptor)?;
    match &open.what {
        What::File(file) if open.flags & O_ACCESS != O_RDONLY => changing(0, || {
            file.resize(&mut lock(&file.bytes), size)?;
            Ok(((), Some(file.has_size(size))))
        }),
        _ => Err(EINVAL),
    }
}

pub(crate) fn descriptor_mode(descriptor: i32, mode: u32) -> Result<()> {
    match &of(descriptor)?.what {
        What::File(file) => {
            file.node.mode.store(mode & 0o7777, Ordering::Relaxed);
            Ok(())
        }
        What::Folder(path) => change_mode(path, mode),
        What::Stream(_) => Err(EINVAL),
    }
}
