//! What there is to run. A door hands a registry down; nothing below it knows a lesson by name.

use super::lesson::Entry;
use super::targets::{self, Living};
use crate::contract::{Error, TaskError};
use crate::platform::process;

/// Lists of lessons, and how a process that is to know the same ones begins.
#[derive(Debug)]
pub struct Registry {
    /// The lessons, list by list, in their order.
    pub lessons: &'static [&'static [Entry]],
    /// The export of the WebAssembly module with which a process begins in a browser: it calls
    /// [`serve_process`] with this registry. Natively a process is this very program with the
    /// argument `process`, whose `main` does the same.
    pub process_main: &'static str,
}

impl Registry {
    /// All lessons, hidden ones too.
    pub fn all(&self) -> impl Iterator<Item = &'static Entry> {
        self.lessons.iter().flat_map(|list| list.iter())
    }

    /// The lessons that lists show.
    pub fn listed(&self) -> impl Iterator<Item = &'static Entry> {
        self.all().filter(|lesson| !lesson.about.hidden)
    }

    /// The lesson of this id.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] naming those that there are.
    pub fn find(&self, id: &str) -> Result<&'static Entry, Error> {
        self.all()
            .find(|lesson| lesson.about.id == id)
            .ok_or_else(|| {
                let shown: String = id.chars().take(40).collect();
                let ids: Vec<&str> = self.listed().map(|lesson| lesson.about.id).collect();
                Error::invalid(
                    "lesson",
                    format!("lesson {shown} is unknown; allowed are {}", ids.join(", ")),
                )
            })
    }

    /// The function of this name, for a pool's process.
    pub(crate) fn function(
        &self,
        name: &str,
    ) -> Result<&'static targets::FunctionEntry, TaskError> {
        self.all()
            .flat_map(|lesson| lesson.functions)
            .find(|function| function.name == name)
            .ok_or_else(|| targets::unknown("function", name))
    }
}

/// The life of a process that knows the lessons of `registry`. Natively it speaks over standard
/// input and output, and returns when the process's work is done; in a browser it returns at
/// once, and the process lives on.
///
/// # Errors
/// [`Error::Failed`] where the parent cannot be listened to.
pub fn serve_process(registry: &'static Registry) -> Result<(), Error> {
    process::serve(move |target, connection| -> Living {
        Box::pin(targets::run(registry, target, connection))
    })
}
