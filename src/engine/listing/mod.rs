//! The Python that a lesson mirrors, as a program with the parameters that somebody has set.
//!
//! A lesson's `listing.py` is a whole program that runs as it is. Comments that begin with `#:`
//! tell how it follows the lesson's parameters, and no reader sees them:
//!
//! - `workers = 5  #: workers` ends a line whose value is that of the parameter `workers`: what
//!   follows the first ` = ` (or, in a call that has a line for each argument, `=`) gives way to
//!   the parameter's value as a literal of Python. A parameter that was not set leaves the line as
//!   it stands, with the default in it. A value that is a long list begins with its bracket on the
//!   marked line, and ends with the bracket alone on a line.
//! - `x += 1  #: @core @run(thread)` ends a line that its reader is to see: with `@core` one of those
//!   that the lesson is about; with `@run(WHAT)`, `@hold(WHAT)`, `@wait(WHAT)` and `@sleep` one that is
//!   at work while a worker is in such a state: see [`Shows`]. Without `(WHAT)` it is any of the kind.
//!   There may be several, after the parameter where there is one.
//! - `#: if guard == "lock"`, `#: elif …`, `#: else` and `#: end`, each on a line of its own,
//!   begin and end lines that are there only for some values. A condition compares a parameter
//!   with a literal of JSON (`==`, `!=`, `<`, `<=`, `>`, `>=`, or `in` and a list); several are
//!   joined by `and`.
//!
//! [`listing`] is the only reader of that language: page, tests and documentation show what it
//! gives.

mod condition;
mod line;
mod literal;

use self::condition::decide;
use self::line::{Line, assignment, closing_of, indent_of, parse};
use self::literal::fitted;
use super::lesson::Entry;
use crate::contract::Error;
use serde::Serialize;
use serde_json::Value;

/// A program in Python, and what in it follows the parameters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "catalogue", derive(ts_rs::TS))]
pub struct Listing {
    /// The program.
    pub source: String,
    /// What in it follows a parameter, in the order of the text.
    pub marks: Vec<Mark>,
    /// Lines that matter, or that a run's timeline shows, from the top down.
    pub lines: Vec<ListingLine>,
}

/// What a line of a [`Listing`] is to its reader.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "catalogue", derive(ts_rs::TS))]
pub struct ListingLine {
    /// Its number, from 1.
    pub line: usize,
    /// Whether it is one of those that the lesson is about.
    pub core: bool,
    /// The states of workers in which this line is at work.
    pub shows: Vec<Shows>,
}

/// States of a worker, as its events tell them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "catalogue", derive(ts_rs::TS))]
pub struct Shows {
    /// Which kind of state it is.
    pub state: ShownState,
    /// What the event's `what` (of a run), `holding` (of a hold) or `on` (of a wait) is, or begins
    /// with; any, where there is none.
    pub what: Option<&'static str>,
}

/// The kinds of states that a timeline tells apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "catalogue", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum ShownState {
    /// At work.
    Run,
    /// At work, with a lock or a permit.
    Hold,
    /// Waits for something.
    Wait,
    /// Sleeps.
    Sleep,
}

/// A piece of a [`Listing`] that follows a parameter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "catalogue", derive(ts_rs::TS))]
pub struct Mark {
    /// The parameter's name.
    pub parameter: &'static str,
    /// What of the text it is.
    pub kind: MarkKind,
    /// Its first line, from 1.
    pub line: usize,
    /// Where it begins in the text, in UTF-16 code units, as JavaScript counts.
    pub from: usize,
    /// Where it ends.
    pub to: usize,
}

/// What a [`Mark`] marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "catalogue", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum MarkKind {
    /// The parameter's value.
    Value,
    /// Lines that are there because of its value.
    Variant,
}

/// The lesson's program with these parameters.
///
/// # Errors
/// [`Error::InvalidParameter`] where a run would not take them; [`Error::Failed`] where the file
/// does not keep to the language above.
pub fn listing(lesson: &Entry, preset: Option<&str>, params: &Value) -> Result<Listing, Error> {
    let set = lesson.given(preset, params)?;
    let whole = lesson.prepare(preset, params)?.params;
    let id = lesson.about.id;
    written(lesson.about.listing, &set, &whole).map_err(|(line, wrong)| {
        Error::failed(format!("the listing of {id}, line {line}: {wrong}"))
    })
}

/// The lines of a variant that is open.
struct Variant {
    /// Whether its lines are there.
    chosen: bool,
    /// Whether one of its alternatives was chosen so far.
    found: bool,
    /// The parameter that it is about.
    parameter: &'static str,
    /// Where its lines begin in the text that was written: the line, and the code unit.
    begin: (usize, usize),
}

/// The text that is written so far.
#[derive(Default)]
struct Written {
    source: String,
    lines: usize,
    units: usize,
}

impl Written {
    fn push(&mut self, text: &str) {
        self.source.push_str(text);
        self.lines += text.matches('\n').count();
        self.units += text.encode_utf16().count();
    }

    fn end_line(&mut self) {
        self.push("\n");
    }
}

