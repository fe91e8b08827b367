//! The file system of a Python program in a page: folders and files in memory, and the descriptors under which files are
//! open. All threads of a program share it, and it needs no lock of Python's. Its processes have copies, see `copies`.

mod copies;

use super::errno::{
    EACCES, EBADF, EEXIST, EINVAL, EISDIR, EMFILE, ENAMETOOLONG, ENOENT, ENOSPC, ENOTDIR,
    ENOTEMPTY, ESPIPE, Errno,
};
pub(super) use copies::{saved, take};

use crate::platform::{clock, lock};
use copies::{Change, changing, see};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU32, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, Weak};

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

/// Since the epoch, in nanoseconds.
fn now_ns() -> i64 {
    (clock::now_us() * 1e3) as i64
}

static NUMBERS: AtomicU64 = AtomicU64::new(1);

/// What both files and folders have.
#[derive(Debug)]
struct Node {
    number: u64,
    mode: AtomicU32,
    accessed_ns: AtomicI64,
    modified_ns: AtomicI64,
    changed_ns: AtomicI64,
}

impl Node {
    fn new(mode: u32) -> Self {
        Self::numbered(mode, NUMBERS.fetch_add(1, Ordering::Relaxed))
    }

    fn numbered(mode: u32, number: u64) -> Self {
        let now = now_ns();
        Self {
            number,
            mode: AtomicU32::new(mode),
            accessed_ns: AtomicI64::new(now),
            modified_ns: AtomicI64::new(now),
            changed_ns: AtomicI64::new(now),
        }
    }

    fn modified(&self) {
        let now = now_ns();
        self.modified_ns.store(now, Ordering::Relaxed);
        self.changed_ns.store(now, Ordering::Relaxed);
    }

    fn stat(&self, kind: u32, size: usize) -> Stat {
        Stat {
            mode: kind | self.mode.load(Ordering::Relaxed),
            number: self.number,
            size,
            accessed_ns: self.accessed_ns.load(Ordering::Relaxed),
            modified_ns: self.modified_ns.load(Ordering::Relaxed),
            changed_ns: self.changed_ns.load(Ordering::Relaxed),
        }
    }
}

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

/// Bytes that all files hold, and how many they may hold. Those of a file that was deleted and is still open count.
static HELD: AtomicUsize = AtomicUsize::new(0);
static LIMIT: AtomicUsize = AtomicUsize::new(ROOM);

/// A file's bytes.
#[derive(Debug)]
struct File {
    node: Node,
    bytes: Mutex<Vec<u8>>,
    /// Where it was laid for the program, below the working folder.
    laid: OnceLock<String>,
    is_changed: AtomicBool,
}

impl Drop for File {
    fn drop(&mut self) {
        let bytes = self.bytes.get_mut().map_or(0, |bytes| bytes.len());
        HELD.fetch_sub(bytes, Ordering::Relaxed);
        copies::is_gone(self.node.number);
    }
}

impl File {
    fn new(node: Node) -> Arc<Self> {
        let file = Arc::new(Self {
            node,
            bytes: Mutex::default(),
            laid: OnceLock::new(),
            is_changed: AtomicBool::new(false),
        });
        copies::is_there(&file);
        file
    }

    /// Writes bytes at a place, beyond the end too; what is between is zero.
    fn put(&self, bytes: &mut Vec<u8>, at: usize, from: &[u8]) -> Result<()> {
        let end = at.checked_add(from.len()).ok_or(super::errno::EFBIG)?;
        if end > bytes.len() {
            self.resize(bytes, end)?;
        } else {
            self.written();
        }
        bytes[at..end].copy_from_slice(from);
        Ok(())
    }

    /// Makes the file so long; what is new is zero.
    fn resize(&self, bytes: &mut Vec<u8>, size: usize) -> Result<()> {
        let before = bytes.len();
        if size > before {
            let more = size - before;
            let limit = LIMIT.load(Ordering::Relaxed);
            let fits = |held: usize| held.checked_add(more).filter(|&held| held <= limit);
            HELD.try_update(Ordering::Relaxed, Ordering::Relaxed, fits)
                .map_err(|_| ENOSPC)?;
            if bytes.try_reserve(more).is_err() {
                HELD.fetch_sub(more, Ordering::Relaxed);
                return Err(ENOSPC);
            }
            bytes.resize(size, 0);
        } else {
            HELD.fetch_sub(before - size, Ordering::Relaxed);
            bytes.truncate(size);
            if size < bytes.capacity() / 4 {
                bytes.shrink_to(size * 2);
            }
        }
        self.written();
        Ok(())
    }

    fn written(&self) {
        self.node.modified();
        self.is_changed.store(true, Ordering::Relaxed);
    }

    /// Whether the program has made or changed it, or moved it to this place.
    fn is_of_program(&self, path: &str) -> bool {
        self.is_changed.load(Ordering::Relaxed) || self.laid.get().is_none_or(|laid| laid != path)
    }

