//! Lessons as programs: each runs whole in a process of its own, with its own output and exit code.

use super::{Context, Registry, Request, engine_is_lost, run};
use crate::contract::{Error, TaskError, What};
use crate::platform::process::{Connection, Incoming, decode, encode};
use crate::platform::{channel, events};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::VecDeque;

/// The target that a process of programs runs.
pub(crate) const PROGRAM_TARGET: &str = "program";

/// A lesson and its parameters, as JSON.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Program {
    /// The lesson's id.
    pub lesson: String,
    /// A JSON object of parameters.
    pub params: String,
}

/// How a program ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// The worker that ran it, from 1.
    pub worker: u32,
    /// What it printed; its error last, where there was one.
    pub output: Vec<String>,
    /// 0, or the error's code, as on the command line.
    pub exit: u8,
}

/// Runs programs on so many workers, each a process that takes the next when it has ended one.
/// One that fails, or takes its process with it, leaves the others running.
///
/// # Errors
/// [`Error::Failed`] where a process does not start; [`Error::Cancelled`].
pub async fn run_programs(
    context: &Context,
    workers: usize,
    programs: Vec<Program>,
) -> Result<Vec<Ended>, Error> {
    let (inbox, heard) = channel::unbounded();
    let start = async |worker: usize| {
        let lane = context.lane(worker as u32 + 1);
        context
            .start_process(worker, PROGRAM_TARGET, lane, inbox.clone())
            .await
    };
    let mut processes = Vec::new();
    for worker in 0..workers {
        processes.push(start(worker).await?);
    }
    let mut waiting: VecDeque<usize> = (0..programs.len()).collect();
    // The number of the program that each worker runs.
    let mut running: Vec<Option<usize>> = vec![None; workers];
    let mut ended: Vec<Option<Ended>> = vec![None; programs.len()];
    loop {
        for (worker, running) in running.iter_mut().enumerate() {
            if running.is_none()
                && let Some(next) = waiting.pop_front()
            {
                processes[worker].send(encode(&programs[next]));
                *running = Some(next);
            }
        }
        if running.iter().all(Option::is_none) {
            return Ok(ended.into_iter().flatten().collect());
        }
        let heard = context.unless_stopped(heard.recv()).await?;
        let (worker, incoming) =
            heard.map_err(|_| Error::failed("no process can be heard any more"))?;
        let number = worker as u32 + 1;
        let end = match incoming {
            Incoming::Data(bytes) => decode::<(Vec<String>, u8)>(&bytes),
            Incoming::Exit(result) => {
                // The next program needs a process that is there.
                processes[worker] = start(worker).await?;
                let died = || TaskError::new("ProcessDied", "the process ended");
                Err(result.err().unwrap_or_else(died))
            }
        };
        if let Some(program) = running[worker].take() {
            let (output, exit) = end.unwrap_or_else(|error| {
                let code = Error::failed(error.to_string()).exit_code();
                (vec![error.to_string()], code)
            });
            ended[program] = Some(Ended {
                worker: number,
                output,
                exit,
            });
        }
    }
}

/// The life of a process of programs.
pub(crate) async fn program_main(
    registry: &'static Registry,
    connection: Connection,
) -> Result<(), TaskError> {
    events::waiting("a program");
    while let Some(bytes) = connection.recv().await {
        let Program { lesson, params } = decode(&bytes)?;
        connection.emit(What::run(lesson.clone(), None));
        connection.flush();
        // What is no JSON is no object either, and the lesson says so.
        let params: Value = serde_json::from_str(&params).unwrap_or_default();
        let mut output = Vec::new();
        let print = |output: &mut Vec<String>, text: String| {
            output.push(text.clone());
            connection.emit(What::print(text));
        };
        let ended = run(registry, Request::new(&lesson, params), |batch| {
            for event in batch {
                if let What::Print { text, .. } = event.what {
                    print(&mut output, text);
                }
            }
            connection.flush();
        })
        .await;
        let exit = match ended {
            Ok(_) => 0,
            Err(error) => {
                print(&mut output, error.to_string());
                error.exit_code()
            }
        };
        connection.emit(What::Wait {
            on: "a program".into(),
        });
        connection.send(encode(&(output, exit)));
        if engine_is_lost() {
            break;
        }
    }
    Ok(())
}
