//! Actors that only start: the time until all have begun.

use super::{Outcome, Plan};
use ractor::{Actor, ActorProcessingErr, ActorRef};
use std::time::Instant;

struct Idle;

impl Actor for Idle {
    type Msg = ();
    type State = ();
    type Arguments = ();

    async fn pre_start(&self, _: ActorRef<()>, (): ()) -> Result<(), ActorProcessingErr> {
        Ok(())
    }
}

pub async fn run(plan: Plan) -> Outcome {
    let mut started = Vec::with_capacity(plan.actors);
    let begin = Instant::now();
    for _ in 0..plan.actors {
        // Comes back when the actor has begun.
        started.push(Actor::spawn(None, Idle, ()).await.expect("it starts"));
    }
    let time = begin.elapsed();
    for (actor, ending) in started {
        actor.stop(None);
        ending.await.expect("it ends");
    }
    (0, time)
}
