//! A group of actors at work.

use super::group::Group;
use super::host::{COORDINATOR, Outbox, Wire, addresses, life, rank_of, shown};
use super::mailbox::{Address, Mailbox, Shared};
use super::threads::Queue;
use crate::contract::parameters::Kind;
use crate::contract::{Error, TaskError};
use crate::engine::Context;
use crate::platform::completion::Completion;
use crate::platform::process::{Incoming, Process, decode, encode};
use crate::platform::{farm, local};
use futures_lite::future::{or, poll_fn};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A group of actors at work. Dropping it ends those that have not ended.
pub struct System<G: Group> {
    addresses: Vec<Address<G::Message>>,
    ended: Vec<Arc<Completion<Ended>>>,
    crew: Crew,
}

/// How an actor ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// Cleanly, or why not.
    pub result: Result<(), String>,
    /// How many messages it received, the sentinel not counted.
    pub received: u64,
}

enum Crew {
    Threads {
        queues: Vec<Arc<Queue>>,
        workers: Vec<farm::JoinHandle<()>>,
        _tasks: Vec<async_task::Task<()>>,
    },
    Processes {
        stop: async_channel::Sender<()>,
    },
}

impl<G: Group> System<G> {
    /// Starts all actors of the group on so many workers, threads of the farm or processes.
    /// Actor number i is on worker i modulo `workers`.
    ///
    /// # Errors
    /// [`Error::Failed`] where a worker does not start.
    pub async fn start(
        context: &Context,
        workers: usize,
        kind: Kind,
        group: &G,
    ) -> Result<Self, Error> {
        let ended: Vec<Arc<Completion<Ended>>> =
            (0..group.size()).map(|_| Arc::default()).collect();
        match kind {
            Kind::Threads => Self::on_threads(context, workers, group, ended),
            Kind::Processes => Self::in_processes(context, workers, group, ended).await,
        }
    }

    fn on_threads(
        context: &Context,
        workers: usize,
        group: &G,
        ended: Vec<Arc<Completion<Ended>>>,
    ) -> Result<Self, Error> {
        let size = group.size();
        let capacity = group.mailbox_capacity();
        let here: BTreeMap<u32, Arc<Shared<G::Message>>> = (1..=size)
            .map(|id| (id, Arc::new(Shared::new(id, capacity))))
            .collect();
        let queues: Vec<Arc<Queue>> = (0..workers).map(|_| Arc::default()).collect();
        let mut crew = Vec::new();
        for (worker, queue) in queues.iter().enumerate() {
            let (queue, lane) = (queue.clone(), context.lane(worker as u32 + 1));
            crew.push(farm::spawn(move || queue.work(lane))?);
        }
        let tasks = here
            .iter()
            .map(|(&id, shared)| {
                let received = Arc::new(AtomicU64::new(0));
                let mailbox = Mailbox::new(shared.clone(), received.clone());
                let others = addresses(size, id, &here, None);
                let run = shown(id, life(group.run(id - 1, mailbox, others)));
                let shared = shared.clone();
                let end = ended[id as usize - 1].clone();
                queues[rank_of(id, workers as u32) as usize].spawn(async move {
                    let result = run.await;
                    shared.end();
                    end.complete(Ended {
                        result,
                        received: received.load(Ordering::Relaxed),
                    });
                })
            })
            .collect();
        Ok(Self {
            addresses: addresses(size, 0, &here, None),
            ended,
            crew: Crew::Threads {
                queues,
                workers: crew,
                _tasks: tasks,
            },
        })
    }

