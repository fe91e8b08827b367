//! Files by their paths.

use super::threads;
use crate::platform::files::{Unread, in_time, too_large};
use crate::platform::memory;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

pub fn names() -> Vec<String> {
    Vec::new()
}

/// Reads on a thread of its own: a disk may keep its reader waiting, and the coordinator must not.
pub async fn read(name: &str, most: u64) -> Result<Vec<u8>, Unread> {
    let path = PathBuf::from(name);
    let (done, heard) = async_channel::bounded(1);
    threads::start("reader", move || drop(done.try_send(read_now(&path, most))))
        .map_err(|error| Unread::Failed(format!("the file could not be read: {error}")))?;
    let lost = |_| Err(Unread::Failed("the thread that read the file ended".into()));
    in_time(heard.recv()).await?.unwrap_or_else(lost)
}

fn read_now(path: &Path, most: u64) -> Result<Vec<u8>, Unread> {
    let reason = |error: std::io::Error| Unread::NotAllowed(error.to_string());
    // Asked before it is opened: to open a pipe is to wait for its writer.
    let told = fs::metadata(path).map_err(reason)?;
    if !told.is_file() {
        return Err(Unread::NotAllowed(
            "this is a folder or a device, and no file".into(),
        ));
    }
    if told.len() > most {
        return Err(Unread::NotAllowed(too_large(told.len())));
    }
    // One more, so that its end is seen without asking for more memory.
    let mut bytes = memory::room(told.len() as usize + 1, "the file")
        .map_err(|error| Unread::Failed(error.to_string()))?;
    // It may have grown since.
    let mut file = File::open(path).map_err(reason)?.take(most + 1);
    file.read_to_end(&mut bytes).map_err(reason)?;
    match bytes.len() as u64 {
        read if read > most => Err(Unread::NotAllowed(too_large(read))),
        _ => Ok(bytes),
    }
}
