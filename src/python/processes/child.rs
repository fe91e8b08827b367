//! A process's life: told what to run, it runs it, and says how that ended.

use super::OtherProgram;
use super::attend::{Beginning, Told, events_of};
use crate::contract::TaskError;
use crate::engine::{Context, Registry};
use crate::platform::cancel::Cancel;
use crate::platform::process::{Connection, decode, encode};
use crate::platform::{farm, sleep};
use crate::python::asked::{Asked, Said, Source, VERSION, asked};
use crate::python::{Ended, Folder, Input, NO_FILE, Program, run, system};
use futures_lite::future::or;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// By what a process knows that it is one of these.
pub const TARGET: &str = "python-process";

/// How often a process tells what happened in it.
const TELLS: Duration = Duration::from_millis(40);

/// What a process runs: `multiprocessing.spawn` knows what it was begun with.
const MAIN: &str = "from multiprocessing.spawn import spawn_main; spawn_main()";

/// How many threads of the farm a process begins with: few of them start any, beside what sends its messages.
const THREADS_OF_A_PROCESS: usize = 2;

/// Another program of Python's, with the files of the one that starts it.
fn of_another(other: &OtherProgram) -> Asked {
    let given = Given {
        folder: &other.folder,
    };
    let said = |text: String, exit| Asked {
        text: format!(
            "import sys; print({text:?}, file=sys.stderr if {exit} else sys.stdout); sys.exit({exit})"
        ),
        file: given.here().join(NO_FILE),
        name: "-c".into(),
        arguments: Vec::new(),
    };
    match asked(other.arguments.iter().cloned(), &given) {
        Said::Run(asked) => asked,
        Said::Version => said(VERSION.into(), 0),
        Said::Refused(reason) => said(format!("python3: {reason}"), 2),
    }
}

struct Given<'a> {
    folder: &'a str,
}

impl Source for Given<'_> {
    fn here(&self) -> PathBuf {
        self.folder.into()
    }

    fn file(&self, path: &Path) -> Result<(PathBuf, Vec<u8>), String> {
        system::file(path)
    }

    fn input(&self) -> Result<String, String> {
        // It is read once there is a program that can read it.
        Ok("exec(compile(__import__('sys').stdin.read(), '<stdin>', 'exec'))".into())
    }
}

/// Serves a parent as its process.
///
/// # Errors
/// Where its beginning cannot be read, or its threads do not start.
pub async fn serve(registry: &'static Registry, connection: Connection) -> Result<(), TaskError> {
    let Some(first) = connection.recv().await else {
        return Ok(());
    };
    let Beginning {
        gil,
        interval_us,
        workers,
        folder,
        disk,
        begun,
    } = decode(&first)?;
    let failed = |error: String| TaskError::new("OSError", error);
    farm::ensure(THREADS_OF_A_PROCESS)
        .await
        .map_err(|error| failed(error.to_string()))?;
    let context = Context::new(registry, Cancel::default());
    system::take_files(&disk, begun.number()).map_err(failed)?;
    let asked = match &begun.other {
        None => Asked {
            text: MAIN.into(),
            file: Path::new(&folder).join(NO_FILE),
            name: "-c".into(),
            arguments: vec!["--multiprocessing-fork".into()],
        },
        Some(other) => of_another(other),
    };
    let program = Program {
        text: asked.text,
        name: asked.name,
        files: Vec::new(),
        arguments: asked.arguments,
        input: match begun.end_of_stream(0) > 0 {
            true => Input::Asked(String::new()),
            false => Input::Text(String::new()),
        },
        gil,
        switch_interval: Duration::from_micros(interval_us),
        workers,
        folder: Folder::Here(asked.file),
        echo: false,
        begun: Some(begun),
    };
    let tell = || {
        let events = events_of(&context);
        if !events.is_empty() {
            connection.send(encode(&Told::Events(events)));
        }
    };
    let run = async { Some(run(&context, program).await) };
    let telling = async {
        loop {
            sleep(TELLS).await;
            tell();
        }
    };
    let ended = or(run, telling).await;
    tell();
    let code = match ended {
        Some(Ok(Ended {
            died: Some(code), ..
        })) => {
            connection.send(encode(&Told::Died(code)));
            // It is ended by its parent.
            std::future::pending().await
        }
        Some(Ok(Ended { exit, .. })) => exit.into(),
        Some(Err(error)) => return Err(failed(error.to_string())),
        None => 0,
    };
    connection.send(encode(&Told::Exit(code)));
    Ok(())
}
