//! Threads and processes: the lectures' definitions and their comparison, measured line by line.

use super::{About, Idea, Lesson, Link, Measure, Needs, Picture, Preset, Question, Row, source};
use crate::contract::{Error, TaskError};
use crate::engine::Context;
use crate::engine::targets::TargetEntry;
use crate::engine::threading::{Queue, Thread};
use crate::platform::channel::{Receiver, unbounded};
use crate::platform::completion::Completion;
use crate::platform::process::{Connection, Incoming, Process, decode, encode};
use crate::platform::{clock, events, farm, memory_bytes};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::cell::Cell;
use std::future::poll_fn;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// The same few things done with threads and with processes, and measured.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ThreadsVsProcesses {
    /// How many threads, and then how many processes.
    #[serde(default = "workers")]
    #[schemars(title = "Workers", range(min = 1, max = 64))]
    workers: u32,

    /// How many messages go there and back, one after the other, to the workers in turn.
    #[serde(default = "messages")]
    #[schemars(title = "Messages", range(min = 1, max = 100_000))]
    messages: u32,

    /// How large the payload of a message is.
    #[serde(default = "payload_bytes")]
    #[schemars(title = "Payload", extend("x-unit" = "bytes"), range(max = 16_777_216))]
    payload_bytes: u32,
}

fn workers() -> u32 {
    2
}
fn messages() -> u32 {
    100
}
fn payload_bytes() -> u32 {
    1_024
}

/// What was measured of one of the two.
#[derive(Debug, Serialize)]
pub struct Side {
    spawn_ms: f64,
    memory_bytes: Option<u64>,
    round_trip_us: f64,
    sees_shared_counter: bool,
    sees_thread_local: bool,
}

/// What came out.
#[derive(Debug, Serialize)]
pub struct Outcome {
    threads: Side,
    processes: Side,
}

/// Global: there is one in each memory, and every worker adds one to that which it finds.
static COUNTER: AtomicU64 = AtomicU64::new(0);

thread_local! {
    /// There is one for each thread. The main program writes into its own.
    static MARK: Cell<u64> = const { Cell::new(0) };
}

/// What a worker sees of the main program's variables.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Seen {
    sees_mark: bool,
    /// All the memory that the worker's program has.
    memory_bytes: Option<u64>,
}

/// What every worker does first.
fn look(mark: u64) -> Seen {
    COUNTER.fetch_add(1, Ordering::Relaxed);
    Seen {
        sees_mark: MARK.get() == mark,
        memory_bytes: memory_bytes(),
    }
}

const TARGET: &str = "threads-vs-processes";

/// The life of a process: looks, says what it saw, and sends back what it is sent.
async fn process_main(connection: Connection) -> Result<(), TaskError> {
    let Some(mark) = connection.recv().await else {
        return Ok(());
    };
    events::running("process", None);
    connection.send(encode(&look(decode(&mark)?)));
    while let Some(payload) = connection.recv().await {
        connection.send(payload);
    }
    Ok(())
}

