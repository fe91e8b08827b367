//! Files by their paths.

use crate::platform::files::too_large;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

/// Reads on a thread of its own: a disk may keep its reader waiting, and the coordinator must not.
pub async fn read(name: &str, most: u64) -> Result<Vec<u8>, String> {
    let path = PathBuf::from(name);
    let (done, heard) = async_channel::bounded(1);
    std::thread::spawn(move || done.try_send(read_now(&path, most)));
    let lost = |_| Err("the thread that read it ended".into());
    heard.recv().await.unwrap_or_else(lost)
}

fn read_now(path: &Path, most: u64) -> Result<Vec<u8>, String> {
    let reason = |error: std::io::Error| error.to_string();
    // Asked before it is opened: to open a pipe is to wait for its writer.
    let told = fs::metadata(path).map_err(reason)?;
    if !told.is_file() {
        return Err("this is a folder or a device, and no file".into());
    }
    if told.len() > most {
        return Err(too_large(told.len()));
    }
    let mut bytes = Vec::with_capacity(told.len() as usize);
    // It may have grown since.
    let mut file = File::open(path).map_err(reason)?.take(most + 1);
    file.read_to_end(&mut bytes).map_err(reason)?;
    match bytes.len() as u64 {
        read if read > most => Err(too_large(read)),
        _ => Ok(bytes),
    }
}
