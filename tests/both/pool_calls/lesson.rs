//! A pool that is called as a script says, and what came of each call, so that it can be held to
//! CPython's.

use manyhands::contract::{Error, TaskError};
use manyhands::engine::Context;
use manyhands::engine::about::About;
use manyhands::engine::parameters::{Kind, Workers};
use manyhands::engine::pool::{
    AsyncResult, Callback, Callbacks, Function, FunctionEntry, IMapIterator, Method, Pool, Tasks,
    chunk_sizes,
};
use manyhands::engine::{Lesson, Needs};
use manyhands::platform::clock;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::cell::Cell;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Calls a pool as a script says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PoolCalls {
    /// How many workers the pool has.
    #[serde(default = "Workers::logical")]
    #[schemars(title = "Workers", extend("x-default" = "logical-processors"))]
    workers: Workers,

    /// What the workers are.
    #[serde(default = "Kind::preferred")]
    #[schemars(title = "Kind of workers", extend("x-default" = "threads-or-processes"))]
    kind: Kind,

    /// What the initializer adds to every result; below 0 it raises, and null is none.
    #[serde(default)]
    #[schemars(title = "Initializer", range(min = -1_000_000, max = 1_000_000))]
    initializer: Option<i64>,

    /// The calls, one after the other.
    #[serde(default)]
    #[schemars(title = "Calls", length(max = 10_000))]
    calls: Vec<Call>,
}

/// One call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
struct Call {
    /// What is called.
    call: What,
    /// What the tasks get; of `apply` and its like only the first.
    #[serde(default)]
    #[schemars(length(max = 100_000), inner(range(min = -1_000_000, max = 1_000_000)))]
    inputs: Vec<i64>,
    /// Tasks that are handed over together; 0 lets the method choose.
    #[serde(default)]
    #[schemars(range(max = 100_000))]
    chunksize: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum What {
    Map,
    MapAsync,
    Starmap,
    StarmapAsync,
    Imap,
    ImapUnordered,
    Apply,
    ApplyAsync,
    /// `get` with a timeout that passes, then the other methods of a result that is not ready.
    TooSoon,
    /// `terminate` while one more task than there are workers is under way.
    GiveUp,
    Close,
    Terminate,
    Join,
}

/// Squares what is welcome.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Trial {
    /// A task takes at least so long, in milliseconds.
    slow_ms: u64,
    /// Whether what the initializer says is added. Threads are used again, and remember what
    /// that of an earlier pool said.
    adds: bool,
}

thread_local! {
    /// What the initializer has told this worker to add.
    static ADDED: Cell<i64> = const { Cell::new(0) };
}

impl Function for Trial {
    const NAME: &'static str = "trial";
    type Input = (i64, i64);
    type Output = i64;

    fn call(&self, &(x, y): &(i64, i64)) -> Result<i64, TaskError> {
        // By the clock and not asleep: a process without threads cannot sleep.
        let end = clock::now_us() + self.slow_ms as f64 * 1e3;
        while clock::now_us() < end {
            std::hint::spin_loop();
        }
        match x {
            13 => Err(TaskError::new("ZeroDivisionError", "division by zero")),
            x if x < 0 => Err(TaskError::new("ValueError", format!("{x} is not welcome"))),
            x => Ok(x * y + if self.adds { ADDED.get() } else { 0 }),
        }
    }
}

/// The initializer.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Add;

impl Function for Add {
    const NAME: &'static str = "add";
    type Input = i64;
    type Output = ();

    fn call(&self, added: &i64) -> Result<(), TaskError> {
        if *added < 0 {
            return Err(TaskError::new(
                "ValueError",
                format!("{added} is not welcome"),
            ));
        }
        ADDED.set(*added);
        Ok(())
    }
}

/// What was called back, in order.
#[derive(Clone, Default)]
struct CalledBack(Arc<Mutex<Vec<Value>>>);

impl CalledBack {
    fn callbacks<T: Serialize>(&self) -> Callbacks<T> {
        let write = |log: &Self, value: Value| {
            let mut log = log.0.lock().unwrap_or_else(PoisonError::into_inner);
            log.push(value);
        };
        let (values, errors) = (self.clone(), self.clone());
        let callback: Callback<T> = Box::new(move |value| write(&values, json!({"value": value})));
        let error_callback: Callback<TaskError> =
            Box::new(move |error| write(&errors, raised(error)));
        Callbacks {
            callback: Some(callback),
            error_callback: Some(error_callback),
        }
    }

    fn taken(&self) -> Value {
        let mut log = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *log).into()
    }
}

fn raised(error: &TaskError) -> Value {
    json!({"error": [error.kind, error.message]})
}

fn answer<T: Serialize>(outcome: Result<T, TaskError>) -> Value {
    match outcome {
        Ok(value) => json!({"value": value}),
        Err(error) => raised(&error),
    }
}

impl Lesson for PoolCalls {
    const ABOUT: About = About {
        id: "pool-calls",
        hidden: true,
        ..About::EMPTY
    };
    const FUNCTIONS: &'static [FunctionEntry] =
        &[FunctionEntry::of::<Trial>(), FunctionEntry::of::<Add>()];
    type Outcome = Vec<Value>;

    fn needs(&self) -> Needs {
        Needs::of_pool(self.workers.count(), self.kind)
    }