const COMPARISON: &[Row] = &[
    Row {
        topic: "State carried",
        threads: "A stack and registers of its own, and all else is the program’s: light.",
        processes: "A whole program: memory, open files, rights, and at least one thread: heavy.",
        shown_by: &[MEMORY],
    },
    Row {
        topic: "Address spaces",
        threads: "All in one. What one writes to a global variable the others see.",
        processes: "One each. What one writes nobody else sees.",
        shown_by: &[COUNTER_SEEN],
    },
    Row {
        topic: "Communication",
        threads: "Through the memory that they share: what is handed over stays where it is.",
        processes: "Only through the system: what is sent is copied into it and out of it.",
        shown_by: &[ROUND_TRIP],
    },
    Row {
        topic: "Switching",
        threads: "From one to another within the same memory: quick.",
        processes: "From one memory to another: slower.",
        shown_by: &[EMPTY_ROUND_TRIP],
    },
    Row {
        topic: "Responsiveness",
        threads: "One waits or computes, and the others answer meanwhile; a new one is soon there.",
        processes: "The same, but a new one takes longer to be there.",
        shown_by: &[EMPTY_ROUND_TRIP, SPAWN],
    },
    Row {
        topic: "Speed",
        threads: "Several processors at once, with little lost on starting and talking. (In CPython \
                  with its lock only where the threads wait or compute outside the interpreter.)",
        processes: "Several processors at once, if each has enough to do to be worth its start and \
                    its messages.",
        shown_by: &[SPAWN, ROUND_TRIP],
    },
    Row {
        topic: "Resources",
        threads: "Many are affordable.",
        processes: "Each one costs a program’s memory.",
        shown_by: &[MEMORY],
    },
    Row {
        topic: "Sharing",
        threads: "Everything, unless it is made local to a thread; so it must be guarded.",
        processes: "Nothing, unless it is sent; so nothing need be guarded.",
        shown_by: &[COUNTER_SEEN, LOCAL_SEEN],
    },
];

const SPAWN: Measure = Measure {
    what: "until one is up",
    threads: "result.threads.spawn_ms",
    processes: "result.processes.spawn_ms",
};
const MEMORY: Measure = Measure {
    what: "memory that one adds",
    threads: "result.threads.memory_bytes",
    processes: "result.processes.memory_bytes",
};
const ROUND_TRIP: Measure = Measure {
    what: "the payload there and back",
    threads: "result.threads.round_trip_us",
    processes: "result.processes.round_trip_us",
};
const EMPTY_ROUND_TRIP: Measure = Measure {
    what: "there and back with nothing",
    threads: "metrics.threads_empty_round_trip_us",
    processes: "metrics.processes_empty_round_trip_us",
};
const COUNTER_SEEN: Measure = Measure {
    what: "does the main program’s counter grow when they count?",
    threads: "result.threads.sees_shared_counter",
    processes: "result.processes.sees_shared_counter",
};
const LOCAL_SEEN: Measure = Measure {
    what: "do they see what the main thread keeps for itself?",
    threads: "result.threads.sees_thread_local",
    processes: "result.processes.sees_thread_local",
};

