//! What lies on the disk: a tree of folders and files, and what is done to it.

use super::copies::{self, Change};
use super::{
    FILE, FOLDER, HOME, LONGEST_NAME, LONGEST_PATH, O_ACCESS, O_CREAT, O_DIRECTORY, O_EXCL,
    O_RDONLY, O_TRUNC, O_WRONLY, ROOM, Result, Stat, TEMPORARY, What,
};
use crate::platform::{clock, lock};
use crate::python::browser::errno::{
    EACCES, EEXIST, EFBIG, EINVAL, EISDIR, ENAMETOOLONG, ENOENT, ENOSPC, ENOTDIR, ENOTEMPTY,
};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU32, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

/// Since the epoch, in nanoseconds.
pub(super) fn now_ns() -> i64 {
    (clock::now_us() * 1e3) as i64
}

pub(super) static NUMBERS: AtomicU64 = AtomicU64::new(1);

/// What both files and folders have.
#[derive(Debug)]
pub(super) struct Node {
    pub number: u64,
    pub mode: AtomicU32,
    pub accessed_ns: AtomicI64,
    pub modified_ns: AtomicI64,
    pub changed_ns: AtomicI64,
}

impl Node {
    pub fn new(mode: u32) -> Self {
        Self::numbered(mode, NUMBERS.fetch_add(1, Ordering::Relaxed))
    }

    pub fn numbered(mode: u32, number: u64) -> Self {
        let now = now_ns();
        Self {
            number,
            mode: AtomicU32::new(mode),
            accessed_ns: AtomicI64::new(now),
            modified_ns: AtomicI64::new(now),
            changed_ns: AtomicI64::new(now),
        }
    }

    pub fn modified(&self) {
        let now = now_ns();
        self.modified_ns.store(now, Ordering::Relaxed);
        self.changed_ns.store(now, Ordering::Relaxed);
    }

    pub fn stat(&self, kind: u32, size: usize) -> Stat {
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

/// Bytes that all files hold, and how many they may hold. Those of a file that was deleted and is still open count.
pub(super) static HELD: AtomicUsize = AtomicUsize::new(0);
pub(super) static LIMIT: AtomicUsize = AtomicUsize::new(ROOM);

/// A file's bytes.
#[derive(Debug)]
pub(super) struct File {
    pub node: Node,
    pub bytes: Mutex<Vec<u8>>,
    /// Where it was laid for the program, below the working folder.
    pub laid: OnceLock<String>,
    pub is_changed: AtomicBool,
}

impl Drop for File {
    fn drop(&mut self) {
        let bytes = self.bytes.get_mut().map_or(0, |bytes| bytes.len());
        HELD.fetch_sub(bytes, Ordering::Relaxed);
        copies::is_gone(self.node.number);
    }
}

impl File {
    pub fn new(node: Node) -> Arc<Self> {
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
    pub fn put(&self, bytes: &mut Vec<u8>, at: usize, from: &[u8]) -> Result<()> {
        let end = at.checked_add(from.len()).ok_or(EFBIG)?;
        if end > bytes.len() {
            self.resize(bytes, end)?;
        } else {
            self.written();
        }
        bytes[at..end].copy_from_slice(from);
        Ok(())
    }

    /// Makes the file so long; what is new is zero.
    pub fn resize(&self, bytes: &mut Vec<u8>, size: usize) -> Result<()> {
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

    pub fn written(&self) {
        self.node.modified();
        self.is_changed.store(true, Ordering::Relaxed);
    }

    /// Whether the program has made or changed it, or moved it to this place.
    pub fn is_of_program(&self, path: &str) -> bool {
        self.is_changed.load(Ordering::Relaxed) || self.laid.get().is_none_or(|laid| laid != path)
    }

    pub fn stat(&self) -> Stat {
        self.node.stat(FILE, lock(&self.bytes).len())
    }

    /// The change by which it has become so long.
    pub fn has_size(&self, size: usize) -> Change {
        Change::Size {
            number: self.node.number,
            size: size as u64,
        }
    }
}

#[derive(Debug)]
pub(super) enum Entry {
    File(Arc<File>),
    Folder(Folder),
}

#[derive(Debug)]
pub(super) struct Folder {
    pub node: Node,
    pub entries: BTreeMap<String, Entry>,
}

impl Folder {
    pub fn new(mode: u32) -> Self {
        Self {
            node: Node::new(mode),
            entries: BTreeMap::new(),
        }
    }

    pub fn stat(&self) -> Stat {
        self.node.stat(FOLDER, 4096)
    }
}

impl Entry {
    pub fn stat(&self) -> Stat {
        match self {
            Self::File(file) => file.stat(),
            Self::Folder(folder) => folder.stat(),
        }
    }
}

pub(super) struct Tree {
    pub root: Folder,
    /// Absolute, without `.` and `..`.
    pub current: String,
    pub umask: u32,
}

impl Tree {
    pub fn new() -> Self {
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
    pub fn names(&self, path: &str) -> Result<Vec<String>> {
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

    pub fn folder(&self, names: &[String]) -> Result<&Folder> {
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

    pub fn folder_mut(&mut self, names: &[String]) -> Result<&mut Folder> {
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
    pub fn entry(&self, names: &[String]) -> Result<Option<&Entry>> {
        match names.split_last() {
            None => Ok(None),
            Some((name, folder)) => Ok(self.folder(folder)?.entries.get(name)),
        }
    }

    pub fn stat(&self, path: &str) -> Result<Stat> {
        let names = self.names(path)?;
        if names.is_empty() {
            return Ok(self.root.stat());
        }
        Ok(self.entry(&names)?.ok_or(ENOENT)?.stat())
    }

    pub fn open(&mut self, path: &str, flags: i32, mode: u32) -> Result<What> {
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
    pub fn whole(&self, path: &str) -> Result<String> {
        Ok(format!("/{}", self.names(path)?.join("/")))
    }

    /// Puts an empty file there, in place of whatever lies there.
    pub fn put_file(&mut self, path: &str, number: u64, mode: u32) -> Result<Arc<File>> {
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
    pub fn put_folder(&mut self, path: &str, mode: u32) -> Result<()> {
        let names = self.names(path)?;
        let (name, parents) = names.split_last().ok_or(EEXIST)?;
        self.folder_mut(parents)?
            .entries
            .entry(name.clone())
            .or_insert_with(|| Entry::Folder(Folder::new(mode)));
        Ok(())
    }

    pub fn make_folder(&mut self, path: &str, mode: u32) -> Result<()> {
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

    pub fn remove_folder(&mut self, path: &str) -> Result<()> {
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

    pub fn remove(&mut self, path: &str) -> Result<()> {
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

    pub fn rename(&mut self, from: &str, to: &str) -> Result<()> {
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
