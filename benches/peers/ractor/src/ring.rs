//! Actors in a ring: one message goes round, hop by hop.

use super::{Done, Outcome, Plan, tell};
use ractor::{Actor, ActorProcessingErr, ActorRef};
use std::time::Instant;
use tokio::sync::oneshot;

struct Member;

struct State {
    next: Option<ActorRef<Message>>,
    /// The hops of the whole run.
    expected: u64,
    done: Option<Done>,
}

enum Message {
    /// Whom to send to; before the first hop.
    Next(ActorRef<Message>),
    /// The hops so far.
    Hop(u64),
}

impl Actor for Member {
    type Msg = Message;
    type State = State;
    type Arguments = State;

    async fn pre_start(
        &self,
        _: ActorRef<Message>,
        state: State,
    ) -> Result<State, ActorProcessingErr> {
        Ok(state)
    }

    async fn handle(
        &self,
        _: ActorRef<Message>,
        message: Message,
        state: &mut State,
    ) -> Result<(), ActorProcessingErr> {
        match message {
            Message::Next(next) => state.next = Some(next),
            Message::Hop(before) if before + 1 == state.expected => {
                tell(&mut state.done, before + 1);
            }
            Message::Hop(before) => {
                if let Some(next) = &state.next {
                    next.cast(Message::Hop(before + 1))?;
                }
            }
        }
        Ok(())
    }
}

pub async fn run(plan: Plan) -> Outcome {
    let (done, ended) = oneshot::channel();
    let mut done = Some(done);
    // Whom the last hop takes to, so that this one can tell.
    let last = (plan.messages - 1) as usize % plan.actors;
    let mut members = Vec::with_capacity(plan.actors);
    let mut endings = Vec::with_capacity(plan.actors);
    for i in 0..plan.actors {
        let state = State {
            next: None,
            expected: plan.messages,
            done: if i == last { done.take() } else { None },
        };
        let (member, ending) = Actor::spawn(None, Member, state).await.expect("it starts");
        members.push(member);
        endings.push(ending);
    }
    for (i, member) in members.iter().enumerate() {
        let next = members[(i + 1) % plan.actors].clone();
        member.cast(Message::Next(next)).expect("it lives");
    }
    let begin = Instant::now();
    members[0].cast(Message::Hop(0)).expect("it lives");
    let (delivered, end) = ended.await.expect("the last hop comes");
    for member in &members {
        member.stop(None);
    }
    for ending in endings {
        ending.await.expect("it ends");
    }
    (delivered, end - begin)
}
