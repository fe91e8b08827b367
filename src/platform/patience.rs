//! Waiting for somebody who may never answer.

use super::sleep;
use futures_lite::future::or;
use std::future::Future;
use std::time::Duration;

/// How long a worker may take to start. One takes milliseconds; sixty-four on a busy machine,
/// seconds.
pub const START: Duration = Duration::from_secs(30);

/// In so many parts the time passes, each a timer of its own: of the time in which the machine
/// sleeps, or the page's timers are held back, at most one part counts.
const PARTS: u32 = 10;

/// What `future` gives, or `None` where it has given nothing for so long.
pub async fn within<T>(patience: Duration, future: impl Future<Output = T>) -> Option<T> {
    let passed = async {
        for _ in 0..PARTS {
            sleep(patience / PARTS).await;
        }
        None
    };
    or(async { Some(future.await) }, passed).await
}
