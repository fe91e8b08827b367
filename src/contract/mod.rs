//! What every door agrees on: parameters and their schema, events, the record, the errors.
//!
//! Nothing here runs anything. A door hands JSON in, [`parameters::resolve`] says what a lesson would
//! have of it, or gives an [`Error`] that names what is wrong, and the run answers with [`Event`]s
//! while it goes and one [`Record`] at its end.

mod error;
mod event;
pub mod parameters;
pub(crate) mod read;
mod record;
pub mod schema;
pub mod trace;

pub use error::{Error, ErrorTold, TaskError};
pub use event::{Event, Stream, What};
pub(crate) use event::{Packed, Stamped};
pub use record::{Artifact, ArtifactInfo, Door, Environment, OutputLine, Record, Unmeasured, Why};