impl Lesson for ThreadsVsProcesses {
    const ABOUT: About = About {
        id: "threads-vs-processes",
        title: "Threads or processes?",
        chapter: "Threads",
        summary: "Both let a program do several things at once. Threads live in one memory; each \
                  process has a memory of its own. Nearly all that is said of the two follows \
                  from that, and here it is measured: how long one takes to start, how much \
                  memory it adds, how long a message takes there and back, and who sees whose \
                  variables. In the browser a process is a Web Worker with a WebAssembly memory of \
                  its own, and a thread is a Web Worker in the same memory; on the command line \
                  both are the operating system’s.",
        look_for: &[
            "Read a line of the comparison, then the figure beside it. Does the one bear out the \
             other?",
            "In the browser a thread and a process are both Web Workers. How much is left of the \
             difference in starting them?",
            "Which is the greater part of a round trip to a process: the switching, or the payload?",
        ],
        change: &[
            "Set the payload to a million bytes. The process must have them copied; to the thread \
             they are handed over where they are.",
            "Set the workers to 16. What does each one more cost?",
        ],
        ideas: &[
            Idea {
                title: "What a process is",
                text: "A program that runs: its code, its memory, its open files, and at least one \
                       thread that goes through the code. The system keeps each in an address space \
                       of its own, so that none can read or spoil another’s memory. What they \
                       want to tell each other goes through the system: pipes, sockets, messages.",
            },
            Idea {
                title: "Threads versus processes",
                text: "A thread is one way through the code of a process: a place in the program, a \
                       stack, the registers. The threads of a process share its memory, so talking \
                       is cheap, and so are mistakes: see the lesson about the race. Processes share \
                       nothing, so one that fails leaves the others whole, and in CPython each has \
                       an interpreter lock of its own. A process that is forked, as CPython’s were \
                       on Linux before version 3.14, begins with a copy of its parent’s memory; \
                       from then on each writes in its own.",
            },
            Idea {
                title: "What exactly is measured",
                text: "The start of a thread was measured when this program really started its \
                       threads, which is before a run: in a run they are only woken, and how long \
                       that takes is told as well (threads hand over). The memory of a thread is \
                       what the program’s memory grew by meanwhile. That of a process is all that \
                       it has: in the browser its WebAssembly memory; on the command line what is \
                       resident, the program’s code included, of which the system may keep one \
                       copy for all. What the browser itself spends on a worker nobody can see \
                       from inside. Round trips are medians, or means where the browser’s clock is \
                       too coarse to see a single one; between threads the payload is handed over \
                       and not copied, as it is between Python’s threads.",
            },
        ],
        question: Some(Question {
            text: "How long does a message take to a process and back, compared with a thread?",
            answers: &[
                "About as long",
                "Some 10 times as long",
                "100 times as long, or more",
            ],
        }),
        pictures: &[Picture::Comparison],
        comparison: COMPARISON,
        presets: &[
            Preset {
                name: "small messages",
                params: r#"{"workers": 2, "messages": 1000, "payload_bytes": 16}"#,
            },
            Preset {
                name: "large messages",
                params: r#"{"workers": 2, "messages": 20, "payload_bytes": 1000000}"#,
            },
        ],
        needs_shared_memory: true,
        docs: Link {
            title: "multiprocessing: process-based parallelism",
            url: "https://docs.python.org/3/library/multiprocessing.html",
        },
        python: r"from multiprocessing import Pipe, Process
from queue import SimpleQueue
from statistics import median
from threading import Thread, local
from time import perf_counter

counter = 0
mark = local()

def echo(receive, send):
    global counter
    counter += 1
    send((counter, hasattr(mark, 'value')))
    while (payload := receive()) is not None:
        send(payload)

def measure(name, worker, send, receive):
    global counter
    counter = 0
    mark.value = 'of the main thread'
    begin = perf_counter()
    worker.start()
    _, sees_local = receive()
    up = perf_counter() - begin
    trips = []
    for _ in range(100):
        begin = perf_counter()
        send(b'x' * 1024)
        receive()
        trips.append(perf_counter() - begin)
    send(None)
    worker.join()
    print(f'{name}: up in {up * 1e3:.2f} ms, round trip {median(trips) * 1e6:.0f} us,',
          f'shared counter: {counter == 1}, local seen: {sees_local}')

if __name__ == '__main__':
    there, back = SimpleQueue(), SimpleQueue()
    measure('thread', Thread(target=echo, args=(there.get, back.put)), there.put, back.get)
    mine, theirs = Pipe()
    measure('process', Process(target=echo, args=(theirs.recv, theirs.send)), mine.send, mine.recv)
",
        rust: source!("threads_vs_processes.rs"),
        ..About::EMPTY
    };
    const TARGETS: &'static [TargetEntry] = &[TargetEntry {
        name: TARGET,
        main: |connection| Box::pin(process_main(connection)),
    }];
    type Outcome = Outcome;

    fn needs(&self) -> Needs {
        Needs {
            workers: 2 * self.workers as usize,
            ..Needs::of_threads(self.workers as usize)
        }
    }

    async fn run(self, context: Context) -> Result<Outcome, Error> {
        // Any number but 0, which is what a thread's own variable begins with.
        let mark = context.began_us().to_bits() | 1;
        MARK.set(mark);
        let measured = async {
            let threads = self.threads(&context, mark).await?;
            Ok((threads, self.processes(&context, mark).await?))
        };
        let measured: Result<_, Error> = measured.await;
        MARK.set(0);
        let (threads, processes) = measured?;
        let ratio = processes.round_trip_us / threads.round_trip_us;
        context.print(format!(
            "a round trip to a process takes {ratio:.1} times as long as one to a thread"
        ));
        // To the nearest of 1, 10 and 100, as on a logarithmic scale.
        context.answer(match ratio {
            ratio if ratio < 10_f64.sqrt() => 0,
            ratio if ratio < 1_000_f64.sqrt() => 1,
            _ => 2,
        });
        Ok(Outcome { threads, processes })
    }
}

