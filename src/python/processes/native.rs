//! The memory that processes share, natively: a file that each of them maps, which has no name and ends with its last user
//! where the system has such files.

use memmap2::{MmapOptions, MmapRaw};
use std::fs::File;
use std::io;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// How much of it there is, in bytes. What nobody touches takes no room.
const SIZE: u32 = 512 << 20;

/// Memory of words and bytes. An address is in bytes from its beginning; that of a word is a multiple of 4.
pub(super) struct Memory {
    map: MmapRaw,
    name: String,
    /// Kept for whoever opens it by its name.
    _file: Owner,
}

/// What keeps the file there.
enum Owner {
    /// The process that made it, which all others outlive by nothing.
    #[cfg(target_os = "linux")]
    Descriptor { _file: File },
    /// The same, where a file has a name.
    #[cfg(not(target_os = "linux"))]
    Named { _file: tempfile::NamedTempFile },
    /// Another process.
    Another,
}

impl Memory {
    /// Makes memory, all of it zeros.
    ///
    /// # Errors
    /// The system's.
    pub fn made() -> io::Result<Self> {
        let (file, name, owner) = anonymous()?;
        file.set_len(SIZE.into())?;
        Self::mapped(&file, name, owner)
    }

    /// Opens what another process has made, by the name that it has there.
    ///
    /// # Errors
    /// The system's.
    pub fn named(name: &str) -> io::Result<Self> {
        let file = File::options().read(true).write(true).open(name)?;
        Self::mapped(&file, name.into(), Owner::Another)
    }

    fn mapped(file: &File, name: String, owner: Owner) -> io::Result<Self> {
        Ok(Self {
            map: MmapOptions::new().len(SIZE as usize).map_raw(file)?,
            name,
            _file: owner,
        })
    }

    /// By what other processes find it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How many bytes there are.
    pub fn size(&self) -> u32 {
        SIZE
    }

    fn word(&self, at: u32) -> &AtomicU32 {
        assert!(at.is_multiple_of(4) && at < SIZE, "no word is at {at}");
        // SAFETY: it lies in the map, whose beginning is that of a page, and words are only ever used as atomics.
        unsafe { AtomicU32::from_ptr(self.map.as_mut_ptr().add(at as usize).cast()) }
    }

    pub fn load(&self, at: u32) -> u32 {
        self.word(at).load(Ordering::SeqCst)
    }

    pub fn store(&self, at: u32, value: u32) {
        self.word(at).store(value, Ordering::SeqCst);
    }

    /// Puts `new` in the place of `old`. Says whether that was there.
    pub fn replace(&self, at: u32, old: u32, new: u32) -> bool {
        self.word(at)
            .compare_exchange(old, new, Ordering::SeqCst, Ordering::SeqCst)
            .is_ok()
    }

    /// Adds, round the end; what was there before.
    pub fn add(&self, at: u32, by: u32) -> u32 {
        self.word(at).fetch_add(by, Ordering::SeqCst)
    }

    pub fn read(&self, at: u32, to: &mut [u8]) {
        self.check(at, to.len());
        // SAFETY: it lies in the map. Whoever writes there meanwhile, in another process, breaks a rule of Python's: what
        // is read is then some bytes or others.
        unsafe {
            self.map
                .as_ptr()
                .add(at as usize)
                .copy_to_nonoverlapping(to.as_mut_ptr(), to.len());
        }
    }

    pub fn write(&self, at: u32, bytes: &[u8]) {
        self.check(at, bytes.len());
        // SAFETY: as above.
        unsafe {
            self.map
                .as_mut_ptr()
                .add(at as usize)
                .copy_from_nonoverlapping(bytes.as_ptr(), bytes.len());
        }
    }

    fn check(&self, at: u32, length: usize) {
        let fits = (at as usize)
            .checked_add(length)
            .is_some_and(|end| end <= SIZE as usize);
        assert!(fits, "no {length} bytes are at {at}");
    }

    /// Waits until the word is woken, where it has this value; for `timeout` at most. It may return sooner.
    pub fn wait(&self, at: u32, value: u32, timeout: Duration) {
        futex::wait(self.word(at), value, timeout);
    }

    /// Wakes all that wait for the word.
    pub fn wake(&self, at: u32) {
        futex::wake(self.word(at));
    }
}

#[cfg(target_os = "linux")]
fn anonymous() -> io::Result<(File, String, Owner)> {
    use std::os::fd::{AsRawFd, FromRawFd};
    // SAFETY: the name is text that ends; what comes back is a file of nobody else's, or -1.
    let kept = unsafe {
        match libc::memfd_create(c"manyhands".as_ptr(), libc::MFD_CLOEXEC) {
            -1 => return Err(io::Error::last_os_error()),
            descriptor => File::from_raw_fd(descriptor),
        }
    };
    let name = format!("/proc/{}/fd/{}", std::process::id(), kept.as_raw_fd());
    Ok((kept.try_clone()?, name, Owner::Descriptor { _file: kept }))
}

#[cfg(not(target_os = "linux"))]
fn anonymous() -> io::Result<(File, String, Owner)> {
    let file = tempfile::NamedTempFile::new()?;
    let name = file.path().display().to_string();
    let opened = file.reopen()?;
    Ok((opened, name, Owner::Named { _file: file }))
}

#[cfg(target_os = "linux")]
mod futex {
    use std::sync::atomic::AtomicU32;
    use std::time::Duration;

    pub(super) fn wait(word: &AtomicU32, value: u32, timeout: Duration) {
        let timeout = libc::timespec {
            tv_sec: timeout.as_secs() as libc::time_t,
            tv_nsec: timeout.subsec_nanos() as libc::c_long,
        };
        // SAFETY: both pointers are of what lives here.
        unsafe {
            libc::syscall(
                libc::SYS_futex,
                word.as_ptr(),
                libc::FUTEX_WAIT,
                value,
                &raw const timeout,
            );
        }
    }

    pub(super) fn wake(word: &AtomicU32) {
        // SAFETY: the pointer is of what lives here.
        unsafe {
            libc::syscall(libc::SYS_futex, word.as_ptr(), libc::FUTEX_WAKE, i32::MAX);
        }
    }
}

/// Elsewhere no wait reaches from process to process: the word is looked at again and again.
#[cfg(not(target_os = "linux"))]
mod futex {
    use std::sync::atomic::{AtomicU32, Ordering};
    use std::time::{Duration, Instant};

    const AGAIN: Duration = Duration::from_micros(500);

    pub(super) fn wait(word: &AtomicU32, value: u32, timeout: Duration) {
        let begin = Instant::now();
        while word.load(Ordering::SeqCst) == value {
            let left = timeout.saturating_sub(begin.elapsed());
            if left.is_zero() {
                return;
            }
            std::thread::sleep(left.min(AGAIN));
        }
    }

    pub(super) fn wake(_: &AtomicU32) {}
}
