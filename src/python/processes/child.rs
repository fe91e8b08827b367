//! A process's life: told what to run, it runs it, and says how that ended.

use super::attend::{Beginning, Told, events_of};
use crate::contract::TaskError;
use crate::engine::{Context, Registry};
use crate::platform::cancel::Cancel;
use crate::platform::process::{Connection, decode, encode};
use crate::platform::{farm, sleep};
use crate::python::{Ended, Folder, Input, NO_FILE, Program, THREADS_AT_FIRST, run};
use futures_lite::future::or;
use std::path::Path;
use std::time::Duration;

/// By what a process knows that it is one of these.
pub const TARGET: &str = "python-process";

/// How often a process tells what happened in it.
const TELLS: Duration = Duration::from_millis(40);

/// What a process runs: `multiprocessing.spawn` knows what it was begun with.
const MAIN: &str = "from multiprocessing.spawn import spawn_main; spawn_main()";

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
        begun,
    } = decode(&first)?;
    let failed = |error: String| TaskError::new("OSError", error);
    farm::ensure(THREADS_AT_FIRST)
        .await
        .map_err(|error| failed(error.to_string()))?;
    let context = Context::new(registry, Cancel::default());
    let program = Program {
        text: MAIN.into(),
        name: "-c".into(),
        files: Vec::new(),
        arguments: vec!["--multiprocessing-fork".into()],
        input: Input::Text(String::new()),
        gil,
        switch_interval: Duration::from_micros(interval_us),
        workers,
        folder: Folder::Here(Path::new(&folder).join(NO_FILE)),
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
        Some(Ok(Ended { exit, .. })) => exit.into(),
        Some(Err(error)) => return Err(failed(error.to_string())),
        None => 0,
    };
    connection.send(encode(&Told::Exit(code)));
    Ok(())
}