    async fn run(self, context: Context) -> Result<Vec<Value>, Error> {
        let workers = self.workers.count();
        let mut pool = match self.initializer {
            None => Pool::new(&context, workers, self.kind).await?,
            Some(added) => Pool::with_initializer(&context, workers, self.kind, Add, added).await?,
        };
        let trial = Trial {
            slow_ms: 0,
            adds: self.initializer.is_some(),
        };
        let mut answers = Vec::new();
        for call in self.calls {
            answers.push(call.make(&mut pool, workers, trial).await?);
            context.check()?;
        }
        pool.terminate();
        pool.join().await?;
        Ok(answers)
    }
}

impl Call {
    async fn make(self, pool: &mut Pool, workers: usize, trial: Trial) -> Result<Value, Error> {
        // A square is a call with two arguments that are the same.
        let inputs: Vec<(i64, i64)> = self.inputs.iter().map(|&x| (x, x)).collect();
        let tasks = inputs.len();
        let log = CalledBack::default();
        Ok(match self.call {
            What::Map => {
                let value = answer(pool.map(trial, inputs, self.chunksize).await);
                // The rule by itself, beside what the other calls say they were cut by.
                let chunksize = Method::Map.chunksize(self.chunksize, tasks, workers);
                json!({"map": value, "chunks": chunk_sizes(tasks, chunksize)})
            }
            What::Starmap => answer(pool.starmap(trial, inputs, self.chunksize).await),
            What::MapAsync => {
                let result = pool.map_async(trial, inputs, self.chunksize, log.callbacks());
                in_chunks(result, tasks, &log).await
            }
            What::StarmapAsync => {
                let result = pool.starmap_async(trial, inputs, self.chunksize, log.callbacks());
                in_chunks(result, tasks, &log).await
            }
            What::Imap => one_by_one(pool.imap(trial, inputs, self.chunksize)).await,
            What::ImapUnordered => {
                let mut values =
                    one_by_one(pool.imap_unordered(trial, inputs, self.chunksize)).await;
                // In whatever order they came.
                if let Some(values) = values.as_array_mut() {
                    values.sort_by_key(Value::to_string);
                }
                values
            }
            What::Apply => answer(pool.apply(trial, first(&inputs)).await),
            What::ApplyAsync => match pool.apply_async(trial, first(&inputs), log.callbacks()) {
                Ok(result) => {
                    let got = answer(result.get(None).await);
                    json!({"got": got, "called_back": log.taken(), "successful": answer(result.successful())})
                }
                Err(error) => raised(&error),
            },
            What::TooSoon => too_soon(pool, trial, &inputs).await,
            What::GiveUp => give_up(pool, trial, workers).await,
            What::Close => {
                pool.close();
                Value::Null
            }
            What::Terminate => {
                pool.terminate();
                Value::Null
            }
            What::Join => match pool.join().await {
                Ok(()) => Value::Null,
                Err(error) => json!({"error": error.to_string()}),
            },
        })
    }
}

fn first(inputs: &[(i64, i64)]) -> (i64, i64) {
    inputs.first().copied().unwrap_or_default()
}

async fn in_chunks(
    result: Result<AsyncResult<Vec<i64>>, TaskError>,
    tasks: usize,
    log: &CalledBack,
) -> Value {
    match result {
        Ok(result) => {
            result.wait(None).await;
            let sizes = chunk_sizes(tasks, result.chunksize());
            json!({
                "ready": result.ready(),
                "successful": answer(result.successful()),
                "got": answer(result.get(None).await),
                "again": answer(result.get(Some(Duration::ZERO)).await),
                "called_back": log.taken(),
                "chunks": sizes,
            })
        }
        Err(error) => raised(&error),
    }
}

async fn one_by_one(results: Result<IMapIterator<i64>, TaskError>) -> Value {
    match results {
        Ok(mut results) => {
            let mut values = Vec::new();
            while let Some(value) = results.next(None).await {
                values.push(answer(value));
            }
            values.into()
        }
        Err(error) => raised(&error),
    }
}

/// Long enough that whoever asks at once asks too soon, on the slowest machine too.
const SLOW_MS: u64 = 1_000;

async fn too_soon(pool: &Pool, trial: Trial, inputs: &[(i64, i64)]) -> Value {
    let slow = Trial {
        slow_ms: SLOW_MS,
        ..trial
    };
    let tasks = pool.tasks(slow, vec![first(inputs)]);
    let (result, mut results) = match tasks.apply_async(0, Callbacks::default()) {
        Err(error) => return raised(&error),
        Ok(result) => match tasks.imap(1, true) {
            Err(error) => return raised(&error),
            Ok(results) => (result, results),
        },
    };
    let ready = result.ready();
    let not_ready = result.successful().map_err(|error| error.kind);
    result.wait(Some(Duration::ZERO)).await;
    let got = answer(result.get(Some(Duration::ZERO)).await);
    let next = results.next(Some(Duration::ZERO)).await.map(answer);
    json!({
        "ready": ready,
        "not_ready": not_ready.err(),
        "too_soon": [got, next],
        "then": [answer(result.get(None).await), results.next(None).await.map(answer)],
        "end": results.next(None).await.is_none(),
        "successful": answer(result.successful()),
    })
}

async fn give_up(pool: &Pool, trial: Trial, workers: usize) -> Value {
    let slow = Trial {
        slow_ms: SLOW_MS,
        ..trial
    };
    let tasks = pool.tasks(slow, vec![(1, 1); workers + 1]);
    let begun: Result<Vec<_>, _> = (0..tasks.count())
        .map(|index| tasks.apply_async(index, Callbacks::default()))
        .collect();
    let results = match begun {
        Ok(results) => results,
        Err(error) => return raised(&error),
    };
    pool.terminate();
    let mut answers = Vec::new();
    for result in results {
        answers.push(answer(result.await));
    }
    answers.into()
}
