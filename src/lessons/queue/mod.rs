//! Queues: some threads produce, others consume, and a bounded queue lies between.

mod about;

use crate::contract::Error;
use crate::engine::Context;
use crate::engine::about::About;
use crate::engine::threading::{Put, Queue, Thread, sleep};
use crate::engine::{Lesson, Needs};
use crate::platform::memory;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;

/// Producers and consumers, and a queue between them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct QueueLesson {
    /// How many threads put items in.
    #[serde(default = "two")]
    #[schemars(title = "Producers", range(min = 1, max = 32))]
    producers: u32,

    /// How many threads take items out.
    #[serde(default = "two")]
    #[schemars(title = "Consumers", range(min = 1, max = 32))]
    consumers: u32,

    /// How many items there are in all.
    #[serde(default = "items")]
    #[schemars(title = "Items", range(max = 1_000_000))]
    items: u32,

    /// How many items the queue has room for; 0 is without bound.
    #[serde(default = "capacity")]
    #[schemars(title = "Capacity", extend("x-unit" = "items"), range(max = 1_000_000))]
    capacity: usize,

    /// How long a producer takes to make an item.
    #[serde(default = "produce_ms")]
    #[schemars(title = "Making an item", extend("x-unit" = "ms"), range(max = 60_000))]
    produce_ms: u32,

    /// How long a consumer works on an item that it has taken.
    #[serde(default = "consume_ms")]
    #[schemars(title = "Work on an item", extend("x-unit" = "ms"), range(max = 60_000))]
    consume_ms: u32,
}

fn two() -> u32 {
    2
}
fn items() -> u32 {
    60
}
fn capacity() -> usize {
    8
}
fn produce_ms() -> u32 {
    5
}
fn consume_ms() -> u32 {
    10
}

/// What came out.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Outcome {
    produced: u64,
    consumed: u64,
    max_depth: usize,
    /// That found the queue full.
    blocked_puts: u64,
}

/// The work on one item, which holds nothing of the queue. Says whether it was done: a stop ends it.
fn work(context: &Context, ms: u32) -> bool {
    // A million items that take no time are not to be a million sleeps.
    ms == 0 || sleep(context, Duration::from_millis(ms.into()))
}

impl Lesson for QueueLesson {
    const ABOUT: About = about::ABOUT;
    type Outcome = Outcome;

    fn needs(&self) -> Needs {
        Needs::of_threads((self.producers + self.consumers) as usize)
    }

    fn determined(&self) -> &'static [&'static str] {
        &["produced", "consumed"]
    }

    async fn run(self, context: Context) -> Result<Outcome, Error> {
        // `None` is the sentinel, which tells a consumer that nothing more comes.
        let queue: Arc<Queue<Option<u32>>> = Arc::new(Queue::new(self.capacity)?);
        let (produce_ms, consume_ms) = (self.produce_ms, self.consume_ms);
        let mut producing = Vec::new();
        for producer in 0..self.producers {
            let queue = queue.clone();
            let numbers = (producer..self.items).step_by(self.producers as usize);
            producing.push(Thread::start(&context, producer + 1, move |context| {
                let (mut produced, mut blocked) = (0, 0);
                for number in numbers {
                    if !work(context, produce_ms) {
                        break;
                    }
                    match queue.put(Some(number), context.cancel()) {
                        Put::AtOnce => {}
                        Put::Waited => blocked += 1,
                        Put::Stopped => break,
                    }
                    produced += 1;
                }
                (produced, blocked)
            })?);
        }
        let mut consuming = Vec::new();
        for consumer in 0..self.consumers {
            let queue = queue.clone();
            let worker = self.producers + consumer + 1;
            consuming.push(Thread::start(&context, worker, move |context| {
                let mut taken = Vec::new();
                while let Some(Some(number)) = queue.get(context.cancel()) {
                    taken.push(number);
                    if !work(context, consume_ms) {
                        break;
                    }
                }
                taken
            })?);
        }

        let (mut produced, mut blocked_puts) = (0, 0);
        for thread in &mut producing {
            let (put, blocked) = thread.join(None).await?.unwrap_or_default();
            produced += put;
            blocked_puts += blocked;
        }
        let max_depth = queue.deepest();
        // On a thread that may wait for room, as the main program may not.
        let mut closing = {
            let (queue, consumers) = (queue.clone(), self.consumers);
            Thread::start(&context, 1, move |context| {
                for _ in 0..consumers {
                    queue.put(None, context.cancel());
                }
            })?
        };
        let mut times_taken = memory::filled(0_u32, self.items as usize, "the items")?;
        for (consumer, thread) in (1..).zip(&mut consuming) {
            let taken = thread.join(None).await?.unwrap_or_default();
            context.print(format!("consumer {consumer}: took {} items", taken.len()));
            for number in taken {
                times_taken[number as usize] += 1;
            }
        }
        closing.join(None).await?;
        context.check()?;
        // Nobody is at work on it any more, so that its lock is free.
        context.metric("depth", json!(queue.depth_since(context.began_us())));

        let lost = times_taken.iter().filter(|times| **times == 0).count();
        let twice = times_taken.iter().filter(|times| **times > 1).count();
        if lost + twice > 0 {
            return Err(Error::failed(format!(
                "of {} items {lost} were lost and {twice} taken more than once",
                self.items
            )));
        }
        context.print(format!(
            "{produced} items put in, each taken out once; {blocked_puts} puts found the queue full"
        ));
        if self.capacity > 0 && produced > 0 {
            context.answer(match blocked_puts {
                0 => 0,
                blocked if blocked * 2 < produced => 1,
                _ => 2,
            });
        }
        Ok(Outcome {
            produced,
            consumed: times_taken.iter().copied().map(u64::from).sum(),
            max_depth,
            blocked_puts,
        })
    }
}
