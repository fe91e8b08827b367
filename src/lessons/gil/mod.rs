//! The GIL: the same work under an interpreter lock, and without.

mod about;

use crate::contract::{Error, TaskError};
use crate::engine::Context;
use crate::engine::about::About;
use crate::engine::measure::{self, Measured};
use crate::engine::pool::{Callbacks, Function, FunctionEntry, ProcessPool, Tasks};
use crate::engine::threading::{InterpreterLock, Thread};
use crate::engine::{Lesson, Needs};
use crate::platform::cancel::Cancel;
use crate::platform::{clock, events, logical_processors};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Map, json};
use std::borrow::Cow;
use std::collections::HashMap;
use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

/// Threads that must hold an interpreter lock to run, beside such as need not.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Gil {
    /// Under what the threads run.
    #[serde(default)]
    #[schemars(title = "Interpreter")]
    interpreter: Choice,

    /// How many threads share the work.
    #[serde(default = "threads")]
    #[schemars(title = "Threads", range(min = 1, max = 64))]
    threads: u32,

    /// How many steps each thread takes; a step is 1,000 operations on integers.
    #[serde(default = "work")]
    #[schemars(title = "Work", extend("x-unit" = "steps per thread"), range(min = 1, max = 10_000_000))]
    work: u32,

    /// How long a thread waits for the lock before it asks the holder to drop it.
    #[serde(default = "switch_interval_ms")]
    #[schemars(title = "Switch interval", extend("x-unit" = "ms"), range(min = 0.1, max = 10_000.0))]
    switch_interval_ms: f64,

    /// The part of the work that is not computing but waiting, for a disk or a network.
    #[serde(default)]
    #[schemars(title = "Part that is I/O", range(min = 0.0, max = 1.0))]
    io_fraction: f64,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Choice {
    /// All of them, one after the other.
    #[default]
    All,
    /// Threads that must hold the lock to take a step: CPython as most know it.
    Gil,
    /// Threads without a lock: CPython's free-threaded build; Java and C++ always.
    FreeThreaded,
    /// Processes, each with an interpreter and a lock of its own.
    Processes,
    /// Threads whose steps are taken in a C extension, which drops the lock meanwhile.
    ReleasingExtension,
}

fn threads() -> u32 {
    2
}
fn work() -> u32 {
    20_000
}
fn switch_interval_ms() -> f64 {
    5.0
}

impl Choice {
    const EACH: [Self; 4] = [
        Self::Gil,
        Self::FreeThreaded,
        Self::Processes,
        Self::ReleasingExtension,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Gil => "gil",
            Self::FreeThreaded => "free-threaded",
            Self::Processes => "processes",
            Self::ReleasingExtension => "releasing-extension",
        }
    }
}

/// What came of one way to run the work.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Way {
    wall_ms: Option<f64>,
    /// Against one thread doing all the work.
    speedup: Option<f64>,
    switches: u64,
    /// How many processors computed: how many threads did, where there are as many processors.
    busy_cores: Option<f64>,
}

/// By the name of the interpreter, in the order in which they ran.
#[derive(Debug, Default)]
pub struct Ways(Vec<(&'static str, Way)>);

impl JsonSchema for Ways {
    fn schema_name() -> Cow<'static, str> {
        "Ways".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        HashMap::<String, Way>::json_schema(generator)
    }
}

impl Serialize for Ways {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, way)| (name, way)))
    }
}

/// One step: a thousand operations on integers, each of which needs the one before.
#[inline(never)]
fn step(state: u32) -> u32 {
    let mut x = state;
    // Six operations a turn, and four more.
    for _ in 0..166 {
        x ^= x << 13;
        x ^= x >> 17;
        x ^= x << 5;
    }
    x ^= x << 13;
    x ^= x >> 17;
    x
}

/// What the work took once. Times of the clock in microseconds, lengths of time in milliseconds.
#[derive(Debug, Clone, Copy)]
struct Took {
    begin_us: f64,
    wall_ms: f64,
    /// Of all threads together, spent computing.
    busy_ms: f64,
    switches: u64,
}

impl Took {
    /// Until now.
    fn since(begin_us: f64, busy_ms: f64, switches: u64) -> Self {
        Self {
            begin_us,
            wall_ms: (clock::now_us() - begin_us) / 1e3,
            busy_ms,
            switches,
        }
    }
}