    fn stat(&self) -> Stat {
        self.node.stat(FILE, lock(&self.bytes).len())
    }

    /// The change by which it has become so long.
    fn has_size(&self, size: usize) -> Change {
        Change::Size {
            number: self.node.number,
            size: size as u64,
        }
    }
}

#[derive(Debug)]
enum Entry {
    File(Arc<File>),
    Folder(Folder),
}

#[derive(Debug)]
struct Folder {
    node: Node,
    entries: BTreeMap<String, Entry>,
}

impl Folder {
    fn new(mode: u32) -> Self {
        Self {
            node: Node::new(mode),
            entries: BTreeMap::new(),
        }
    }

    fn stat(&self) -> Stat {
        self.node.stat(FOLDER, 4096)
    }
}

impl Entry {
    fn stat(&self) -> Stat {
        match self {
            Self::File(file) => file.stat(),
            Self::Folder(folder) => folder.stat(),
        }
    }
}

struct Tree {
    root: Folder,
    /// Absolute, without `.` and `..`.
    current: String,
    umask: u32,
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

impl Tree {
    fn new() -> Self {
        let mut root = Folder::new(0o755);
        for folder in [HOME, TEMPORARY] {
            let name = folder.trim_start_matches('/').to_owned();
            root.entries.insert(name, Entry::Folder(Folder::new(0o755)));
        }
        Self {
            root,
            current: HOME.into(),
            umask: 0o022,
        }
    }

    /// The names that lead to `path` from the root.
    fn names(&self, path: &str) -> Result<Vec<String>> {
        if path.is_empty() {
            return Err(ENOENT);
        }
        if path.len() > LONGEST_PATH {
            return Err(ENAMETOOLONG);
        }
        let base = if path.starts_with('/') {
            ""
        } else {
            &self.current
        };
        let mut names: Vec<String> = Vec::new();
        for name in base.split('/').chain(path.split('/')) {
            match name {
                "" | "." => {}
                ".." => {
                    // Through what is no folder no path leads back.
                    self.folder(&names)?;
                    names.pop();
                }
                name if name.len() > LONGEST_NAME => return Err(ENAMETOOLONG),
                name => names.push(name.into()),
            }
        }
        // A path that ends so means a folder.
        if (path.ends_with('/') || path.ends_with("/."))
            && self
                .entry(&names)?
                .is_some_and(|entry| !entry.stat().is_folder())
        {
            return Err(ENOTDIR);
        }
        Ok(names)
    }

    fn folder(&self, names: &[String]) -> Result<&Folder> {
        let mut folder = &self.root;
        for name in names {
            folder = match folder.entries.get(name) {
                Some(Entry::Folder(folder)) => folder,
                Some(Entry::File(_)) => return Err(ENOTDIR),
                None => return Err(ENOENT),
            };
        }
        Ok(folder)
    }

    fn folder_mut(&mut self, names: &[String]) -> Result<&mut Folder> {
        let mut folder = &mut self.root;
        for name in names {
            folder = match folder.entries.get_mut(name) {
                Some(Entry::Folder(folder)) => folder,
                Some(Entry::File(_)) => return Err(ENOTDIR),
                None => return Err(ENOENT),
            };
        }
        Ok(folder)
    }

    /// What lies there; the root is nobody's entry, and so is nothing.
    fn entry(&self, names: &[String]) -> Result<Option<&Entry>> {
        match names.split_last() {
            None => Ok(None),
            Some((name, folder)) => Ok(self.folder(folder)?.entries.get(name)),
        }
    }

    fn stat(&self, path: &str) -> Result<Stat> {
        let names = self.names(path)?;
        if names.is_empty() {
            return Ok(self.root.stat());
        }
        Ok(self.entry(&names)?.ok_or(ENOENT)?.stat())
    }

    fn open(&mut self, path: &str, flags: i32, mode: u32) -> Result<What> {
        let names = self.names(path)?;
        let writes = flags & O_ACCESS != O_RDONLY;
        let mode = mode & !self.umask & 0o777;
        let Some((name, parents)) = names.split_last() else {
            return if writes {
                Err(EISDIR)
            } else {
                Ok(What::Folder("/".into()))
            };
        };
        if flags & O_CREAT != 0 && path.ends_with('/') {
            return Err(EISDIR);
        }
        let folder = self.folder_mut(parents)?;
        match folder.entries.get(name) {
            Some(_) if flags & O_CREAT != 0 && flags & O_EXCL != 0 => Err(EEXIST),
            Some(Entry::Folder(_)) if writes || flags & O_CREAT != 0 => Err(EISDIR),
            Some(Entry::Folder(_)) => Ok(What::Folder(format!("/{}", names.join("/")))),
            Some(Entry::File(_)) if flags & O_DIRECTORY != 0 => Err(ENOTDIR),
            Some(Entry::File(file)) => {
                let file = file.clone();
                let allowed = file.node.mode.load(Ordering::Relaxed);
                if (writes && allowed & 0o200 == 0)
                    || (flags & O_ACCESS != O_WRONLY && allowed & 0o400 == 0)
                {
                    return Err(EACCES);
                }
                if flags & O_TRUNC != 0 {
                    file.resize(&mut lock(&file.bytes), 0)?;
                }
                Ok(What::File(file))
            }
            None if flags & O_CREAT == 0 => Err(ENOENT),
            None => {
                let file = File::new(Node::new(mode));
                folder
                    .entries
                    .insert(name.clone(), Entry::File(file.clone()));
                folder.node.modified();
                Ok(What::File(file))
            }
        }
    }

