//! A pool of processes: Python's `Pool`. Inputs and results are copied as bytes both ways.

use super::chunks;
use super::function::{Answer, Function};
use super::method::{Method, Tasks};
use super::result::{AsyncResult, Gather, Results};
use crate::contract::{Error, TaskError};
use crate::engine::{Context, targets};
use crate::platform::local::LocalTask;
use crate::platform::process::{Connection, Incoming, Process, decode, encode};
use crate::platform::{events, local};
use async_channel::{Receiver, Sender};
use futures_lite::future;
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

/// The target that a pool's processes run.
pub(crate) const PROCESS_TARGET: &str = "pool";

/// A pool of processes. Dropping it ends them.
#[derive(Debug)]
pub struct ProcessPool {
    orders: Sender<Order>,
    ended: LocalTask<Result<(), Error>>,
    by_worker: Rc<RefCell<Vec<u64>>>,
    workers: usize,
}

/// What the dispatcher hears.
enum Order {
    Call(Call),
    Close,
}

/// One call of a pool's method: its chunks as bytes, and where their results go.
struct Call {
    chunks: VecDeque<Chunk>,
    deliver: Deliver,
}

struct Chunk {
    number: usize,
    tasks: usize,
    task: Task,
}

/// What a process is sent: call this function on these inputs.
#[derive(Debug, Serialize, Deserialize)]
struct Task {
    name: String,
    function: Vec<u8>,
    inputs: Vec<u8>,
    chunk: u64,
}

/// Where a chunk's answer goes.
type Deliver = Rc<dyn Fn(usize, Answer)>;

impl ProcessPool {
    /// Starts so many processes; returns when all are up.
    ///
    /// # Errors
    /// [`Error::Failed`] where one does not start.
    pub async fn new(context: &Context, workers: usize) -> Result<Self, Error> {
        let (inbox, heard) = async_channel::unbounded();
        // All are starting before the first is awaited.
        let starting: Vec<_> = (0..workers)
            .map(|worker| {
                let lane = context.lane(worker as u32 + 1);
                let inbox = inbox.clone();
                local::spawn(Process::start(worker, PROCESS_TARGET, lane, inbox))
            })
            .collect();
        let mut processes = Vec::new();
        for process in starting {
            processes.push(process.await?);
        }
        let (orders, ordered) = async_channel::unbounded();
        let by_worker = Rc::new(RefCell::new(vec![0; workers]));
        let dispatcher = Dispatcher {
            busy: (0..workers).map(|_| None).collect(),
            processes,
            calls: VecDeque::new(),
            by_worker: by_worker.clone(),
            dead: None,
        };
        Ok(Self {
            orders,
            ended: local::spawn(dispatcher.serve(ordered, heard)),
            by_worker,
            workers,
        })
    }

    /// The calls of `function` on `inputs`, to be handed over by any method. Each chunk carries
    /// the function's name, what is bound to it, and the inputs, as bytes.
    pub fn tasks<F: Function>(&self, function: F, inputs: Vec<F::Input>) -> ProcessTasks<'_, F> {
        ProcessTasks {
            pool: self,
            function,
            inputs,
        }
    }

    /// How many tasks each process has done.
    pub fn by_worker(&self) -> Vec<u64> {
        self.by_worker.borrow().clone()
    }

    /// No more tasks, and back when the processes have ended.
    ///
    /// # Errors
    /// [`Error::Failed`] where one died.
    pub async fn close_and_join(self) -> Result<(), Error> {
        let _ = self.orders.send(Order::Close).await;
        self.ended.await
    }

    fn submit<F: Function>(
        &self,
        function: &F,
        inputs: &[F::Input],
        chunksize: usize,
        gather: Gather<F::Output>,
    ) {
        let function = encode(function);
        let chunks = inputs
            .chunks(chunksize.max(1))
            .enumerate()
            .map(|(number, inputs)| Chunk {
                number,
                tasks: inputs.len(),
                task: Task {
                    name: F::NAME.into(),
                    function: function.clone(),
                    inputs: encode(&inputs),
                    chunk: number as u64,
                },
            })
            .collect();
        let call = Call {
            chunks,
            deliver: Rc::new(move |chunk, answer| {
                gather.deliver(chunk, answer.and_then(|bytes| decode(&bytes)));
            }),
        };
        // Refused only when the dispatcher has ended, which delivers what it had.
        if let Err(refused) = self.orders.try_send(Order::Call(call))
            && let Order::Call(call) = refused.into_inner()
        {
            call.fail(&TaskError::new("ValueError", "Pool not running"));
        }
    }
}

/// Tasks of a [`ProcessPool`]; see [`ProcessPool::tasks`].
#[derive(Debug)]
pub struct ProcessTasks<'a, F: Function> {
    pool: &'a ProcessPool,
    function: F,
    inputs: Vec<F::Input>,
}