/// Work done again and again, of which the quickest counts, as in Python's `timeit`: what takes
/// milliseconds is easily disturbed by whatever else the machine does, and never made quicker.
struct Tries {
    quickest: Took,
    /// What each took, in milliseconds.
    times: Vec<f64>,
}

impl Tries {
    const MOST: usize = 3;
    /// Work that takes this long is not done again.
    const ENOUGH_MS: f64 = 200.0;

    /// Fails when the work does, and when the run was stopped.
    async fn of(
        context: &Context,
        mut once: impl AsyncFnMut() -> Result<Took, Error>,
    ) -> Result<Self, Error> {
        let mut quickest = once().await?;
        context.check()?;
        let mut times = vec![quickest.wall_ms];
        while times.len() < Self::MOST && times.iter().sum::<f64>() < Self::ENOUGH_MS {
            let took = once().await?;
            context.check()?;
            times.push(took.wall_ms);
            if took.wall_ms < quickest.wall_ms {
                quickest = took;
            }
        }
        Ok(Self { quickest, times })
    }

    /// The time of the quickest in milliseconds, where it was long enough for the clock, and what
    /// it is to be compared by: where it was done again and took about as long.
    fn wall(&self) -> (Measured, Measured) {
        let ms = measure::lasted(self.quickest.wall_ms);
        (ms, ms.and_then(|_| measure::quickest(&self.times)))
    }
}

/// The work of one thread: parts, each of which computes and then waits.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Work {
    parts: u32,
    /// Of each part.
    steps: u32,
    io_ms: f64,
}

/// How many steps a part has where nothing waits: about as many as one I/O in a program.
const PART: u32 = 500;

impl Work {
    /// So many steps, of which a part is replaced by waiting as long as they would take.
    fn new(steps: u32, io_fraction: f64, step_ms: f64) -> Self {
        let parts = steps.div_ceil(PART);
        let each = f64::from(steps) / f64::from(parts);
        Self {
            parts,
            steps: (each * (1.0 - io_fraction)).round() as u32,
            io_ms: each * io_fraction * step_ms,
        }
    }

    /// Computes one part, calling `between` after each step; the time that took, in milliseconds.
    fn compute(self, mut between: impl FnMut() -> bool) -> f64 {
        let begin = clock::now_us();
        let mut state = black_box(1);
        for _ in 0..self.steps {
            state = step(state);
            if !between() {
                break;
            }
        }
        black_box(state);
        (clock::now_us() - begin) / 1e3
    }

    /// Shows that the thread begins to wait as a part does, or that it has nothing to wait for.
    fn show_io(self) {
        match self.io_ms > 0.0 {
            true => events::emit(crate::contract::What::Sleep { ms: self.io_ms }),
            false => events::running("thread", None),
        }
    }

    /// Waits as a part does; false where a stop came first.
    fn io(self, cancel: &Cancel) -> bool {
        match self.io_ms > 0.0 {
            true => cancel.sleep(Duration::from_secs_f64(self.io_ms / 1e3)),
            false => !cancel.is_set(),
        }
    }

    /// All of it without a lock; the time spent computing, in milliseconds.
    fn freely(self, cancel: &Cancel) -> f64 {
        let mut busy_ms = 0.0;
        for part in 0..self.parts {
            events::running("part", Some(part.into()));
            busy_ms += self.compute(|| true);
            self.show_io();
            if !self.io(cancel) {
                break;
            }
        }
        busy_ms
    }

    /// All of it, holding the lock for each step and dropping it to wait.
    fn under(self, lock: &InterpreterLock, me: u32, cancel: &Cancel) -> f64 {
        let mut busy_ms = 0.0;
        for part in 0..self.parts {
            if !lock.take(me, cancel) {
                break;
            }
            let show = || events::holding(InterpreterLock::NAME, "part", Some(part.into()));
            show();
            // Waiting for another's turn is not computing.
            let mut waited_us = 0.0;
            let mut has_it = true;
            let took_ms = self.compute(|| {
                if !lock.is_asked_for() {
                    return true;
                }
                let before = clock::now_us();
                has_it = lock.check(me, cancel);
                waited_us += clock::now_us() - before;
                if has_it {
                    show();
                }
                has_it
            });
            busy_ms += took_ms - waited_us / 1e3;
            if !has_it {
                break;
            }
            // Said before, so that the next holder is not seen beside this one.
            self.show_io();
            lock.drop();
            if !self.io(cancel) {
                break;
            }
        }
        busy_ms
    }