    /// A path from the root to what lies, or would lie, at `path`.
    fn whole(&self, path: &str) -> Result<String> {
        Ok(format!("/{}", self.names(path)?.join("/")))
    }

    /// Puts an empty file there, in place of whatever lies there.
    fn put_file(&mut self, path: &str, number: u64, mode: u32) -> Result<Arc<File>> {
        let names = self.names(path)?;
        let (name, parents) = names.split_last().ok_or(EISDIR)?;
        let file = File::new(Node::numbered(mode, number));
        file.is_changed.store(true, Ordering::Relaxed);
        let folder = self.folder_mut(parents)?;
        folder
            .entries
            .insert(name.clone(), Entry::File(file.clone()));
        folder.node.modified();
        Ok(file)
    }

    /// Sees to it that a folder is there.
    fn put_folder(&mut self, path: &str, mode: u32) -> Result<()> {
        let names = self.names(path)?;
        let (name, parents) = names.split_last().ok_or(EEXIST)?;
        self.folder_mut(parents)?
            .entries
            .entry(name.clone())
            .or_insert_with(|| Entry::Folder(Folder::new(mode)));
        Ok(())
    }

    fn make_folder(&mut self, path: &str, mode: u32) -> Result<()> {
        let mode = mode & !self.umask & 0o777;
        let names = self.names(path)?;
        let (name, parents) = names.split_last().ok_or(EEXIST)?;
        let folder = self.folder_mut(parents)?;
        if folder.entries.contains_key(name) {
            return Err(EEXIST);
        }
        folder
            .entries
            .insert(name.clone(), Entry::Folder(Folder::new(mode)));
        folder.node.modified();
        Ok(())
    }

    fn remove_folder(&mut self, path: &str) -> Result<()> {
        let names = self.names(path)?;
        let (name, parents) = names.split_last().ok_or(EACCES)?;
        let folder = self.folder_mut(parents)?;
        match folder.entries.get(name) {
            None => return Err(ENOENT),
            Some(Entry::File(_)) => return Err(ENOTDIR),
            Some(Entry::Folder(inner)) if !inner.entries.is_empty() => return Err(ENOTEMPTY),
            Some(Entry::Folder(_)) => {}
        }
        folder.entries.remove(name);
        folder.node.modified();
        Ok(())
    }

    fn remove(&mut self, path: &str) -> Result<()> {
        let names = self.names(path)?;
        let (name, parents) = names.split_last().ok_or(EISDIR)?;
        let folder = self.folder_mut(parents)?;
        match folder.entries.get(name) {
            None => return Err(ENOENT),
            Some(Entry::Folder(_)) => return Err(EISDIR),
            Some(Entry::File(_)) => {}
        }
        folder.entries.remove(name);
        folder.node.modified();
        Ok(())
    }

    fn rename(&mut self, from: &str, to: &str) -> Result<()> {
        let (from, to) = (self.names(from)?, self.names(to)?);
        let moved = self.entry(&from)?.ok_or(ENOENT)?;
        if from == to {
            return Ok(());
        }
        let is_folder = moved.stat().is_folder();
        if is_folder && to.starts_with(&from) {
            return Err(EINVAL);
        }
        match (is_folder, self.entry(&to)?) {
            (true, Some(Entry::File(_))) => return Err(ENOTDIR),
            (false, Some(Entry::Folder(_))) => return Err(EISDIR),
            (true, Some(Entry::Folder(folder))) if !folder.entries.is_empty() => {
                return Err(ENOTEMPTY);
            }
            _ => {}
        }
        let (name, parents) = to.split_last().ok_or(EEXIST)?;
        self.folder(parents)?;
        let (old_name, old_parents) = from.split_last().ok_or(EINVAL)?;
        let old = self.folder_mut(old_parents)?;
        let moved = old.entries.remove(old_name).ok_or(ENOENT)?;
        old.node.modified();
        let folder = self.folder_mut(parents)?;
        folder.entries.insert(name.clone(), moved);
        folder.node.modified();
        Ok(())
    }
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
