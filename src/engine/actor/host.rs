//! Actors in processes: the child's side, and what goes between.

use super::address::{Addresses, Directory, Post, Sender, Taken};
use super::group::Group;
use super::mailbox::{ActorError, Letter, Mailbox, Shared};
use super::queue::{idle, show_running};
use crate::contract::TaskError;
use crate::platform::channel;
use crate::platform::completion::Completion;
use crate::platform::local;
use crate::platform::lock;
use crate::platform::process::{Connection, decode, encode};
use futures_lite::FutureExt;
use serde::{Deserialize, Serialize};
use std::future::{Future, poll_fn};
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

/// What goes between the coordinator and a process of actors. Messages from one process to
/// another go by way of the coordinator.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Wire {
    /// Coordinator to process, first: you are worker `rank` of `workers` in this group.
    Play {
        group: Vec<u8>,
        rank: u32,
        workers: u32,
    },
    /// A message; who sent it wants to hear when it was taken where `receipt` is given.
    Message {
        to: u32,
        from: u32,
        number: u64,
        message: Vec<u8>,
        receipt: Option<Receipt>,
    },
    /// The sentinel.
    Close { to: u32 },
    /// The mailbox had room for it (or its actor had ended).
    Taken {
        receipt: Receipt,
        there: bool,
        waited: bool,
    },
    /// Process to coordinator: all of my actors have begun.
    Begun,
    /// Process to coordinator: an actor has ended.
    Ended {
        actor: u32,
        result: Result<(), String>,
        received: u64,
        waited: u64,
    },
    /// Coordinator to process: an actor has failed, and nothing more may be sent to it.
    Gone { actor: u32 },
}

/// Who waits to hear that a message was taken: which worker (`COORDINATOR` is one), which wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Receipt {
    pub rank: u32,
    wait: u64,
}

/// The coordinator's rank.
pub(super) const COORDINATOR: u32 = u32::MAX;

/// The worker that actor number `id` (from 1) of `size` is on. Neighbours are on the same worker,
/// since it is neighbours that send to each other most.
pub(super) fn rank_of(id: u32, size: u32, workers: u32) -> u32 {
    (u64::from(id - 1) * u64::from(workers) / u64::from(size)) as u32
}

/// Letters that leave this process.
pub(super) struct Outbox {
    rank: u32,
    out: channel::Sender<Wire>,
    /// By their numbers, which grow.
    waits: Mutex<Vec<(u64, Arc<Completion<Taken>>)>>,
    next: AtomicU64,
    /// Actors elsewhere that are known to have ended, in order.
    gone: Mutex<Vec<u32>>,
}

impl Outbox {
    pub fn new(rank: u32, out: channel::Sender<Wire>) -> Self {
        Self {
            rank,
            out,
            waits: Mutex::default(),
            next: AtomicU64::new(0),
            gone: Mutex::default(),
        }
    }

    /// A receipt has come back.
    pub fn taken(&self, receipt: Receipt, taken: Taken) {
        let mut waits = lock(&self.waits);
        if let Ok(place) = waits.binary_search_by_key(&receipt.wait, |(wait, _)| *wait) {
            waits.remove(place).1.complete(taken);
        }
    }

    /// An actor elsewhere has ended.
    pub fn gone(&self, actor: u32) {
        let mut gone = lock(&self.gone);
        if let Err(place) = gone.binary_search(&actor) {
            gone.insert(place, actor);
        }
    }
}

impl<M: Serialize> Post<M> for Outbox {
    fn is_gone(&self, actor: u32) -> bool {
        let gone = lock(&self.gone);
        gone.binary_search(&actor).is_ok()
    }

    fn post(&self, to: u32, letter: Letter<M>, taken: Option<Arc<Completion<Taken>>>) {
        let wire = match letter {
            Letter::Sentinel => Wire::Close { to },
            Letter::Message {
                from,
                number,
                message,
            } => Wire::Message {
                to,
                from,
                number,
                message: encode(&message),
                receipt: taken.map(|taken| {
                    let mut waits = lock(&self.waits);
                    let wait = self.next.fetch_add(1, Ordering::Relaxed);
                    waits.push((wait, taken));
                    Receipt {
                        rank: self.rank,
                        wait,
                    }
                }),
            },
        };
        // Closed only when the system has ended, and nobody waits for anything any more.
        let _ = self.out.send(wire);
    }
}

/// How an actor's life ended, in one word for the record and one for a person.
pub(super) async fn life(run: impl Future<Output = Result<(), ActorError>>) -> Result<(), String> {
    match AssertUnwindSafe(run).catch_unwind().await {
        Ok(Ok(()) | Err(ActorError::Exit)) => Ok(()),
        Ok(Err(ActorError::Failed(reason))) => Err(reason),
        Err(panic) => Err(crate::platform::farm::text_of(&*panic)),
    }
}