/// Writes the program of `file`: values of parameters that were `set`, variants by their `whole`.
fn written(file: &'static str, set: &Value, whole: &Value) -> Result<Listing, (usize, String)> {
    let mut text = Written::default();
    let mut marks: Vec<Mark> = Vec::new();
    let mut shown = Vec::new();
    let mut variant: Option<Variant> = None;
    let mut lines = (1..).zip(file.lines());
    while let Some((number, line)) = lines.next() {
        let wrong = |what: String| (number, what);
        let choice = match parse(line).map_err(wrong)? {
            Line::Text(annotated) => {
                let line = annotated.text;
                let left_out = variant.as_ref().is_some_and(|variant| !variant.chosen);
                if !left_out && (annotated.core || !annotated.shows.is_empty()) {
                    shown.push(ListingLine {
                        line: text.lines + 1,
                        core: annotated.core,
                        shows: annotated.shows,
                    });
                }
                let Some(name) = annotated.parameter else {
                    if !left_out {
                        text.push(line);
                        text.end_line();
                    }
                    continue;
                };
                if whole.get(name).is_none() {
                    return Err(wrong(format!("there is no parameter {name}")));
                }
                let (before, first, after) = assignment(line).map_err(wrong)?;
                let mut written = String::from(first);
                if let Some(closing) = closing_of(first) {
                    let indent = indent_of(line);
                    let mut rest = lines.by_ref().map(|(_, line)| line);
                    loop {
                        let Some(line) = rest.next() else {
                            return Err(wrong(format!("the list has no {closing}")));
                        };
                        written = format!("{written}\n{line}");
                        if line.trim() == closing && indent_of(line) == indent {
                            break;
                        }
                    }
                }
                if left_out {
                    continue;
                }
                text.push(before);
                let (line, from) = (text.lines + 1, text.units);
                match set.get(name) {
                    Some(value) => text.push(&fitted(before, value)),
                    None => text.push(&written),
                }
                marks.push(Mark {
                    parameter: name,
                    kind: MarkKind::Value,
                    line,
                    from,
                    to: text.units,
                });
                text.push(after);
                text.end_line();
                continue;
            }
            Line::If(condition) if variant.is_none() => Some((condition, false)),
            Line::If(_) => return Err(wrong("an `if` within another".into())),
            Line::Elif(condition) => match &variant {
                Some(open) => Some((condition, open.found)),
                None => return Err(wrong("`elif` without `if`".into())),
            },
            Line::Else | Line::End if variant.is_none() => {
                return Err(wrong("`else` or `end` without `if`".into()));
            }
            Line::Else => None,
            Line::End => {
                marks.extend(variant.take().and_then(|open| close(&open, &text)));
                continue;
            }
        };
        let last = variant.take();
        marks.extend(last.as_ref().and_then(|open| close(open, &text)));
        let (holds, found, parameter) = match (choice, last) {
            (Some((condition, found)), _) => {
                let (parameter, holds) = decide(condition, whole).map_err(wrong)?;
                (holds && !found, found || holds, parameter)
            }
            (None, Some(open)) => (!open.found, true, open.parameter),
            (None, None) => continue,
        };
        variant = Some(Variant {
            chosen: holds,
            found,
            parameter,
            begin: (text.lines + 1, text.units),
        });
    }
    if variant.is_some() {
        return Err((file.lines().count(), "an `if` without `end`".into()));
    }
    marks.sort_by_key(|mark| (mark.from, std::cmp::Reverse(mark.to)));
    Ok(Listing {
        source: text.source,
        marks,
        lines: shown,
    })
}

