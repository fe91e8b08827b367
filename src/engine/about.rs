//! What a lesson is about, in words: all that a reader has before the first run.

use serde::{Serialize, Serializer};

/// A lesson's texts, and what its page shows beside them. Most are optional: see [`About::EMPTY`].
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "catalogue", derive(ts_rs::TS))]
pub struct About {
    /// Its id: in addresses, on the command line, in records.
    pub id: &'static str,
    /// Its title.
    pub title: &'static str,
    /// The chapter of the lectures that it belongs to.
    pub chapter: &'static str,
    /// What it is, in 25 words at most.
    pub summary: &'static str,
    /// What to look for in a run.
    pub look_for: &'static [&'static str],
    /// More about it, a paragraph each: what is read after a run.
    pub details: &'static [&'static str],
    /// What to try next, and what for.
    pub tries: &'static [Try],
    /// The two to four parameters that stand beside Run, by their names; the others are folded.
    /// None named: all stand there.
    pub main: &'static [&'static str],
    /// The lectures' ideas that the lesson stands for.
    pub ideas: &'static [Idea],
    /// What a reader is asked before the first run. A run whose parameters can answer it does so
    /// through [`Context::answer`](crate::Context::answer).
    pub question: Option<Question>,
    /// The pictures of a run beside its timeline, in their order, by the names that
    /// `www/src/pictures/registry.ts` gives their kinds.
    #[cfg_attr(feature = "catalogue", ts(type = "PictureKind[]"))]
    pub pictures: &'static [&'static str],
    /// A comparison in words, each line of which a run measures: the picture `comparison` shows
    /// it.
    pub comparison: &'static [Row],
    /// Runs that belong side by side, each set started by one click.
    pub studies: &'static [Study],
    /// The lectures' own parameters, by the names of their programs.
    pub presets: &'static [Preset],
    /// The page of Python's documentation that it is about.
    pub docs: Link,
    /// The Python that it mirrors, with its directives: see [`listing`](crate::engine::listing).
    #[serde(skip)]
    pub listing: &'static str,
    /// Where its source stands, and what matters in it: `source!()`; nothing where a program of the
    /// reader's own is shown in its place.
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
        details: &[],
        tries: &[],
        main: &[],
        ideas: &[],
        question: None,
        pictures: &[],
        comparison: &[],
        studies: &[],
        presets: &[],
        docs: Link { title: "", url: "" },
        listing: "",
        rust: Source {
            path: "",
            source: "",
            core: &[],
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
                listing: self.listing,
                hidden: self.hidden,
                ..Self::EMPTY
            }
        } else {
            self
        }
    }
}

/// Something to try: a click sets it and runs.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "catalogue", derive(ts_rs::TS))]
pub struct Try {
    /// What to set, and what to look for.
    pub text: &'static str,
    /// A JSON object of the parameters that it sets over the defaults; empty where it sets none.
    #[serde(serialize_with = "as_json")]
    #[cfg_attr(feature = "catalogue", ts(type = "Params"))]
    pub params: &'static str,
}

/// One of the lectures' ideas, in a paragraph.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "catalogue", derive(ts_rs::TS))]
pub struct Idea {
    /// What it answers, as a heading: "What a thread is".
    pub title: &'static str,
    /// The paragraph.
    pub text: &'static str,
}

/// A question to which a run is the answer.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "catalogue", derive(ts_rs::TS))]
pub struct Question {
    /// The question.
    pub text: &'static str,
    /// Two to four answers, of which a run finds one to be right.
    pub answers: &'static [&'static str],
}

/// One line of a comparison of threads and processes.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "catalogue", derive(ts_rs::TS))]
#[cfg_attr(feature = "catalogue", ts(rename = "ComparisonRow"))]
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
#[cfg_attr(feature = "catalogue", derive(ts_rs::TS))]
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
#[cfg_attr(feature = "catalogue", derive(ts_rs::TS))]
pub struct Study {
    /// What the button says.
    pub title: &'static str,
    /// What is compared, in a sentence.
    pub text: &'static str,
    /// A JSON object of parameters at which there is something to see. What the reader has set
    /// goes before them.
    #[serde(serialize_with = "as_json")]
    #[cfg_attr(feature = "catalogue", ts(type = "Params"))]
    pub params: &'static str,
    /// What is run.
    #[serde(flatten)]
    pub runs: Runs,
}

/// The runs of a study. Results are named by their keys in a record's `result`.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "catalogue", derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Runs {
    /// The lesson's own work, done serially, under an interpreter lock, by processes and by free
    /// threads: one run of the hidden lesson `four-ways`.
    FourWays,
    /// The lesson about the interpreter's lock, whose run with all interpreters is that already.
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
    Contest {
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
#[cfg_attr(feature = "catalogue", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Values {
    /// These.
    Listed(&'static [u32]),
    /// 1, 2, 4 and so on, and the number of logical processors last.
    UpToProcessors,
}

fn as_json<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    // A test holds the parameters of every study and preset to be what its lesson allows.
    serde_json::from_str::<serde_json::Value>(text)
        .unwrap_or_default()
        .serialize(serializer)
}

/// Parameters with a name.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "catalogue", derive(ts_rs::TS))]
pub struct Preset {
    /// The name, in addresses and on the command line: that of the lectures' program.
    pub name: &'static str,
    /// What it sets, as a button says it.
    pub title: &'static str,
    /// A JSON object of parameters.
    #[serde(serialize_with = "as_json")]
    #[cfg_attr(feature = "catalogue", ts(type = "Params"))]
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
#[cfg_attr(feature = "catalogue", derive(ts_rs::TS))]
pub struct Link {
    /// What it is called.
    pub title: &'static str,
    /// Where it is.
    pub url: &'static str,
}

/// A file of this crate.
#[derive(Debug, Clone, Copy, Serialize)]
#[cfg_attr(feature = "catalogue", derive(ts_rs::TS))]
pub struct Source {
    /// Its path.
    pub path: &'static str,
    /// Its text, which a browser's engine does not carry, and which the page fetches when it is
    /// looked at: it stands beside the catalogue, not in it.
    #[serde(skip)]
    pub source: &'static str,
    /// The lines that matter: how each begins, without its indent. What is indented below such a
    /// line belongs to it.
    pub core: &'static [&'static str],
}
