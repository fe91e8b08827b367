//! Python itself, through the crate's door: what a program leaves behind, how it is stopped, how its
//! threads change. What it prints is tested by `tests/python/`, program by program.

mod checks;
mod command_line;
mod processes;
mod result;
mod search;
mod stop;

use manyhands::contract::{Event, What};
use manyhands::platform::{cancel::Cancel, sleep};
use manyhands::{Error, Record, Request, Run, engine_is_lost};
use serde_json::{Value, json};

/// Both interpreters.
const INTERPRETERS: [&str; 2] = ["gil", "free-threaded"];

/// Runs a program with these parameters besides its text.
async fn run_with(program: &str, mut params: Value) -> Result<Run, Error> {
    params["program"] = program.into();
    manyhands::run(Request::new("python", params), |_| {}).await
}

/// The record of a program that runs to its end.
async fn record(program: &str, params: Value) -> Record {
    match run_with(program, params).await {
        Ok(run) => run.record,
        Err(error) => panic!("{error}\n{program}"),
    }
}

/// What it printed, line by line.
async fn lines(program: &str, interpreter: &str) -> Vec<String> {
    let record = record(program, json!({ "interpreter": interpreter })).await;
    record.output.into_iter().map(|line| line.text).collect()
}

/// Every thread of the farm has come to rest once: one that does not end is at work for ever. Tests beside this one have
/// runs too, which keep threads at work for a while.
async fn all_threads_end() -> bool {
    let begin = std::time::Instant::now();
    while engine_is_lost() {
        if begin.elapsed() > std::time::Duration::from_secs(60) {
            return false;
        }
        sleep(std::time::Duration::from_millis(1)).await;
    }
    true
}

/// Runs a program and stops it once it has printed this line; what came of it.
async fn stopped_at(line: &str, program: &str, interpreter: &str) -> Result<Run, Error> {
    let cancel = Cancel::default();
    let request = Request {
        cancel: cancel.clone(),
        ..Request::new(
            "python",
            json!({ "program": program, "interpreter": interpreter }),
        )
    };
    manyhands::run(request, |events: Vec<Event>| {
        let said = |event: &Event| matches!(&event.what, What::Print { text, .. } if text == line);
        if events.iter().any(said) {
            cancel.set();
        }
    })
    .await
}
