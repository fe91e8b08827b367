//! `threading-timeout5.py`: to wait for a thread no longer than so long.

use super::{About, Idea, Lesson, Link, Needs, Picture, Preset, Question, source};
use crate::contract::Error;
use crate::engine::Context;
use crate::engine::threading::{Event, Thread};
use crate::platform::clock;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::time::Duration;

/// The main program waits for a thread, but not for ever; then it asks the thread to stop.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Timeout {
    /// How long the thread waits between two ticks.
    #[serde(default = "interval_ms")]
    #[schemars(title = "Interval", extend("x-unit" = "ms"), range(min = 1, max = 60_000))]
    interval_ms: u32,

    /// How long the main program waits for the thread.
    #[serde(default = "timeout_ms")]
    #[schemars(title = "Timeout", extend("x-unit" = "ms"), range(max = 600_000))]
    timeout_ms: u32,
}

fn interval_ms() -> u32 {
    1_000
}
fn timeout_ms() -> u32 {
    5_000
}

/// What came out.
#[derive(Debug, Serialize)]
pub struct Outcome {
    ticks: u64,
    timed_out: bool,
    stopped_after_ms: f64,
}

impl Lesson for Timeout {
    const ABOUT: About = About {
        id: "timeout",
        title: "Waiting, but not for ever",
        chapter: "Threads",
        summary: "A thread that would never end prints a line each second. The main program \
                  joins it with a timeout of five seconds, then does what is left to do: it \
                  asks. An event is set, the thread looks at it before each tick, and ends.",
        look_for: &[
            "After the timeout, is the thread alive? The line says what `is_alive()` said.",
            "How long after the event was set did the thread end? It waits for the event itself \
             between two ticks, so it need not finish its second.",
        ],
        pictures: &[Picture::Ticks],
        change: &[
            "Set the timeout to 0. Then `join` does not wait at all, and only looks.",
            "Make the interval longer than the timeout. The thread never ticks, and still it \
             hears the event at once.",
        ],
        ideas: &[
            Idea {
                title: "Why nobody ends a thread from outside",
                text: "A thread may hold a lock, or be half way through changing something that \
                       others use. If it were stopped there, the lock would stay locked and the \
                       change half done. So Python has no way to kill a thread, and other \
                       languages took theirs back. One can only ask, and a thread that may be \
                       asked must look.",
            },
            Idea {
                title: "Join, event, daemon",
                text: "`join()` waits until a thread has ended; with a timeout it waits no \
                       longer than that, and `is_alive()` says which it was. An Event is a flag \
                       that threads can wait for: `wait()` returns as soon as somebody calls \
                       `set()`. A daemon thread is one that Python does not wait for when the \
                       program ends, and that is then cut off anywhere: no thread to write a \
                       file with.",
            },
        ],
        question: Some(Question {
            text: "The main program waits for the thread, but no longer than the timeout. When \
                   its join returns, what of the thread?",
            answers: &[
                "It has been ended with the wait",
                "It is still alive, and goes on",
            ],
        }),
        presets: &[
            Preset {
                name: "threading-timeout5",
                params: r#"{"interval_ms": 1000, "timeout_ms": 5000}"#,
            },
            Preset {
                name: "quick",
                params: r#"{"interval_ms": 100, "timeout_ms": 500}"#,
            },
        ],
        needs_shared_memory: true,
        docs: Link {
            title: "threading.Thread.join",
            url: "https://docs.python.org/3/library/threading.html#threading.Thread.join",
        },
        python: r"from threading import Event, Thread

stop = Event()

def work():
    ticks = 0
    while not stop.wait(timeout=1):
        ticks += 1
        print('tick', ticks)

thread = Thread(target=work)
thread.start()
thread.join(timeout=5)
print('is_alive:', thread.is_alive())
stop.set()
thread.join()
print('is_alive:', thread.is_alive())
",
        rust: source!("timeout.rs"),
        ..About::EMPTY
    };
    type Outcome = Outcome;

    fn needs(&self) -> Needs {
        Needs::of_threads(1)
    }

    async fn run(self, context: Context) -> Result<Outcome, Error> {
        let interval = Duration::from_millis(self.interval_ms.into());
        let timeout = Duration::from_millis(self.timeout_ms.into());
        let stop = Arc::new(Event::default());
        let begin = clock::now_us();

        let asked = stop.clone();
        let mut thread = Thread::start(&context, 1, move |context| {
            let mut ticks = 0;
            // A stop of the whole run ends the wait too, and the event is not set then.
            while !asked.wait(context.cancel(), Some(interval)) && !context.cancel().is_set() {
                ticks += 1;
                context.print(format!("tick {ticks}"));
            }
            ticks
        })?;

        let mut ticks = thread.join(Some(timeout)).await?;
        let timed_out = ticks.is_none();
        let waited_ms = (clock::now_us() - begin) / 1e3;
        let is_alive = thread.is_alive();
        context.print(format!(
            "join returned after {waited_ms:.0} ms; is_alive: {is_alive}"
        ));
        context.answer(usize::from(is_alive));
        stop.set();
        if timed_out {
            ticks = thread.join(None).await?;
        }
        let stopped_after_ms = (clock::now_us() - begin) / 1e3;
        context.print(format!(
            "the event was set, and the thread ended; is_alive: {}",
            thread.is_alive()
        ));
        context.check()?;
        Ok(Outcome {
            ticks: ticks.unwrap_or_default(),
            timed_out,
            stopped_after_ms,
        })
    }
}
