//! What a lesson is about, in words: all that a reader has before the first run.

use schemars::JsonSchema;
use serde::{Serialize, Serializer};

/// A lesson's texts, and what its page shows beside them. Most are optional: see [`About::EMPTY`].
#[derive(Debug, Serialize)]
pub struct About {
    /// Its id: in addresses, on the command line, in records.
    pub id: &'static str,
    /// Its title.
    pub title: &'static str,
    /// The chapter of the lectures that it belongs to.
    pub chapter: &'static str,
    /// What it is, in a few sentences.
    pub summary: &'static str,
    /// What to look for in a run.
    pub look_for: &'static [&'static str],
    /// What to change next, and what for.
    pub change: &'static [&'static str],
    /// The lectures' ideas that the lesson stands for.
    pub ideas: &'static [Idea],
    /// What a reader is asked before the first run. A run whose parameters can answer it does so
    /// through [`Context::answer`](crate::Context::answer).
    pub question: Option<Question>,
    /// The pictures of a run beside its timeline, in their order.
    pub pictures: &'static [Picture],
    /// A comparison in words, each line of which a run measures: [`Picture::Comparison`] shows it.
    pub comparison: &'static [Row],
    /// Runs that belong side by side, each set started by one click.
    pub studies: &'static [Study],
    /// The lectures' own parameters, by the names of their programs.
    pub presets: &'static [Preset],
    /// Whether it is about memory that threads share, so that it cannot run without.
    pub needs_shared_memory: bool,
    /// The page of Python's documentation that it is about.
    pub docs: Link,
    /// The Python that it mirrors.
    pub python: &'static str,
    /// Where its source stands, and what the source is: `source!()`.
    pub rust: Source,
    /// Whether it is left out of every list.
    #[serde(skip)]
    pub hidden: bool,
}

impl About {
    /// Nothing said: what a lesson does not name is as here.
    pub const EMPTY: Self = Self {
        id: "",
        title: "",
        chapter: "",
        summary: "",
        look_for: &[],
        change: &[],
        ideas: &[],
        question: None,
        pictures: &[],
        comparison: &[],
        studies: &[],
        presets: &[],
        needs_shared_memory: false,
        docs: Link { title: "", url: "" },
        python: "",
        rust: Source {
            path: "",
            source: "",
        },
        hidden: false,
    };

    /// Without the texts in a browser's engine: there they stand in the catalogue, which the page
    /// has before the engine, and would only make the engine larger.
    pub(crate) const fn carried(self) -> Self {
        if cfg!(target_family = "wasm") {
            Self {
                id: self.id,
                presets: self.presets,
                needs_shared_memory: self.needs_shared_memory,
                hidden: self.hidden,
                ..Self::EMPTY
            }
        } else {
            self
        }
    }
}

/// One of the lectures' ideas, in a paragraph.
#[derive(Debug, Serialize)]
pub struct Idea {
    /// What it answers, as a heading: "What a thread is".
    pub title: &'static str,
    /// The paragraph.
    pub text: &'static str,
}

/// A question to which a run is the answer.
#[derive(Debug, Serialize)]
pub struct Question {
    /// The question.
    pub text: &'static str,
    /// Two to four answers, of which a run finds one to be right.
    pub answers: &'static [&'static str],
}

/// A kind of picture that the page can draw of a run, from its events and its record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Picture {
    /// What so many workers got done together, against one.
    Scaling,
    /// Which worker got which chunk of the tasks, and how large the chunks were.
    Chunks,
    /// One worker's time beside all workers' time, and the speed-up.
    Speedup,
    /// How often each count came out.
    Histogram,
    /// Which worker ran which program, how long, and how it ended.
    Programs,
    /// When each thread printed, and which ended first.
    Lines,
    /// How long a thread was at work, and the lines that the main program printed meanwhile.
    Background,
    /// The ticks of a thread, and when join returned.
    Ticks,
    /// Which of the additions were kept and which were lost.
    LostUpdates,
    /// How many were inside at each time, and who waited.
    Inside,
    /// How deep the queue was at each time.
    Depth,
    /// The speed-up under each interpreter.
    Interpreters,
    /// Who held the interpreter lock when.
    LockHolders,
    /// Which task took which step.
    Steps,
    /// Messages between actors, as a sequence diagram.
    Sequence,
    /// How many messages each actor took.
    Receipts,
    /// The first points, where they fell.
    Darts,
    /// The estimate's way to pi.
    Convergence,
    /// The lines of [`About::comparison`], each with what the run measured; there before a run too.
    Comparison,
}

