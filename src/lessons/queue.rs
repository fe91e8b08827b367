//! Queues: some threads produce, others consume, and a bounded queue lies between.

use super::{About, Idea, Lesson, Link, Needs, Picture, Preset, Question, source};
use crate::contract::Error;
use crate::engine::Context;
use crate::engine::threading::{Put, Queue, Thread};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::sync::Arc;

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
}

fn two() -> u32 {
    2
}
fn items() -> u32 {
    1_000
}
fn capacity() -> usize {
    8
}

/// What came out.
#[derive(Debug, Serialize)]
pub struct Outcome {
    produced: u64,
    consumed: u64,
    max_depth: usize,
    blocked_puts: u64,
}

impl Lesson for QueueLesson {
    const ABOUT: About = About {
        id: "queue",
        title: "A queue between threads",
        chapter: "Semaphores and queues",
        summary: "Producers put items into a queue, consumers take them out, and neither needs \
                  to know the other. The queue does the locking. It has room for eight: whoever \
                  finds it full waits until there is room, and whoever finds it empty waits \
                  until there is something.",
        look_for: &[
            "Each item is taken out once, by one consumer. That was counted: see what the last \
             line says.",
            "Who waits for what: producers for room, or consumers for items?",
        ],
        change: &[
            "Set the capacity to 1. Each put now waits for a get, and the threads move in step.",
            "Set it to 0, which is without bound. Nobody waits to put, and how deep does the \
             queue get?",
            "Take one producer and many consumers, then the other way round. Who waits now?",
        ],
        pictures: &[Picture::Depth],
        ideas: &[
            Idea {
                title: "Back-pressure",
                text: "If producers are quicker than consumers, what lies between must grow, \
                       until the memory is full. A bounded queue holds the quick back to the \
                       pace of the slow. The same idea is in every network and in every pipe of \
                       a shell: the reader’s pace reaches the writer.",
            },
            Idea {
                title: "A queue instead of a lock",
                text: "Threads that hand their data over by a queue need no lock of their own: \
                       at any time only one of them has the item. What is hard about threads is \
                       what they share, and here they share only the queue.",
            },
            Idea {
                title: "How to say that it is over",
                text: "A consumer that waits for the next item cannot know that there is none. \
                       So the producers’ last word is a sentinel, a value that is no item, one \
                       for each consumer; here it is `None`. Since Python 3.13 a queue can also \
                       be shut down, and then `get()` raises an error.",
            },
        ],
        question: Some(Question {
            text: "How often will a producer find the queue full, and have to wait for room?",
            answers: &[
                "Never",
                "At some of the puts, but fewer than half",
                "At half of the puts, or more",
            ],
        }),
        presets: &[
            Preset {
                name: "in step",
                params: r#"{"producers": 1, "consumers": 1, "items": 200, "capacity": 1}"#,
            },
            Preset {
                name: "without bound",
                params: r#"{"producers": 4, "consumers": 1, "items": 10000, "capacity": 0}"#,
            },
        ],
        needs_shared_memory: true,
        docs: Link {
            title: "queue: a synchronized queue class",
            url: "https://docs.python.org/3/library/queue.html",
        },
        python: r"from queue import Queue
from threading import Thread

queue = Queue(maxsize=8)

def produce(numbers):
    for number in numbers:
        queue.put(number)

def consume(taken):
    while (item := queue.get()) is not None:
        taken.append(item)

taken = [[], []]
producers = [Thread(target=produce, args=(range(start, 1000, 2),)) for start in (0, 1)]
consumers = [Thread(target=consume, args=(mine,)) for mine in taken]
for thread in producers + consumers:
    thread.start()
for thread in producers:
    thread.join()
for _ in consumers:
    queue.put(None)
for thread in consumers:
    thread.join()
print(sorted(taken[0] + taken[1]) == list(range(1000)))
",
        rust: source!("queue.rs"),
        ..About::EMPTY
    };
    type Outcome = Outcome;

    fn needs(&self) -> Needs {
        Needs::of_threads((self.producers + self.consumers) as usize)
    }

    async fn run(self, context: Context) -> Result<Outcome, Error> {
        // `None` is the sentinel, which tells a consumer that nothing more comes.
        let queue: Arc<Queue<Option<u32>>> = Arc::new(Queue::new(self.capacity));
        let mut producing = Vec::new();
        for producer in 0..self.producers {
            let queue = queue.clone();
            let numbers = (producer..self.items).step_by(self.producers as usize);
            producing.push(Thread::start(&context, producer + 1, move |context| {
                let (mut produced, mut blocked) = (0, 0);
                for number in numbers {
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
        let mut times_taken = vec![0_u32; self.items as usize];
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