impl<F: Function> Tasks for ProcessTasks<'_, F> {
    type Output = F::Output;

    fn count(&self) -> usize {
        self.inputs.len()
    }

    fn map_async(&self, chunksize: usize) -> AsyncResult<Vec<F::Output>> {
        let count = self.inputs.len();
        let chunksize = Method::Map.chunksize(chunksize, count, self.pool.workers);
        let (gather, result) = Gather::all(chunks::count(count, chunksize));
        self.pool
            .submit(&self.function, &self.inputs, chunksize, gather);
        result
    }

    fn imap(&self, chunksize: usize, ordered: bool) -> Results<F::Output> {
        let chunksize = chunksize.max(1);
        let (gather, results) = Gather::each(chunks::count(self.inputs.len(), chunksize), ordered);
        self.pool
            .submit(&self.function, &self.inputs, chunksize, gather);
        results
    }

    fn apply_async(&self, index: usize) -> AsyncResult<F::Output> {
        let (gather, result) = Gather::one();
        let input = &self.inputs[index..=index];
        self.pool.submit(&self.function, input, 1, gather);
        result
    }
}

impl Call {
    fn fail(self, error: &TaskError) {
        for chunk in self.chunks {
            (self.deliver)(chunk.number, Err(error.clone()));
        }
    }
}

/// Gives each process its next chunk when it has answered the one before.
struct Dispatcher {
    processes: Vec<Process>,
    busy: Vec<Option<Underway>>,
    calls: VecDeque<Call>,
    by_worker: Rc<RefCell<Vec<u64>>>,
    dead: Option<TaskError>,
}

struct Underway {
    chunk: usize,
    tasks: usize,
    deliver: Deliver,
}

impl Dispatcher {
    async fn serve(
        mut self,
        orders: Receiver<Order>,
        heard: Receiver<(usize, Incoming)>,
    ) -> Result<(), Error> {
        let mut closing = false;
        loop {
            let idle = self.calls.is_empty() && self.busy.iter().all(Option::is_none);
            if closing && idle {
                return self.dead.map_or(Ok(()), |error| Err(error.into()));
            }
            let order = async {
                match closing {
                    true => future::pending().await,
                    false => Ok(orders.recv().await),
                }
            };
            let answer = async { Err(heard.recv().await) };
            match future::or(order, answer).await {
                Ok(Ok(Order::Call(call))) => self.calls.push_back(call),
                Ok(Ok(Order::Close)) => {
                    closing = true;
                    orders.close();
                }
                // The pool was dropped, or no process can be heard any more: all end with `self`.
                Ok(Err(_)) | Err(Err(_)) => return Ok(()),
                Err(Ok((worker, Incoming::Data(bytes)))) => self.answered(worker, &bytes),
                Err(Ok((worker, Incoming::Exit(result)))) => self.lost(worker, result),
            }
            self.hand_out();
            if let Some(error) = &self.dead {
                for call in std::mem::take(&mut self.calls) {
                    call.fail(error);
                }
            }
        }
    }

    fn hand_out(&mut self) {
        for worker in 0..self.processes.len() {
            if self.busy[worker].is_some() || self.dead.is_some() {
                continue;
            }
            let Some(call) = self.calls.front_mut() else {
                return;
            };
            if let Some(chunk) = call.chunks.pop_front() {
                self.busy[worker] = Some(Underway {
                    chunk: chunk.number,
                    tasks: chunk.tasks,
                    deliver: call.deliver.clone(),
                });
                self.processes[worker].send(encode(&chunk.task));
            }
            if call.chunks.is_empty() {
                self.calls.pop_front();
            }
        }
    }

    fn answered(&mut self, worker: usize, bytes: &[u8]) {
        if let Some(underway) = self.busy[worker].take() {
            self.by_worker.borrow_mut()[worker] += underway.tasks as u64;
            let answer = decode::<Answer>(bytes).and_then(|answer| answer);
            (underway.deliver)(underway.chunk, answer);
        }
    }

    /// CPython's pool would start another process and never answer; this one says what happened.
    fn lost(&mut self, worker: usize, result: Result<(), TaskError>) {
        let error = match result {
            Err(error) => TaskError::new(
                error.kind,
                format!("process {} ended: {}", worker + 1, error.message),
            ),
            Ok(()) => TaskError::new("ProcessDied", format!("process {} ended", worker + 1)),
        };
        for underway in self.busy.iter_mut().filter_map(Option::take) {
            (underway.deliver)(underway.chunk, Err(error.clone()));
        }
        self.dead = Some(error);
    }
}

/// The life of a pool's process.
pub(crate) async fn process_main(connection: Connection) -> Result<(), TaskError> {
    events::waiting("a task");
    while let Some(bytes) = connection.recv().await {
        let task: Task = decode(&bytes)?;
        events::running("chunk", Some(task.chunk));
        // Seen before the work, which may be long.
        connection.flush();
        let answer: Answer = targets::function(&task.name)
            .and_then(|function| (function.call)(&task.function, &task.inputs));
        events::waiting("a task");
        connection.send(encode(&answer));
    }
    Ok(())
}
