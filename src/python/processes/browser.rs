//! The memory that processes share, in a browser: there is none, so that there are no processes.

use std::io;
use std::time::Duration;

/// Memory of words and bytes.
pub(super) enum Memory {}

impl Memory {
    pub fn made() -> io::Result<Self> {
        Err(io::ErrorKind::Unsupported.into())
    }

    pub fn named(_: &str) -> io::Result<Self> {
        Err(io::ErrorKind::Unsupported.into())
    }

    pub fn name(&self) -> &str {
        match *self {}
    }

    pub fn size(&self) -> u32 {
        match *self {}
    }

    pub fn load(&self, _: u32) -> u32 {
        match *self {}
    }

    pub fn store(&self, _: u32, _: u32) {
        match *self {}
    }

    pub fn replace(&self, _: u32, _: u32, _: u32) -> bool {
        match *self {}
    }

    pub fn add(&self, _: u32, _: u32) -> u32 {
        match *self {}
    }

    pub fn read(&self, _: u32, _: &mut [u8]) {
        match *self {}
    }

    pub fn write(&self, _: u32, _: &[u8]) {
        match *self {}
    }

    pub fn wait(&self, _: u32, _: u32, _: Duration) {
        match *self {}
    }

    pub fn wake(&self, _: u32) {
        match *self {}
    }
}
