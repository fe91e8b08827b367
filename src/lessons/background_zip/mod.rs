//! `multithreading.py`: a thread makes a ZIP archive while the main program goes on.

mod about;

use crate::contract::Error;
use crate::contract::parameters::Refusal;
use crate::engine::Context;
use crate::engine::about::About;
use crate::engine::threading::Thread;
use crate::engine::{Lesson, Needs};
use crate::platform::files::{self, Unread};
use crate::platform::{clock, events, memory};
use crc::{CRC_32_ISO_HDLC, Crc, Table};
use flate2::{Compression, write::DeflateEncoder};
use rawzip::{CompressionMethod, DataDescriptorOutput, ZipArchiveWriter};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::io::Write;
use std::time::Duration;

/// One file, put into an archive in the background.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct BackgroundZip {
    /// What the file is called in the archive; the archive is called the same, with `.zip` after it.
    #[serde(default = "file_name")]
    #[schemars(title = "File name", length(min = 1, max = 100))]
    file_name: String,

    /// A file of your own, of at most 100 MB, which goes before any text. It stays on this device.
    #[serde(default)]
    #[schemars(title = "File", extend("x-max-bytes" = MAX_BYTES, "x-names" = "file_name"))]
    file: Option<String>,

    /// What is in the file, where it is none of yours. Leave it off for numbered lines made by the
    /// lesson.
    #[serde(default)]
    #[schemars(title = "Text")]
    text: Option<String>,

    /// How many lines the lesson's own text has, of 41 bytes each.
    #[serde(default = "lines")]
    #[schemars(title = "Lines", extend("x-unit" = "lines"), range(max = 2_000_000))]
    lines: u32,

    /// How long the main program sleeps after each line that it prints.
    #[serde(default = "line_every_ms")]
    #[schemars(title = "A line every", extend("x-unit" = "ms"), range(min = 1, max = 1_000))]
    line_every_ms: u32,
}

/// The largest file that is taken: 100 MB.
const MAX_BYTES: usize = 100_000_000;

fn file_name() -> String {
    "mydata.txt".into()
}
fn lines() -> u32 {
    500_000
}
fn line_every_ms() -> u32 {
    10
}

/// Whether a name is a file's on every system, and no path: whoever opens the archive gets one file,
/// in the folder that they chose.
fn is_plain(name: &str) -> bool {
    let separates = |letter: char| "/\\:".contains(letter) || letter.is_control();
    !name.contains(separates) && !name.trim_matches(['.', ' ']).is_empty()
}

/// What came out.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Outcome {
    original_bytes: u64,
    archive_bytes: u64,
    /// As a number.
    crc32: u32,
    foreground_lines_meanwhile: usize,
}

/// What is in the file.
enum Contents {
    /// So many lines of the lesson's own.
    Lines(u32),
    /// These.
    Bytes(Vec<u8>),
}

/// How much is compressed between two looks whether to stop.
const CHUNK: usize = 64 * 1024;

fn line(number: u32) -> String {
    format!("line {number:07}: many hands make light work\n")
}

impl Contents {
    fn size(&self) -> u64 {
        match self {
            Self::Lines(lines) => u64::from(*lines) * line(0).len() as u64,
            Self::Bytes(bytes) => bytes.len() as u64,
        }
    }

    /// Gives all of it, part by part, to `take`.
    fn each_part(&self, mut take: impl FnMut(&[u8]) -> Result<(), Error>) -> Result<(), Error> {
        match self {
            Self::Bytes(bytes) => bytes.chunks(CHUNK).try_for_each(take),
            Self::Lines(lines) => {
                let mut part = String::with_capacity(CHUNK);
                for number in 1..=*lines {
                    part += &line(number);
                    if part.len() > CHUNK - line(0).len() || number == *lines {
                        take(part.as_bytes())?;
                        part.clear();
                    }
                }
                Ok(())
            }
        }
    }
}

/// An archive.
struct Archive {
    bytes: Vec<u8>,
    crc32: u32,
}