    async fn in_processes(
        context: &Context,
        workers: usize,
        group: &G,
        ended: Vec<Arc<Completion<Ended>>>,
    ) -> Result<Self, Error> {
        let (inbox, heard) = async_channel::unbounded();
        let starting: Vec<_> = (0..workers)
            .map(|worker| {
                let lane = context.lane(worker as u32 + 1);
                local::spawn(Process::start(worker, G::NAME, lane, inbox.clone()))
            })
            .collect();
        let mut processes = Vec::new();
        for process in starting {
            processes.push(process.await?);
        }
        let workers = workers as u32;
        for (rank, process) in processes.iter().enumerate() {
            process.send(encode(&Wire::Play {
                group: encode(group),
                rank: rank as u32,
                workers,
            }));
        }
        let (out, leaving) = async_channel::unbounded();
        let outbox = Arc::new(Outbox::new(COORDINATOR, out));
        let bounded = group.mailbox_capacity() > 0;
        let addresses = addresses(group.size(), 0, &BTreeMap::new(), Some((&outbox, bounded)));
        let (stop, stopping) = async_channel::bounded::<()>(1);
        let ends = ended.clone();
        local::spawn(async move {
            let forward = |wire: Wire| {
                let to = match &wire {
                    Wire::Message { to, .. } | Wire::Close { to } => rank_of(*to, workers),
                    Wire::Taken { receipt, .. } => receipt.rank,
                    Wire::Play { .. } | Wire::Ended { .. } => return,
                };
                if let Some(process) = processes.get(to as usize) {
                    process.send(encode(&wire));
                }
            };
            let send = async {
                while let Ok(wire) = leaving.recv().await {
                    forward(wire);
                }
            };
            let receive = async {
                while let Ok((rank, incoming)) = heard.recv().await {
                    let died = match incoming {
                        Incoming::Data(bytes) => match decode::<Wire>(&bytes) {
                            Ok(Wire::Ended {
                                actor,
                                result,
                                received,
                            }) => {
                                ends[actor as usize - 1].complete(Ended { result, received });
                                None
                            }
                            Ok(Wire::Taken { receipt, there }) if receipt.rank == COORDINATOR => {
                                outbox.taken(receipt, there);
                                None
                            }
                            Ok(wire) => {
                                forward(wire);
                                None
                            }
                            Err(error) => Some(error),
                        },
                        Incoming::Exit(Err(error)) => Some(error),
                        Incoming::Exit(Ok(())) => {
                            Some(TaskError::new("ProcessDied", "it ended before its actors"))
                        }
                    };
                    if let Some(error) = died {
                        let of_it = |id: &u32| rank_of(*id, workers) == rank as u32;
                        for id in (1..=ends.len() as u32).filter(of_it) {
                            let end = &ends[id as usize - 1];
                            if !end.is_complete() {
                                end.complete(Ended {
                                    result: Err(format!("its process ended: {}", error.message)),
                                    received: 0,
                                });
                            }
                        }
                    }
                }
            };
            // Dropping the system closes this channel, and so ends the processes.
            let stop = async {
                let _ = stopping.recv().await;
            };
            or(or(send, receive), stop).await;
        });
        Ok(Self {
            addresses,
            ended,
            crew: Crew::Processes { stop },
        })
    }

    /// The actors' addresses, for the main program.
    pub fn addresses(&self) -> &[Address<G::Message>] {
        &self.addresses
    }

    /// `join`: back when all actors have ended, each with how.
    ///
    /// # Errors
    /// [`Error::Failed`] where a worker panicked.
    pub async fn join(mut self) -> Result<Vec<Ended>, Error> {
        let mut all = Vec::with_capacity(self.ended.len());
        for ended in &self.ended {
            all.push(poll_fn(|context| ended.poll(context)).await);
        }
        match self.crew {
            Crew::Threads {
                ref queues,
                ref mut workers,
                ..
            } => {
                queues.iter().for_each(|queue| queue.close());
                for worker in std::mem::take(workers) {
                    worker.await?;
                }
            }
            Crew::Processes { ref stop } => drop(stop.close()),
        }
        Ok(all)
    }
}

impl<G: Group> std::fmt::Debug for System<G> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("System")
            .field("addresses", &self.addresses)
            .finish_non_exhaustive()
    }
}

impl<G: Group> Drop for System<G> {
    fn drop(&mut self) {
        match &self.crew {
            Crew::Threads { queues, .. } => queues.iter().for_each(|queue| queue.close()),
            Crew::Processes { stop } => drop(stop.close()),
        }
    }
}
