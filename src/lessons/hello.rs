//! A thread says hello.

use super::prelude::*;
use crate::engine::threading::Thread;

/// A thread says hello.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Hello {
    /// Whom to greet.
    #[serde(default = "world")]
    #[schemars(length(min = 1, max = 80))]
    whom: String,
}

fn world() -> String {
    "world".into()
}

impl Lesson for Hello {
    const ABOUT: About = About {
        id: "hello",
        title: "Hello from a thread",
        chapter: "Threads",
        summary: "A thread says hello.",
        rust: source!("hello.rs"),
        hidden: true,
        ..About::EMPTY
    };
    type Outcome = Option<usize>;

    fn needs(&self) -> Needs {
        Needs::of_threads(1)
    }

    async fn run(self, context: Context) -> Result<Self::Outcome, Error> {
        let mut thread = Thread::start(&context, 1, move |context| {
            context.print(format!("hello, {}", self.whom));
            self.whom.len()
        })?;
        thread.join(None).await
    }
}
