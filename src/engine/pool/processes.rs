//! A pool of processes: Python's `Pool`. Inputs and results are copied as bytes both ways.

use super::calls::{Named, Sent};
use super::chunks;
use super::copied::{Account, Copied};
use super::function::{Answer, Answered, Function};
use super::gather::Gather;
use super::life::{self, Life};
use super::result::{AnyCallbacks, AnyResult};
use super::tasks::{Tasks, TasksOf, Workers};
use crate::contract::{Error, TaskError};
use crate::engine::{Context, Registry};
use crate::platform::channel::{self, Receiver};
use crate::platform::completion::Completion;
use crate::platform::local::LocalTask;
use crate::platform::process::{Connection, Incoming, Process, decode, encode};
use crate::platform::{events, local, memory};
use async_channel::Sender;
use futures_lite::future;
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

/// The target that a pool's processes run.
pub(crate) const PROCESS_TARGET: &str = "pool";

/// A pool of processes. Dropping it terminates it, as leaving Python's `with Pool(…)` does.
#[derive(Debug)]
pub struct ProcessPool {
    orders: Sender<Order>,
    /// The dispatcher's end; `None` once it was joined.
    ended: Option<LocalTask<Result<(), Error>>>,
    life: Life,
    by_worker: Rc<RefCell<Vec<u64>>>,
    account: Account,
    workers: usize,
}

/// What the dispatcher hears.
enum Order {
    Call(Call),
    Close,
    Terminate,
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

impl Task {
    fn of(calls: &dyn Sent, function: Vec<u8>, range: Range<usize>, chunk: usize) -> Self {
        Self {
            name: calls.name().into(),
            function,
            inputs: calls.inputs(range),
            chunk: chunk as u64,
        }
    }
}

impl ProcessPool {
    /// Starts so many processes; returns when all are up.
    ///
    /// # Errors
    /// [`Error::Failed`] where one does not start.
    pub async fn new(context: &Context, workers: usize) -> Result<Self, Error> {
        let (processes, heard) = start(context, workers).await?;
        Ok(Self::with_processes(processes, heard, None))
    }

    /// The same, with processes that each call `initializer` before their first task. Where one
    /// raises something, so does every task, as `BrokenProcessPool`.
    ///
    /// # Errors
    /// [`Error::Failed`] where one does not start.
    pub async fn with_initializer<I: Function>(
        context: &Context,
        workers: usize,
        initializer: I,
        argument: I::Input,
    ) -> Result<Self, Error> {
        let call = Named {
            function: initializer,
            inputs: vec![argument],
        };
        Self::initialized(context, workers, &call).await
    }

    async fn initialized(
        context: &Context,
        workers: usize,
        initializer: &dyn Sent,
    ) -> Result<Self, Error> {
        let (processes, heard) = start(context, workers).await?;
        let task = encode(&Task::of(initializer, initializer.function(), 0..1, 0));
        for process in &processes {
            process.send(task.clone());
        }
        let mut broken = None;
        for _ in 0..workers {
            let answer = match heard.recv().await {
                Ok((_, Incoming::Data(bytes))) => {
                    decode::<Answered>(&bytes).and_then(|answered| answered.answer)
                }
                Ok((_, Incoming::Exit(Err(error)))) => Err(error),
                Ok((_, Incoming::Exit(Ok(())))) | Err(_) => {
                    Err(TaskError::new("ProcessDied", "a process ended"))
                }
            };
            if let Err(error) = answer {
                broken.get_or_insert_with(|| life::broken("BrokenProcessPool", &error));
            }
        }
        Ok(Self::with_processes(processes, heard, broken))
    }

    fn with_processes(
        processes: Vec<Process>,
        heard: Receiver<(usize, Incoming)>,
        dead: Option<TaskError>,
    ) -> Self {
        let workers = processes.len();
        let (orders, ordered) = async_channel::unbounded();
        let by_worker = Rc::new(RefCell::new(vec![0; workers]));
        let account = Account::default();
        let dispatcher = Dispatcher {
            account: account.clone(),
            busy: (0..workers).map(|_| None).collect(),
            processes,
            calls: VecDeque::new(),
            by_worker: by_worker.clone(),
            dead,
        };
        Self {
            orders,
            ended: Some(local::spawn(dispatcher.serve(ordered, heard))),
            life: Life::default(),
            by_worker,
            account,
            workers,
        }
    }