/// A payload, and where it comes back.
type Echo = (Vec<u8>, Arc<Completion<Vec<u8>>>);

impl ThreadsVsProcesses {
    async fn threads(&self, context: &Context, mark: u64) -> Result<Side, Error> {
        let before = COUNTER.load(Ordering::Relaxed);
        let mut running = Vec::new();
        for worker in 1..=self.workers {
            let echoes = Arc::new(Queue::<Option<Echo>>::new(0));
            let taken = echoes.clone();
            let handed = clock::now_us();
            let thread = Thread::start(context, worker, move |context| {
                let hand_over_us = (clock::now_us() - handed).max(0.0);
                let seen = look(mark);
                while let Some(Some((payload, answer))) = taken.get(context.cancel()) {
                    answer.complete(payload);
                }
                (hand_over_us, seen)
            })?;
            running.push((echoes, thread));
        }
        let echo = async |worker: usize, payload| {
            let answer = Arc::new(Completion::default());
            let (echoes, _) = &running[worker];
            echoes.put(Some((payload, answer.clone())), context.cancel());
            let answer = poll_fn(|task| answer.poll_soon(task));
            context.unless_stopped(answer).await
        };
        let round_trip_us = self.round_trips(context, "threads", echo).await?;
        let (mut hand_over_us, mut sees_mark) = (Vec::new(), false);
        for (echoes, mut thread) in running {
            echoes.put(None, context.cancel());
            if let Some((us, seen)) = thread.join(None).await? {
                hand_over_us.push(us);
                sees_mark |= seen.sees_mark;
            }
        }
        context.check()?;

        let starts = farm::starts();
        let grown: Option<u64> = starts.iter().map(|start| start.memory_bytes).sum();
        let each = grown.map(|grown| grown / starts.len() as u64);
        if each.unwrap_or_default() == 0 {
            let why = match grown {
                None => "this system does not tell how much memory a program has",
                Some(_) => "the threads found room in memory that the program already had",
            };
            context.metric("threads_memory_unknown", why);
        }
        context.metric("threads_hand_over_us", median(hand_over_us));
        context.metric("threads_started", starts.len());
        let counted = COUNTER.load(Ordering::Relaxed) - before;
        let side = Side {
            spawn_ms: median(starts.iter().map(|start| start.ms).collect()),
            memory_bytes: each.filter(|each| *each > 0),
            round_trip_us,
            sees_shared_counter: counted == u64::from(self.workers),
            sees_thread_local: sees_mark,
        };
        self.say(context, "threads", &side, counted);
        Ok(side)
    }