/// One line of a comparison of threads and processes.
#[derive(Debug, Serialize)]
pub struct Row {
    /// What is compared.
    pub topic: &'static str,
    /// What is said of threads.
    pub threads: &'static str,
    /// What is said of processes.
    pub processes: &'static str,
    /// What of a run shows it.
    pub shown_by: &'static [Measure],
}

/// A value of the record that is measured of both.
#[derive(Debug, Serialize)]
pub struct Measure {
    /// What it is, in words.
    pub what: &'static str,
    /// Where in the record that of threads is: `result.threads.spawn_ms`.
    pub threads: &'static str,
    /// Where in the record that of processes is.
    pub processes: &'static str,
}

/// Runs that are measured in turn and shown side by side, started by one click.
#[derive(Debug, Serialize)]
pub struct Study {
    /// What the button says.
    pub title: &'static str,
    /// What is compared, in a sentence.
    pub text: &'static str,
    /// A JSON object of parameters at which there is something to see. What the reader has set
    /// goes before them.
    #[serde(serialize_with = "as_json")]
    pub params: &'static str,
    /// What is run.
    #[serde(flatten)]
    pub runs: Runs,
}

/// The runs of a study. Results are named by their keys in a record's `result`.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Runs {
    /// The lesson's own work, done serially, under an interpreter lock, by processes and by free
    /// threads: one run of the hidden lesson `four-ways`.
    FourWays,
    /// The same for the lesson about the lock, whose run with all interpreters is just that.
    Interpreters,
    /// One value of a parameter after the other, each several times.
    Vary {
        /// The parameter.
        parameter: &'static str,
        /// Its values.
        values: Values,
        /// The result that is measured, a speed-up.
        of: &'static str,
        /// Whether the results are by name, each with that speed-up in it, rather than one.
        by_name: bool,
        /// How many runs each value gets.
        repeats: u32,
    },
    /// One choice of a parameter after the other on the same work, to see which is quicker, and
    /// that all come to the same.
    Race {
        /// The parameter.
        parameter: &'static str,
        /// Its choices. One that this machine lacks is skipped.
        values: &'static [&'static str],
        /// The result that says how quick it was, so many a second.
        rate: &'static str,
        /// What is so many.
        unit: &'static str,
        /// The result that must be the same for all.
        agree: &'static str,
    },
}

/// Values that a study gives a parameter.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Values {
    /// These.
    Listed(&'static [u32]),
    /// 1, 2, 4 and so on, and the number of logical processors last.
    UpToProcessors,
}

fn as_json<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    // A test holds the parameters of every study to be what its lesson allows.
    serde_json::from_str::<serde_json::Value>(text)
        .unwrap_or_default()
        .serialize(serializer)
}

/// Parameters with a name.
#[derive(Debug, Serialize)]
pub struct Preset {
    /// The name.
    pub name: &'static str,
    /// A JSON object of parameters.
    pub params: &'static str,
}

impl Preset {
    /// Its parameters.
    pub fn value(&self) -> serde_json::Value {
        // A test holds every preset to be what its lesson allows.
        serde_json::from_str(self.params).unwrap_or_default()
    }
}

/// A page elsewhere.
#[derive(Debug, Serialize)]
pub struct Link {
    /// What it is called.
    pub title: &'static str,
    /// Where it is.
    pub url: &'static str,
}

/// A file of this crate.
#[derive(Debug, Serialize)]
pub struct Source {
    /// Its path.
    pub path: &'static str,
    /// Its text. Only the native binary, which writes the catalogue, carries it.
    pub source: &'static str,
}
