//! One actor sends, the other takes.

use super::{Done, Outcome, Plan, tell};
use ractor::{Actor, ActorProcessingErr, ActorRef};
use std::time::Instant;
use tokio::sync::oneshot;

struct Sender;
struct Taker;

struct Taken {
    so_far: u64,
    expected: u64,
    done: Option<Done>,
}

impl Actor for Sender {
    type Msg = u64;
    type State = ActorRef<u64>;
    type Arguments = ActorRef<u64>;

    async fn pre_start(
        &self,
        _: ActorRef<u64>,
        to: ActorRef<u64>,
    ) -> Result<ActorRef<u64>, ActorProcessingErr> {
        Ok(to)
    }

    async fn handle(
        &self,
        _: ActorRef<u64>,
        messages: u64,
        to: &mut ActorRef<u64>,
    ) -> Result<(), ActorProcessingErr> {
        for i in 0..messages {
            to.cast(i)?;
        }
        Ok(())
    }
}

impl Actor for Taker {
    type Msg = u64;
    type State = Taken;
    type Arguments = Taken;

    async fn pre_start(&self, _: ActorRef<u64>, taken: Taken) -> Result<Taken, ActorProcessingErr> {
        Ok(taken)
    }

    async fn handle(
        &self,
        _: ActorRef<u64>,
        _: u64,
        taken: &mut Taken,
    ) -> Result<(), ActorProcessingErr> {
        taken.so_far += 1;
        if taken.so_far == taken.expected {
            tell(&mut taken.done, taken.so_far);
        }
        Ok(())
    }
}

pub async fn run(plan: Plan) -> Outcome {
    let (done, ended) = oneshot::channel();
    let taken = Taken {
        so_far: 0,
        expected: plan.messages,
        done: Some(done),
    };
    let (taker, taker_ended) = Actor::spawn(None, Taker, taken).await.expect("it starts");
    let (sender, sender_ended) = Actor::spawn(None, Sender, taker.clone())
        .await
        .expect("it starts");
    let begin = Instant::now();
    sender.cast(plan.messages).expect("it lives");
    let (delivered, end) = ended.await.expect("the last message comes");
    sender.stop(None);
    taker.stop(None);
    sender_ended.await.expect("it ends");
    taker_ended.await.expect("it ends");
    (delivered, end - begin)
}