    /// All of it in calls of an extension, which drops the lock while it computes.
    fn in_extension(self, lock: &InterpreterLock, me: u32, cancel: &Cancel) -> f64 {
        let mut busy_ms = 0.0;
        for part in 0..self.parts {
            if !lock.take(me, cancel) {
                break;
            }
            // The interpreter's own step: the call. Then `Py_BEGIN_ALLOW_THREADS`.
            events::holding(InterpreterLock::NAME, "call", Some(part.into()));
            events::running("extension", Some(part.into()));
            lock.drop();
            busy_ms += self.compute(|| true);
            self.show_io();
            if !self.io(cancel) {
                break;
            }
        }
        busy_ms
    }
}

impl Function for Work {
    const NAME: &'static str = "gil-work";
    type Input = u32;
    type Output = f64;

    fn call(&self, _thread: &u32) -> Result<f64, TaskError> {
        Ok(self.freely(&Cancel::default()))
    }
}

impl Lesson for Gil {
    const ABOUT: About = about::ABOUT;
    const FUNCTIONS: &'static [FunctionEntry] = &[FunctionEntry::of::<Work>()];
    type Outcome = Ways;

    fn needs(&self) -> Needs {
        Needs::of_threads(self.threads as usize)
    }

    async fn run(self, context: Context) -> Result<Self::Outcome, Error> {
        let step_ms = self.step_ms(&context).await?;
        let work = Work::new(self.work, self.io_fraction, step_ms);
        let threads = self.threads;
        context.phase("one thread");
        let serial = Tries::of(&context, async || {
            let begin = clock::now_us();
            let mut alone = Thread::start(&context, 1, move |context| {
                for _ in 0..threads {
                    work.freely(context.cancel());
                }
            })?;
            alone.join(None).await?;
            Ok(Took::since(begin, 0.0, 0))
        })
        .await?;
        let (serial_ms, baseline) = serial.wall();
        context.print(match serial_ms {
            Ok(ms) => format!(
                "one thread, all the work: {ms:.1} ms, the quickest of {}",
                serial.times.len()
            ),
            Err(why) => format!("one thread, all the work: {}", measure::why_not(why, RAISE)),
        });

        let mut ways = Ways::default();
        let (mut spans, mut tries) = (Map::new(), Map::new());
        let chosen = |choice: &Choice| [Choice::All, *choice].contains(&self.interpreter);
        for choice in Choice::EACH.into_iter().filter(chosen) {
            context.phase(match choice.name() {
                "gil" => "GIL",
                "free-threaded" => "free",
                "releasing-extension" => "extension",
                name => name,
            });
            let done = match choice {
                Choice::Processes => self.in_processes(&context, work).await?,
                choice => {
                    Tries::of(&context, async || {
                        self.in_threads(&context, work, choice).await
                    })
                    .await?
                }
            };
            let took = done.quickest;
            let begin_ms = (took.begin_us - context.began_us()) / 1e3;
            let name = choice.name();
            spans.insert(name.into(), json!([begin_ms, begin_ms + took.wall_ms]));
            tries.insert(name.into(), done.times.len().into());
            let (wall_ms, compared) = done.wall();
            let speedup = measure::ratio(baseline, compared);
            let speedup = measure::within(speedup, self.ideal(choice));
            // A thread that waits for a processor looks as if it computed.
            let computing = wall_ms.map(|wall_ms| took.busy_ms / wall_ms);
            let busy_cores = computing.map(|busy| busy.min(f64::from(logical_processors())));
            let switches = took.switches;
            context.print(match (wall_ms, speedup, busy_cores) {
                (Ok(ms), Ok(speedup), Ok(busy)) => format!(
                    "{name}: {ms:.1} ms, the quickest of {}, speed-up {}, {busy:.2} \
                     processors busy, {switches} switches",
                    done.times.len(),
                    measure::times(speedup)
                ),
                (Ok(ms), Err(why), _) => format!(
                    "{name}: {ms:.1} ms; no speed-up: {}",
                    measure::why_not(why, RAISE)
                ),
                (Err(why), ..) | (.., Err(why)) => {
                    format!("{name}: {}", measure::why_not(why, RAISE))
                }
            });
            if let Ok(ratio) = speedup
                && choice == Choice::Gil
                && self.threads > 1
            {
                context.answer(match ratio {
                    ratio if ratio < 1.2 => 0,
                    ratio if ratio <= 1.7 => 1,
                    _ => 2,
                });
            }
            let figure =
                |key: &str, measured| context.figure(format!("{name}.{key}"), measured, RAISE);
            let way = Way {
                wall_ms: figure("wall_ms", wall_ms),
                speedup: figure("speedup", speedup),
                switches,
                busy_cores: figure("busy_cores", busy_cores),
            };
            ways.0.push((name, way));
        }
        context.metric("tries", tries);
        context.metric("serial_ms", serial_ms.ok());
        context.metric("spans", spans);
        Ok(ways)
    }
}