/// The mark of a variant's lines, where they are there.
fn close(open: &Variant, text: &Written) -> Option<Mark> {
    let (line, from) = open.begin;
    (open.chosen && text.units > from).then(|| Mark {
        parameter: open.parameter,
        kind: MarkKind::Variant,
        line,
        from,
        // Without the end of its last line.
        to: text.units - 1,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const FILE: &str = "\
from pool import Pool
#: if guard == \"lock\"
lock = Lock()
#: elif guard in [\"none\", \"atomic\"] and workers > 2
many = True
#: else
few = True
#: end
name = 'é😀'  #: name
pool = Pool(
    processes=5,  #: workers
)
tasks = [  #: tasks
    {'steps': 3},
]
";

    fn whole() -> Value {
        json!({"guard": "none", "workers": 5, "name": "é😀", "tasks": [{"steps": 3}]})
    }

    /// What the marks mark, by the way that JavaScript counts.
    fn marked(listing: &Listing) -> Vec<(&'static str, MarkKind, usize, String)> {
        let units: Vec<u16> = listing.source.encode_utf16().collect();
        let text = |mark: &Mark| String::from_utf16(&units[mark.from..mark.to]).expect("UTF-16");
        (listing.marks.iter())
            .map(|mark| (mark.parameter, mark.kind, mark.line, text(mark)))
            .collect()
    }

    #[test]
    fn what_is_not_set_stands_as_it_is_written() {
        let listing = written(FILE, &json!({}), &whole()).expect("a listing");
        let source = "from pool import Pool\nmany = True\nname = 'é😀'\npool = Pool(\n    \
                      processes=5,\n)\ntasks = [\n    {'steps': 3},\n]\n";
        assert_eq!(listing.source, source);
        let marked = marked(&listing);
        let expected = [
            ("guard", MarkKind::Variant, 2, "many = True"),
            ("name", MarkKind::Value, 3, "'é😀'"),
            ("workers", MarkKind::Value, 5, "5"),
            ("tasks", MarkKind::Value, 7, "[\n    {'steps': 3},\n]"),
        ];
        assert_eq!(
            marked,
            expected.map(|(a, b, c, d)| (a, b, c, d.to_string()))
        );
    }

    #[test]
    fn what_is_set_stands_there_as_python_writes_it() {
        let set = json!({"guard": "lock", "workers": 1, "name": "it's\n\u{1}", "tasks": []});
        let listing = written(FILE, &set, &set).expect("a listing");
        assert_eq!(
            listing.source,
            "from pool import Pool\nlock = Lock()\nname = 'it\\'s\\n\\x01'\npool = Pool(\n    \
             processes=1,\n)\ntasks = []\n"
        );
        let mut few = whole();
        few["workers"] = 2.into();
        let listing = written(FILE, &json!({}), &few).expect("a listing");
        assert!(
            listing.source.contains("\nfew = True\n"),
            "{}",
            listing.source
        );
        assert!(!listing.source.contains("many"), "{}", listing.source);
    }

    #[test]
    fn a_line_says_what_it_is_to_its_reader() {
        let file = "\
import this
workers = [  #: tasks @core
    1,
]
#: if guard == \"lock\"
with lock:  #: @hold(the lock) @wait(the lock)
    sleep(1)  #: @sleep
#: else
x += 1  #: @core @run(thread) @run
#: end
join()  #: @wait(results)
";
        let shows = |state, what| Shows { state, what };
        let line = |line, core, shows: &[Shows]| ListingLine {
            line,
            core,
            shows: shows.to_vec(),
        };
        let mut params = whole();
        let listing = written(file, &json!({"tasks": [1, 2]}), &params).expect("a listing");
        assert_eq!(
            listing.source,
            "import this\nworkers = [1, 2]\nx += 1\njoin()\n"
        );
        let join = shows(ShownState::Wait, Some("results"));
        let run = [
            shows(ShownState::Run, Some("thread")),
            shows(ShownState::Run, None),
        ];
        assert_eq!(
            listing.lines,
            [
                line(2, true, &[]),
                line(3, true, &run),
                line(4, false, std::slice::from_ref(&join)),
            ]
        );
        params["guard"] = "lock".into();
        let listing = written(file, &json!({}), &params).expect("a listing");
        let lock = [
            shows(ShownState::Hold, Some("the lock")),
            shows(ShownState::Wait, Some("the lock")),
        ];
        assert_eq!(
            listing.lines,
            [
                line(2, true, &[]),
                line(5, false, &lock),
                line(6, false, &[shows(ShownState::Sleep, None)]),
                line(7, false, &[join]),
            ]
        );
    }

    #[test]
    fn what_is_wrong_with_a_file_is_said_with_its_line() {
        for (file, line, says) in [
            ("a = 1  #: nothing\n", 1, "there is no parameter nothing"),
            (
                "\n#: if nothing == 1\n#: end\n",
                2,
                "there is no parameter nothing",
            ),
            ("#: if workers == 5\n", 1, "an `if` without `end`"),
            (
                "#: if workers == 5\n#: if workers == 5\n#: end\n",
                2,
                "an `if` within another",
            ),
            ("#: end\n", 1, "`else` or `end` without `if`"),
            ("#: elif workers == 5\n", 1, "`elif` without `if`"),
            ("#: wenn workers == 5\n", 1, "is no directive"),
            ("#: if workers\n#: end\n", 1, "is no comparison"),
            ("#: if workers =~ 5\n#: end\n", 1, "compares nothing"),
            ("#: if guard == lock\n#: end\n", 1, "is no JSON"),
            ("print(5)  #: workers\n", 1, "stands after `=`"),
            ("a = [  #: tasks\n    1,\n", 1, "the list has no ]"),
            ("a\nb  #: @corn\n", 2, "`@corn` is no annotation"),
            ("a  #: @core(b)\n", 1, "`@core(b)` is no annotation"),
            ("a  #: @sleep(5)\n", 1, "`@sleep(5)` is no annotation"),
            ("a  #: @run(b\n", 1, "`@run(b` has no )"),
            ("a  #: @core b\n", 1, "`b` is no annotation"),
            (
                "a = 1  #: nothing @core\n",
                1,
                "there is no parameter nothing",
            ),
            ("a  #:\n", 1, "there is no parameter"),
            ("#: @core\n", 1, "is no directive"),
        ] {
            let (at, wrong) = written(file, &json!({}), &whole()).expect_err(file);
            assert_eq!(at, line, "{file}: {wrong}");
            assert!(wrong.contains(says), "{file}: {wrong}");
        }
    }
}