/// Makes an archive of one file. It has no time in it: the same file gives the same archive.
fn zip(context: &Context, name: &str, contents: &Contents) -> Result<Archive, Error> {
    let failed = |error: rawzip::Error| Error::failed(format!("the archive: {error}"));
    let written = |error: std::io::Error| Error::failed(format!("the archive: {error}"));
    let total = contents.size() as f64;

    let mut archive = ZipArchiveWriter::new(Vec::new());
    let (mut entry, _) = archive
        .new_file(name)
        .compression_method(CompressionMethod::DEFLATE)
        .unix_permissions(0o644)
        .start()
        .map_err(failed)?;
    // The CRC of one byte at a time has a table of 1 kB; the archive's library has one of 16 kB.
    let crc = Crc::<u32, Table<1>>::new(&CRC_32_ISO_HDLC);
    let mut checksum = crc.digest();
    let mut file = DeflateEncoder::new(&mut entry, Compression::default());
    let mut done = 0;
    contents.each_part(|part| {
        context.check()?;
        checksum.update(part);
        file.write_all(part).map_err(written)?;
        done += part.len();
        context.progress(done as f64, total, "bytes");
        Ok(())
    })?;
    file.finish().map_err(written)?;
    let crc32 = checksum.finalize();
    entry
        .finish(DataDescriptorOutput::new(crc32, done as u64))
        .map_err(failed)?;
    let bytes = archive.finish().map_err(failed)?;
    Ok(Archive { bytes, crc32 })
}

impl BackgroundZip {
    /// The file goes before the text, and the text before the lesson's own.
    async fn contents(&self) -> Result<Contents, Error> {
        match (&self.file, &self.text) {
            (Some(file), _) => match files::read(file, MAX_BYTES as u64).await {
                Ok(bytes) => Ok(Contents::Bytes(bytes)),
                Err(Unread::Failed(reason)) => Err(Error::failed(reason)),
                Err(Unread::NotAllowed(reason)) => Err(Error::invalid(
                    "file",
                    format!(
                        "parameter file of background-zip: {file:?} is not allowed; allowed is a \
                         file that can be read, of at most {MAX_BYTES} bytes ({reason})"
                    ),
                )),
            },
            (None, Some(text)) => {
                let bytes = memory::list(text.bytes(), "the text")?;
                Ok(Contents::Bytes(bytes))
            }
            (None, None) => Ok(Contents::Lines(self.lines)),
        }
    }
}

impl Lesson for BackgroundZip {
    const ABOUT: About = about::ABOUT;
    type Outcome = Outcome;

    fn check(&self) -> Result<(), Refusal> {
        if !is_plain(&self.file_name) {
            return Err(Refusal::new(
                "file_name",
                "allowed is the name of one file, without / \\ : and control characters",
            ));
        }
        match self.text.as_ref().map_or(0, String::len) {
            0..=MAX_BYTES => Ok(()),
            more => Err(Refusal::new(
                "text",
                format!("it has {more} bytes; allowed are at most {MAX_BYTES}"),
            )),
        }
    }

    fn needs(&self) -> Needs {
        Needs::of_threads(1)
    }

    fn determined(&self) -> &'static [&'static str] {
        // What is in a file no parameter says; how small it gets depends on who compresses.
        match self.file {
            Some(_) => &[],
            None => &["original_bytes", "crc32"],
        }
    }

    async fn run(self, context: Context) -> Result<Outcome, Error> {
        let contents = context.unless_stopped(self.contents()).await??;
        let original_bytes = contents.size();
        let archive_name = format!("{}.zip", self.file_name);

        let mut thread = Thread::start(&context, 1, move |context| {
            events::running("zip", None);
            context.print(format!("zips {} in the background", self.file_name));
            let archive = zip(context, &self.file_name, &contents);
            (archive, clock::now_us())
        })?;

        let pause = Duration::from_millis(self.line_every_ms.into());
        let mut printed_us = Vec::new();
        let (archive, ended_us) = loop {
            printed_us.push(clock::now_us());
            context.print(format!(
                "the main program goes on: line {}",
                printed_us.len()
            ));
            let joined = context.unless_stopped(thread.join(Some(pause))).await?;
            if let Some(ended) = joined? {
                break ended;
            }
        };
        let Archive { bytes, crc32 } = archive?;

        // A very short text may be zipped before the first line is out.
        let meanwhile = printed_us.iter().filter(|&&us| us < ended_us).count();
        let archive_bytes = bytes.len() as u64;
        context.print(format!(
            "{archive_name} is ready: {original_bytes} bytes became {archive_bytes}, CRC {crc32:08x}"
        ));
        context.artifact(&archive_name, "application/zip", bytes);
        context.answer(meanwhile.min(2));
        Ok(Outcome {
            original_bytes,
            archive_bytes,
            crc32,
            foreground_lines_meanwhile: meanwhile,
        })
    }
}
