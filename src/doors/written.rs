//! Files that a run leaves: written whole, or not at all.

use crate::contract::Error;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Writes a file where its name leads: beside what was there, which is replaced only once all is
/// written.
///
/// # Errors
/// [`Error::Failed`] with the file's name and the system's reason. What was there is there then.
pub fn write(file: &Path, bytes: &[u8]) -> Result<(), Error> {
    let to = led_to(file);
    let written = match fs::metadata(&to) {
        // A pipe or a device is nothing that can be replaced.
        Ok(there) if !there.is_file() && !there.is_dir() => fs::write(&to, bytes),
        _ => replace(&to, bytes),
    };
    written.map_err(|error| unwritten(file, &error))
}

/// The error about a file or a folder that could not be written.
pub fn unwritten(file: &Path, error: &io::Error) -> Error {
    Error::failed(format!("{} could not be written: {error}", file.display()))
}

/// The file that a link stands for, and any other file itself.
fn led_to(file: &Path) -> PathBuf {
    match file.is_symlink() {
        true => fs::canonicalize(file).unwrap_or_else(|_| file.into()),
        false => file.into(),
    }
}

fn replace(file: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = match file.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    // Opened here, so that it may be read by whoever may read a file of this user's.
    let open = |path: &Path| File::create_new(path);
    let mut beside = tempfile::Builder::new()
        .prefix(".manyhands-")
        .make_in(folder, open)?;
    beside.as_file_mut().write_all(bytes)?;
    beside.persist(file).map(drop).map_err(|error| error.error)
}