/// Shows actor `id` as running for as long as its future is polled.
pub(super) async fn shown<T>(id: u32, future: impl Future<Output = T>) -> T {
    let mut future = std::pin::pin!(future);
    poll_fn(|context| {
        show_running(id);
        future.as_mut().poll(context)
    })
    .await
}

/// A process's part in a group: its own actors, until all of them have ended.
pub(super) async fn host<G: Group>(connection: Connection) -> Result<(), TaskError> {
    let Some(first) = connection.recv().await else {
        return Ok(());
    };
    let Wire::Play {
        group,
        rank,
        workers,
    } = decode(&first)?
    else {
        return Err(TaskError::new(
            "ProtocolError",
            "the first message was no part",
        ));
    };
    let group: G = decode(&group)?;
    let capacity = group.mailbox_capacity();
    let size = group.size();
    let (out, leaving) = channel::unbounded();
    let outbox = Arc::new(Outbox::new(rank, out.clone()));
    let mine = |id| rank_of(id, size, workers) == rank;
    let directory = Arc::new(Directory {
        here: (1..=size)
            .map(|id| mine(id).then(|| Arc::new(Shared::new(id, capacity))))
            .collect(),
        away: Some(outbox.clone()),
        bounded: capacity > 0,
    });

    idle();
    for (id, shared) in (1..).zip(&directory.here) {
        let Some(shared) = shared.clone() else {
            continue;
        };
        let received = Arc::new(AtomicU64::new(0));
        let mailbox = Mailbox::new(shared.clone(), received.clone());
        let sender = Sender::new(id);
        let others = Addresses::new(directory.clone(), sender.clone());
        let run = shown(id, life(group.run(id - 1, mailbox, others)));
        let out = out.clone();
        local::spawn(async move {
            let result = run.await;
            shared.end();
            let _ = out.send(Wire::Ended {
                actor: id,
                result,
                received: received.load(Ordering::Relaxed),
                waited: sender.waited(),
            });
        });
    }
    // After those that were begun have had their turn.
    futures_lite::future::yield_now().await;
    idle();
    let _ = out.send(Wire::Begun);

    let send = async {
        while let Ok(wire) = leaving.recv().await {
            connection.send(encode(&wire));
        }
    };
    let receive = async {
        while let Some(bytes) = connection.recv().await {
            let Ok(wire) = decode::<Wire>(&bytes) else {
                continue;
            };
            deliver(wire, &directory, &outbox, &out);
            // After the actors that were woken have had their turn.
            futures_lite::future::yield_now().await;
            idle();
            connection.flush();
        }
    };
    futures_lite::future::or(send, receive).await;
    Ok(())
}

/// Puts what came into the mailbox that it is for.
fn deliver<M: serde::de::DeserializeOwned + Send + 'static>(
    wire: Wire,
    directory: &Directory<M>,
    outbox: &Outbox,
    out: &channel::Sender<Wire>,
) {
    let mailbox = |to: u32| directory.here.get(to as usize - 1)?.as_ref();
    match wire {
        Wire::Message {
            to,
            from,
            number,
            message,
            receipt,
        } => {
            let (Some(shared), Ok(message)) = (mailbox(to), decode(&message)) else {
                return;
            };
            let letter = Letter::Message {
                from,
                number,
                message,
            };
            let (Some(receipt), Some(_)) = (receipt, shared.room()) else {
                // Whoever sent it does not wait to hear that the actor has ended.
                let _ = shared.push(letter);
                return;
            };
            let (shared, out) = (shared.clone(), out.clone());
            // In a task, for it may have to wait for room; the tasks of one mailbox are begun,
            // and so wait, in the order in which the messages came.
            local::spawn(async move {
                let mut waited = false;
                if let Some(room) = shared.room()
                    && !room.take_now()
                {
                    waited = true;
                    room.take().await;
                }
                let there = shared.push(letter).is_ok();
                let _ = out.send(Wire::Taken {
                    receipt,
                    there,
                    waited,
                });
            });
        }
        Wire::Close { to } => {
            if let Some(shared) = mailbox(to) {
                let _ = shared.push(Letter::Sentinel);
            }
        }
        Wire::Taken {
            receipt,
            there,
            waited,
        } => outbox.taken(receipt, Taken { there, waited }),
        Wire::Gone { actor } => outbox.gone(actor),
        Wire::Play { .. } | Wire::Begun | Wire::Ended { .. } => {}
    }
}