    /// The calls of `function` on `inputs`, to be handed over by any method. Each chunk carries
    /// the function's name, what is bound to it, and the inputs, as bytes.
    pub fn tasks<F: Function>(
        &self,
        function: F,
        inputs: Vec<F::Input>,
    ) -> impl Tasks<Output = F::Output> {
        let (count, calls) = (inputs.len(), Arc::new(Named { function, inputs }));
        TasksOf::new(Workers::Processes(self, calls), count)
    }

    pub(super) fn workers(&self) -> usize {
        self.workers
    }

    /// How many tasks each process has done.
    pub fn by_worker(&self) -> Vec<u64> {
        self.by_worker.borrow().clone()
    }

    /// What copying inputs and results has cost so far.
    pub fn copied(&self) -> Copied {
        self.account.copied()
    }

    /// `close()`: no more tasks; those that are there will be done.
    pub fn close(&self) {
        self.life.close();
        self.order(Order::Close);
    }

    /// `terminate()`: ends the processes at once. Tasks that are not done raise a `RuntimeError`.
    pub fn terminate(&self) {
        self.life.terminate();
        self.order(Order::Terminate);
    }

    /// `join()`: back when the processes have ended.
    ///
    /// # Errors
    /// [`Error::Failed`] with Python's `ValueError` where the pool was neither closed nor
    /// terminated, or where a process died.
    pub async fn join(&mut self) -> Result<(), Error> {
        self.life.can_be_joined()?;
        match self.ended.take() {
            Some(ended) => ended.await,
            None => Ok(()),
        }
    }

    /// `close()` and `join()`.
    ///
    /// # Errors
    /// [`Error::Failed`] where a process died.
    pub async fn close_and_join(mut self) -> Result<(), Error> {
        self.close();
        self.join().await
    }

    /// Tells the dispatcher something. Where it has ended there is nobody to tell.
    fn order(&self, order: Order) {
        let _ = self.orders.try_send(order);
    }

    /// Hands all of the calls over, in chunks.
    pub(super) fn map(
        &self,
        calls: Arc<dyn Sent>,
        tasks: usize,
        chunksize: usize,
        gather: Gather,
    ) -> Result<(), TaskError> {
        let (account, reader) = (self.account.clone(), calls.clone());
        let deliver = move |chunk, answer: Answer| {
            let outputs = answer.and_then(|bytes| account.timed(|| reader.outputs(&bytes)));
            gather.deliver(chunk, outputs);
        };
        self.submit(&*calls, 0..tasks, chunksize, Rc::new(deliver))
    }

    /// Hands the call of this number over.
    pub(super) fn apply(
        &self,
        calls: Arc<dyn Sent>,
        index: usize,
        callbacks: AnyCallbacks,
    ) -> Result<AnyResult, TaskError> {
        let done = Arc::new(Completion::default());
        let (result, callbacks) = (done.clone(), RefCell::new(callbacks));
        let (account, reader) = (self.account.clone(), calls.clone());
        let deliver = move |_, answer: Answer| {
            let outputs = answer.and_then(|bytes| account.timed(|| reader.outputs(&bytes)));
            let outcome = outputs.and_then(|outputs| reader.only(outputs));
            callbacks.take().call(&outcome);
            done.complete(outcome);
        };
        self.submit(&*calls, index..index + 1, 1, Rc::new(deliver))?;
        Ok(AnyResult::new(result, 1))
    }

