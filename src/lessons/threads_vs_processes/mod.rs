//! Threads and processes: the lectures' definitions and their comparison, measured line by line.

mod about;

use crate::contract::{Error, TaskError};
use crate::engine::Context;
use crate::engine::about::About;
use crate::engine::measure::{self, Measured};
use crate::engine::targets::TargetEntry;
use crate::engine::threading::{Queue, Thread};
use crate::engine::{Lesson, Needs};
use crate::platform::channel::{Receiver, unbounded};
use crate::platform::completion::Completion;
use crate::platform::process::{Connection, Incoming, decode, encode};
use crate::platform::{clock, events, farm, memory, memory_bytes};
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
#[derive(Debug, Serialize, JsonSchema)]
pub struct Side {
    spawn_ms: Option<f64>,
    /// Null where it cannot be measured.
    memory_bytes: Option<u64>,
    round_trip_us: Option<f64>,
    sees_shared_counter: bool,
    sees_thread_local: bool,
}

/// What came out.
#[derive(Debug, Serialize, JsonSchema)]
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

impl Lesson for ThreadsVsProcesses {
    const ABOUT: About = about::ABOUT;
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

    fn determined(&self) -> &'static [&'static str] {
        &[
            "threads.sees_shared_counter",
            "threads.sees_thread_local",
            "processes.sees_shared_counter",
            "processes.sees_thread_local",
        ]
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
        if let (Some(threads), Some(processes)) = (threads.round_trip_us, processes.round_trip_us) {
            let ratio = processes / threads;
            context.print(format!(
                "a round trip to a process takes {ratio:.1} times as long as one to a thread"
            ));
            // To the nearest of 1, 10 and 100, as on a logarithmic scale.
            context.answer(match ratio {
                ratio if ratio < 10_f64.sqrt() => 0,
                ratio if ratio < 1_000_f64.sqrt() => 1,
                _ => 2,
            });
        }
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
            let echoes = Arc::new(Queue::<Option<Echo>>::new(0)?);
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
        let hand_over = measure::typical(hand_over_us.iter().map(|us| us / 1e3).collect());
        context.metric("threads_hand_over_us", hand_over.ok().map(|ms| ms * 1e3));
        context.metric("threads_started", starts.len());
        let counted = COUNTER.load(Ordering::Relaxed) - before;
        let spawn_ms = measure::typical(starts.iter().map(|start| start.ms).collect());
        let side = Side {
            spawn_ms: context.figure("threads.spawn_ms", spawn_ms, "workers"),
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
            let start = context.start_process(index as usize, TARGET, lane, inbox.clone());
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
        let spawn_ms = measure::typical(spawn_ms);
        let side = Side {
            spawn_ms: context.figure("processes.spawn_ms", spawn_ms, "workers"),
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
    /// are some more trips where all together were too short for it.
    async fn round_trips(
        &self,
        context: &Context,
        who: &'static str,
        mut echo: impl AsyncFnMut(usize, Vec<u8>) -> Result<Vec<u8>, Error>,
    ) -> Result<Option<f64>, Error> {
        /// But no more than that many, in milliseconds and in number.
        const PATIENCE_MS: f64 = 100.0;
        const MOST: u32 = 100_000;
        let mut typical = Vec::new();
        for bytes in [0, self.payload_bytes] {
            // No byte like the one beside it.
            let of = || memory::list((0..bytes).map(|byte| (byte % 251) as u8), "the payload");
            let (original, mut payload) = (of()?, of()?);
            let (mut times, mut total_ms) = (Vec::new(), 0.0);
            let mut message = 0;
            let enough_ms = measure::shortest_ms().min(PATIENCE_MS);
            while message < self.messages || (total_ms < enough_ms && message < MOST) {
                let done = message.min(self.messages);
                context.progress(done.into(), self.messages.into(), "messages");
                // What comes back at once gives no turn to whoever asks for a stop.
                context.breathe().await?;
                let begin = clock::now_us();
                payload = echo((message % self.workers) as usize, payload).await?;
                let took_ms = (clock::now_us() - begin) / 1e3;
                times.push(took_ms);
                total_ms += took_ms;
                message += 1;
                if payload != original {
                    return Err(Error::failed("a message came back as another"));
                }
            }
            typical.push(measure::typical(times).map(|ms| ms * 1e3));
        }
        let [empty, full]: [Measured; 2] = [typical[0], typical[1]];
        context.metric(&format!("{who}_empty_round_trip_us"), empty.ok());
        Ok(context.figure(format!("{who}.round_trip_us"), full, "messages"))
    }

    fn say(&self, context: &Context, who: &str, side: &Side, counted: u64) {
        let memory = match side.memory_bytes {
            Some(bytes) => format!("{bytes} bytes each"),
            None => "memory unknown".into(),
        };
        let unclear = || "in a time too short for this clock".to_string();
        let up = side
            .spawn_ms
            .map_or_else(unclear, |ms| format!("in {ms:.2} ms"));
        let trip = side
            .round_trip_us
            .map_or_else(unclear, |us| format!("in {us:.1} µs"));
        context.print(format!("{who}: up {up}, {memory}, there and back {trip}"));
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
        Ok((process, Incoming::Exit(result))) => {
            let why = result.map_or_else(|error| error.to_string(), |()| "nobody knows why".into());
            let number = process + 1;
            Err(Error::failed(format!("process {number} ended: {why}")))
        }
        Err(_) => Err(Error::failed("the processes ended")),
    }
}