/// What to raise where a time is too short for the clock.
const RAISE: &str = "work";

impl Gil {
    /// The speed-up where nothing is lost. Under the lock one thread computes while the others
    /// wait, elsewhere as many as there are processors.
    fn ideal(&self, choice: Choice) -> f64 {
        let at_once = match choice {
            Choice::Gil => 1,
            _ => self.threads.min(logical_processors()),
        };
        let computing = 1.0 - self.io_fraction;
        (f64::from(at_once) / computing).min(f64::from(self.threads))
    }

    /// What one step takes on this machine, in milliseconds: needed to wait as long.
    async fn step_ms(&self, context: &Context) -> Result<f64, Error> {
        const STEPS: u32 = 2_000;
        /// A coarse clock needs longer probes: up to about a second of them.
        const MOST_STEPS: u32 = STEPS << 9;
        /// A quarter of what a figure needs: so exactly need not be waited.
        const ENOUGH: f64 = 0.25;
        let waits = self.io_fraction > 0.0;
        let mut probing = Thread::start(context, 1, move |context| {
            let probe = |steps| {
                let parts = 1;
                let io_ms = 0.0;
                Work {
                    parts,
                    steps,
                    io_ms,
                }
                .freely(context.cancel())
            };
            // The least of a few: the first ones may be slower, as long as the engine warms up.
            let mut took_ms = (0..5).map(|_| probe(STEPS)).fold(f64::INFINITY, f64::min);
            let mut steps = STEPS;
            while waits
                && took_ms < measure::shortest_ms() * ENOUGH
                && steps < MOST_STEPS
                && !context.cancel().is_set()
            {
                steps *= 4;
                took_ms = probe(steps);
            }
            took_ms / f64::from(steps)
        })?;
        Ok(probing.join(None).await?.unwrap_or_default())
    }

    async fn in_threads(
        &self,
        context: &Context,
        work: Work,
        choice: Choice,
    ) -> Result<Took, Error> {
        let interval = Duration::from_secs_f64(self.switch_interval_ms / 1e3);
        let lock = Arc::new(InterpreterLock::new(interval));
        let begin = clock::now_us();
        let mut running = Vec::new();
        for thread in 1..=self.threads {
            let lock = lock.clone();
            running.push(Thread::start(context, thread, move |context| {
                let cancel = context.cancel();
                match choice {
                    Choice::Gil => work.under(&lock, thread, cancel),
                    Choice::ReleasingExtension => work.in_extension(&lock, thread, cancel),
                    _ => work.freely(cancel),
                }
            })?);
        }
        let mut busy_ms = 0.0;
        for thread in &mut running {
            busy_ms += thread.join(None).await?.unwrap_or_default();
        }
        Ok(Took::since(begin, busy_ms, lock.switches()))
    }

    /// The same in processes, which are started before the clock is.
    async fn in_processes(&self, context: &Context, work: Work) -> Result<Tries, Error> {
        let starting = clock::now_us();
        let pool = ProcessPool::new(context, self.threads as usize).await?;
        context.metric("processes_start_ms", (clock::now_us() - starting) / 1e3);
        let tasks = pool.tasks(work, (1..=self.threads).collect());
        let tries = Tries::of(context, async || {
            let begin = clock::now_us();
            let results = tasks.map_async(1, Callbacks::default())?;
            let busy: Vec<f64> = context.unless_stopped(results).await??;
            Ok(Took::since(begin, busy.iter().sum(), 0))
        })
        .await?;
        drop(tasks);
        pool.close_and_join().await?;
        Ok(tries)
    }
}