    fn submit(
        &self,
        calls: &dyn Sent,
        tasks: Range<usize>,
        chunksize: usize,
        deliver: Deliver,
    ) -> Result<(), TaskError> {
        self.life.takes_tasks()?;
        let chunks = self.account.timed(|| {
            let function = calls.function();
            let chunks = (0..chunks::count(tasks.len(), chunksize)).map(|number| {
                let of = chunks::range(number, tasks.len(), chunksize);
                let inputs = tasks.start + of.start..tasks.start + of.end;
                Chunk {
                    number,
                    tasks: of.len(),
                    task: Task::of(calls, function.clone(), inputs, number),
                }
            });
            memory::list(chunks, "the chunks").map(VecDeque::from)
        })?;
        self.order(Order::Call(Call { chunks, deliver }));
        Ok(())
    }
}

impl Drop for ProcessPool {
    fn drop(&mut self) {
        self.terminate();
    }
}

/// So many processes, all of them up, and what is heard of them.
async fn start(
    context: &Context,
    workers: usize,
) -> Result<(Vec<Process>, Receiver<(usize, Incoming)>), Error> {
    let (inbox, heard) = channel::unbounded();
    // All are starting before the first is awaited.
    let starting: Vec<_> = (0..workers)
        .map(|worker| {
            let lane = context.lane(worker as u32 + 1);
            let inbox = inbox.clone();
            local::spawn(context.start_process(worker, PROCESS_TARGET, lane, inbox))
        })
        .collect();
    let mut processes = Vec::new();
    for process in starting {
        processes.push(process.await?);
    }
    Ok((processes, heard))
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
    account: Account,
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
        orders: async_channel::Receiver<Order>,
        heard: Receiver<(usize, Incoming)>,
    ) -> Result<(), Error> {
        let mut closing = false;
        loop {
            let idle = self.calls.is_empty() && self.busy.iter().all(Option::is_none);
            if closing && idle {
                return self.dead.map_or(Ok(()), |error| Err(error.into()));
            }
            let order = async {
                match orders.recv().await {
                    // All that were to come have come.
                    Err(_) if closing => future::pending().await,
                    order => Ok(order),
                }
            };
            let answer = async { Err(heard.recv().await) };
            match future::or(order, answer).await {
                Ok(Ok(Order::Call(call))) => self.calls.push_back(call),
                Ok(Ok(Order::Close)) => closing = true,
                // The last two: nobody orders any more, or no process can be heard.
                Ok(Ok(Order::Terminate) | Err(_)) | Err(Err(_)) => {
                    self.give_up(&life::terminated());
                    return Ok(());
                }
                Err(Ok((worker, Incoming::Data(bytes)))) => self.answered(worker, &bytes),
                Err(Ok((worker, Incoming::Exit(result)))) => self.lost(worker, result),
            }
            self.hand_out();
            if let Some(error) = self.dead.clone() {
                self.give_up(&error);
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
                self.account.timed(|| {
                    let bytes = encode(&chunk.task);
                    self.account.add_bytes(bytes.len());
                    self.processes[worker].send(bytes);
                });
            }
            if call.chunks.is_empty() {
                self.calls.pop_front();
            }
        }
    }

    fn answered(&mut self, worker: usize, bytes: &[u8]) {
        if let Some(underway) = self.busy[worker].take() {
            self.by_worker.borrow_mut()[worker] += underway.tasks as u64;
            self.account.add_bytes(bytes.len());
            let answer = self.account.timed(|| decode::<Answered>(bytes));
            let answer = answer.and_then(|answered| {
                self.account.add_us(answered.copy_us);
                answered.answer
            });
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
        self.give_up(&error);
        self.dead = Some(error);
    }

    /// Nothing that is not done will be.
    fn give_up(&mut self, error: &TaskError) {
        for underway in self.busy.iter_mut().filter_map(Option::take) {
            (underway.deliver)(underway.chunk, Err(error.clone()));
        }
        for call in std::mem::take(&mut self.calls) {
            call.fail(error);
        }
    }
}

/// The life of a pool's process.
pub(crate) async fn process_main(
    registry: &'static Registry,
    connection: Connection,
) -> Result<(), TaskError> {
    events::waiting("a task");
    while let Some(bytes) = connection.recv().await {
        let task: Task = decode(&bytes)?;
        events::running("chunk", Some(task.chunk));
        // Seen before the work, which may be long.
        connection.flush();
        let answered = match registry.function(&task.name) {
            Ok(function) => (function.call)(&task.function, &task.inputs),
            Err(error) => Answered::error(error),
        };
        events::waiting("a task");
        connection.send(encode(&answered));
    }
    Ok(())
}
