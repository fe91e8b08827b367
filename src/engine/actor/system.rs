//! A group of actors at work.

use super::address::{Addresses, Directory, Sender, Taken};
use super::group::Group;
use super::host::{COORDINATOR, Outbox, Wire, life, rank_of, shown};
use super::mailbox::{Mailbox, Shared};
use super::queue::Queue;
use crate::contract::{Error, TaskError};
use crate::engine::Context;
use crate::engine::parameters::Kind;
use crate::platform::channel;
use crate::platform::completion::Completion;
use crate::platform::process::{Incoming, Process, decode, encode};
use crate::platform::{farm, local};
use futures_lite::future::{or, poll_fn};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

/// A group of actors at work. Dropping it ends those that have not ended.
pub struct System<G: Group> {
    addresses: Addresses<G::Message>,
    ends: Arc<Ends>,
    crew: Crew,
}

/// How an actor ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// Cleanly, or why not.
    pub result: Result<(), String>,
    /// How many messages it received, the sentinel not counted.
    pub received: u64,
    /// How many of its sends had to wait for room in a mailbox.
    pub waited: u64,
}

/// What becomes of the actors.
struct Ends {
    /// How many actors, or processes of actors, have not begun; then, that all have.
    beginning: AtomicU32,
    begun: Completion<()>,
    ended: Vec<Completion<Ended>>,
}

impl Ends {
    fn new(actors: u32, beginning: u32) -> Arc<Self> {
        Arc::new(Self {
            beginning: AtomicU32::new(beginning),
            begun: Completion::default(),
            ended: (0..actors).map(|_| Completion::default()).collect(),
        })
    }

    fn one_has_begun(&self) {
        if self.beginning.fetch_sub(1, Ordering::AcqRel) == 1 {
            self.begun.complete(());
        }
    }
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
    /// Starts all actors of the group on so many workers, threads of the farm or processes, and
    /// returns when all have begun. Neighbours by number share a worker.
    ///
    /// # Errors
    /// [`Error::Failed`] where a worker does not start.
    pub async fn start(
        context: &Context,
        workers: usize,
        kind: Kind,
        group: &G,
    ) -> Result<Self, Error> {
        let system = match kind {
            Kind::Threads => Self::on_threads(context, workers, group)?,
            Kind::Processes => Self::in_processes(context, workers, group).await?,
        };
        poll_fn(|context| system.ends.begun.poll_soon(context)).await;
        Ok(system)
    }

    fn on_threads(context: &Context, workers: usize, group: &G) -> Result<Self, Error> {
        let size = group.size();
        let capacity = group.mailbox_capacity();
        let queues: Vec<Arc<Queue>> = (0..workers).map(|_| Arc::default()).collect();
        let mut crew = Vec::new();
        for (worker, queue) in queues.iter().enumerate() {
            let (queue, lane) = (queue.clone(), context.lane(worker as u32 + 1));
            crew.push(farm::spawn(move || queue.work(lane))?);
        }
        let mailboxes: Vec<Arc<Shared<G::Message>>> = (1..=size)
            .map(|id| Arc::new(Shared::new(id, capacity)))
            .collect();
        let directory = Arc::new(Directory {
            here: mailboxes.iter().cloned().map(Some).collect(),
            away: None,
            bounded: capacity > 0,
        });
        let ends = Ends::new(size, size);
        let tasks = (1..)
            .zip(mailboxes)
            .map(|(id, shared)| {
                let received = Arc::new(AtomicU64::new(0));
                let mailbox = Mailbox::new(shared.clone(), received.clone());
                let sender = Sender::new(id);
                let others = Addresses::new(directory.clone(), sender.clone());
                let run = group.run(id - 1, mailbox, others);
                let ends = ends.clone();
                let queue = &queues[rank_of(id, size, workers as u32) as usize];
                queue.spawn(async move {
                    ends.one_has_begun();
                    let result = shown(id, life(run)).await;
                    shared.end();
                    ends.ended[id as usize - 1].complete(Ended {
                        result,
                        received: received.load(Ordering::Relaxed),
                        waited: sender.waited(),
                    });
                })
            })
            .collect();
        Ok(Self {
            addresses: Addresses::new(directory, Sender::new(0)),
            ends,
            crew: Crew::Threads {
                queues,
                workers: crew,
                _tasks: tasks,
            },
        })
    }

