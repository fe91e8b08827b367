//! Two actors: each answers the other, until there have been enough.

use super::{Done, Outcome, Plan, tell};
use ractor::{Actor, ActorProcessingErr, ActorRef};
use std::time::Instant;
use tokio::sync::oneshot;

struct Player;

struct State {
    /// The pings and pongs to come, in all.
    expected: u64,
    done: Option<Done>,
}

/// How many have been before, and who is to be answered.
struct Ball {
    count: u64,
    from: ActorRef<Ball>,
}

impl Actor for Player {
    type Msg = Ball;
    type State = State;
    type Arguments = State;

    async fn pre_start(
        &self,
        _: ActorRef<Ball>,
        state: State,
    ) -> Result<State, ActorProcessingErr> {
        Ok(state)
    }

    async fn handle(
        &self,
        myself: ActorRef<Ball>,
        ball: Ball,
        state: &mut State,
    ) -> Result<(), ActorProcessingErr> {
        let count = ball.count + 1;
        if count == state.expected {
            tell(&mut state.done, count);
        } else {
            ball.from.cast(Ball {
                count,
                from: myself,
            })?;
        }
        Ok(())
    }
}

pub async fn run(plan: Plan) -> Outcome {
    let (done, ended) = oneshot::channel();
    let state = |done| State {
        expected: 2 * plan.messages,
        done,
    };
    // The last one is a pong, which the first player takes.
    let (one, one_ended) = Actor::spawn(None, Player, state(Some(done)))
        .await
        .expect("it starts");
    let (other, other_ended) = Actor::spawn(None, Player, state(None))
        .await
        .expect("it starts");
    let begin = Instant::now();
    let first = Ball {
        count: 0,
        from: one.clone(),
    };
    other.cast(first).expect("it lives");
    let (delivered, end) = ended.await.expect("the last message comes");
    one.stop(None);
    other.stop(None);
    one_ended.await.expect("it ends");
    other_ended.await.expect("it ends");
    (delivered, end - begin)
}