    async fn processes(&self, context: &Context, mark: u64) -> Result<Side, Error> {
        let before = COUNTER.load(Ordering::Relaxed);
        let (inbox, heard) = unbounded();
        let (mut processes, mut spawn_ms) = (Vec::new(), Vec::new());
        let (mut memory, mut sees_mark) = (Some(0), false);
        for index in 0..self.workers {
            // After the threads' own.
            let lane = context.lane(self.workers + 1 + index);
            let begin = clock::now_us();
            let start = Process::start(index as usize, TARGET, lane, inbox.clone());
            let process = context.unless_stopped(start).await??;
            spawn_ms.push((clock::now_us() - begin) / 1e3);
            process.send(encode(&mark));
            let seen: Seen = decode(&next(context, &heard).await?)?;
            sees_mark |= seen.sees_mark;
            memory = memory.zip(seen.memory_bytes).map(|(sum, one)| sum + one);
            processes.push(process);
        }
        let echo = async |worker: usize, payload| {
            processes[worker].send(payload);
            next(context, &heard).await
        };
        let round_trip_us = self.round_trips(context, "processes", echo).await?;
        if memory.is_none() {
            let why = "this system does not tell how much memory a program has";
            context.metric("processes_memory_unknown", why);
        }
        let counted = COUNTER.load(Ordering::Relaxed) - before;
        let side = Side {
            spawn_ms: median(spawn_ms),
            memory_bytes: memory.map(|sum| sum / u64::from(self.workers)),
            round_trip_us,
            sees_shared_counter: counted == u64::from(self.workers),
            sees_thread_local: sees_mark,
        };
        self.say(context, "processes", &side, counted);
        Ok(side)
    }

    /// Messages with nothing, then with the payload, there and back; what one of the latter took.
    ///
    /// A browser's clock may be too coarse to see a single trip, and then tell 0 of most. So there
    /// are at least as many trips as it takes to see any time pass, and where the median is 0 the
    /// mean is told.
    async fn round_trips(
        &self,
        context: &Context,
        who: &'static str,
        mut echo: impl AsyncFnMut(usize, Vec<u8>) -> Result<Vec<u8>, Error>,
    ) -> Result<f64, Error> {
        let mut typical = Vec::new();
        for bytes in [0, self.payload_bytes] {
            // No byte like the one beside it.
            let original: Vec<u8> = (0..bytes).map(|byte| (byte % 251) as u8).collect();
            let mut payload = original.clone();
            let (mut times, mut total_us) = (Vec::new(), 0.0);
            let mut message = 0;
            while message < self.messages || total_us == 0.0 {
                let done = message.min(self.messages);
                context.progress(done.into(), self.messages.into(), "messages");
                // What comes back at once gives no turn to whoever asks for a stop.
                context.breathe().await?;
                let begin = clock::now_us();
                payload = echo((message % self.workers) as usize, payload).await?;
                let took_us = clock::now_us() - begin;
                times.push(took_us);
                total_us += took_us;
                message += 1;
                if payload != original {
                    return Err(Error::failed("a message came back as another"));
                }
            }
            let mean = total_us / f64::from(message);
            typical.push(match median(times) {
                0.0 => mean,
                median => median,
            });
        }
        context.metric(&format!("{who}_empty_round_trip_us"), typical[0]);
        Ok(typical[1])
    }

    fn say(&self, context: &Context, who: &str, side: &Side, counted: u64) {
        let memory = match side.memory_bytes {
            Some(bytes) => format!("{bytes} bytes each"),
            None => "memory unknown".into(),
        };
        context.print(format!(
            "{who}: up in {:.2} ms, {memory}, {:.1} µs there and back",
            side.spawn_ms, side.round_trip_us
        ));
        context.print(format!(
            "{who}: {} added one each to the global counter, and the main program’s grew by {counted}",
            self.workers
        ));
    }
}

/// The next bytes from any of the processes: only one of them was asked.
async fn next(context: &Context, heard: &Receiver<(usize, Incoming)>) -> Result<Vec<u8>, Error> {
    match context.unless_stopped(heard.recv()).await? {
        Ok((_, Incoming::Data(bytes))) => Ok(bytes),
        Ok((_, Incoming::Exit(Err(error)))) => Err(error.into()),
        Ok((_, Incoming::Exit(Ok(())))) | Err(_) => Err(Error::failed("a process ended")),
    }
}

/// The middle of the times; of an even number, between the two in the middle.
fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    let middle = times.len() / 2;
    match times.len() {
        0 => 0.0,
        count if count % 2 == 1 => times[middle],
        _ => f64::midpoint(times[middle - 1], times[middle]),
    }
}