    async fn in_processes(context: &Context, workers: usize, group: &G) -> Result<Self, Error> {
        let (inbox, heard) = channel::unbounded();
        let starting: Vec<_> = (0..workers)
            .map(|worker| {
                let lane = context.lane(worker as u32 + 1);
                local::spawn(context.start_process(worker, G::NAME, lane, inbox.clone()))
            })
            .collect();
        let mut processes = Vec::new();
        for process in starting {
            processes.push(process.await?);
        }
        let (size, workers) = (group.size(), workers as u32);
        for (rank, process) in processes.iter().enumerate() {
            process.send(encode(&Wire::Play {
                group: encode(group),
                rank: rank as u32,
                workers,
            }));
        }
        let (out, leaving) = channel::unbounded();
        let outbox = Arc::new(Outbox::new(COORDINATOR, out));
        let directory = Directory {
            here: (0..size).map(|_| None).collect(),
            away: Some(outbox.clone()),
            bounded: group.mailbox_capacity() > 0,
        };
        let ends = Ends::new(size, workers);
        let (stop, stopping) = async_channel::bounded::<()>(1);
        let post_office = PostOffice {
            processes,
            outbox,
            ends: ends.clone(),
            size,
        };
        local::spawn(async move {
            // Dropping the system closes this channel, and so ends the processes.
            let stop = async {
                let _ = stopping.recv().await;
            };
            or(post_office.serve(leaving, heard), stop).await;
        });
        Ok(Self {
            addresses: Addresses::new(Arc::new(directory), Sender::new(0)),
            ends,
            crew: Crew::Processes { stop },
        })
    }

    /// The actors' addresses, for the main program.
    pub fn addresses(&self) -> &Addresses<G::Message> {
        &self.addresses
    }

    /// How many sends of the main program had to wait for room in a mailbox.
    pub fn waited(&self) -> u64 {
        self.addresses.sender().waited()
    }

    /// `join`: back when all actors have ended, each with how.
    ///
    /// # Errors
    /// [`Error::Failed`] where a worker panicked.
    pub async fn join(mut self) -> Result<Vec<Ended>, Error> {
        let mut all = Vec::with_capacity(self.ends.ended.len());
        for ended in &self.ends.ended {
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

/// The coordinator's part for actors in processes: passes on what they send each other.
struct PostOffice {
    processes: Vec<Process>,
    outbox: Arc<Outbox>,
    ends: Arc<Ends>,
    size: u32,
}

impl PostOffice {
    async fn serve(
        &self,
        leaving: channel::Receiver<Wire>,
        heard: channel::Receiver<(usize, Incoming)>,
    ) {
        let send = async {
            while let Ok(wire) = leaving.recv().await {
                self.forward(&wire);
            }
        };
        let receive = async {
            while let Ok((rank, incoming)) = heard.recv().await {
                let died = match incoming {
                    Incoming::Data(bytes) => match decode::<Wire>(&bytes) {
                        Ok(wire) => {
                            self.receive(wire);
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
                    self.lost(rank as u32, &error);
                }
            }
        };
        or(send, receive).await;
    }

    fn workers(&self) -> u32 {
        self.processes.len() as u32
    }

    fn forward(&self, wire: &Wire) {
        let to = match wire {
            Wire::Message { to, .. } | Wire::Close { to } => {
                rank_of(*to, self.size, self.workers())
            }
            Wire::Taken { receipt, .. } => receipt.rank,
            Wire::Play { .. } | Wire::Begun | Wire::Ended { .. } | Wire::Gone { .. } => return,
        };
        if let Some(process) = self.processes.get(to as usize) {
            process.send(encode(wire));
        }
    }

    fn receive(&self, wire: Wire) {
        match wire {
            Wire::Begun => self.ends.one_has_begun(),
            Wire::Ended {
                actor,
                result,
                received,
                waited,
            } => self.has_ended(
                actor,
                Ended {
                    result,
                    received,
                    waited,
                },
            ),
            Wire::Taken {
                receipt,
                there,
                waited,
            } if receipt.rank == COORDINATOR => {
                self.outbox.taken(receipt, Taken { there, waited });
            }
            wire => self.forward(&wire),
        }
    }

    fn has_ended(&self, actor: u32, ended: Ended) {
        self.outbox.gone(actor);
        // Of a clean end nobody need hear who does not send any more.
        if ended.result.is_err() {
            for process in &self.processes {
                process.send(encode(&Wire::Gone { actor }));
            }
        }
        self.ends.ended[actor as usize - 1].complete(ended);
    }

    /// A process is no more, and neither are its actors.
    fn lost(&self, rank: u32, error: &TaskError) {
        // Whoever waits for the beginning hears of the end.
        if !self.ends.begun.is_complete() {
            self.ends.begun.complete(());
        }
        for actor in 1..=self.size {
            let ended = &self.ends.ended[actor as usize - 1];
            if rank_of(actor, self.size, self.workers()) == rank && !ended.is_complete() {
                let result = Err(format!("process {} ended: {}", rank + 1, error.message));
                self.has_ended(
                    actor,
                    Ended {
                        result,
                        received: 0,
                        waited: 0,
                    },
                );
            }
        }
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
