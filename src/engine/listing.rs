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
//! - `#: if guard == "lock"`, `#: elif …`, `#: else` and `#: end`, each on a line of its own,
//!   begin and end lines that are there only for some values. A condition compares a parameter
//!   with a literal of JSON (`==`, `!=`, `<`, `<=`, `>`, `>=`, or `in` and a list); several are
//!   joined by `and`.
//!
//! [`listing`] is the only reader of that language: page, tests and documentation show what it
//! gives.

use super::lesson::Entry;
use crate::contract::Error;
use serde::Serialize;
use serde_json::Value;
use std::cmp::Ordering;
use std::fmt::Write;

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

/// What a line of the file is.
enum Line<'a> {
    If(&'a str),
    Elif(&'a str),
    Else,
    End,
    /// Text, and the parameter that its value follows.
    Text(&'a str, Option<&'a str>),
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
struct Text {
    source: String,
    lines: usize,
    units: usize,
}

impl Text {
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
    let mut text = Text::default();
    let mut marks: Vec<Mark> = Vec::new();
    let mut variant: Option<Variant> = None;
    let mut lines = (1..).zip(file.lines());
    while let Some((number, line)) = lines.next() {
        let wrong = |what: String| (number, what);
        let choice = match parse(line).map_err(wrong)? {
            Line::Text(line, parameter) => {
                let left_out = variant.as_ref().is_some_and(|variant| !variant.chosen);
                let Some(name) = parameter else {
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
        lines: Vec::new(),
    })
}

/// The mark of a variant's lines, where they are there.
fn close(open: &Variant, text: &Text) -> Option<Mark> {
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

/// What begins every directive.
const DIRECTIVE: &str = "#:";

fn parse(line: &'static str) -> Result<Line<'static>, String> {
    let Some((text, directive)) = line.split_once(DIRECTIVE) else {
        return Ok(Line::Text(line, None));
    };
    let directive = directive.trim();
    if !text.trim().is_empty() {
        return Ok(Line::Text(text.trim_end(), Some(directive)));
    }
    let (word, rest) = directive.split_once(' ').unwrap_or((directive, ""));
    match (word, rest.trim()) {
        ("if", condition) if !condition.is_empty() => Ok(Line::If(condition)),
        ("elif", condition) if !condition.is_empty() => Ok(Line::Elif(condition)),
        ("else", "") => Ok(Line::Else),
        ("end", "") => Ok(Line::End),
        _ => Err(format!("`{directive}` is no directive")),
    }
}

/// A line that gives a value: what stands before the value, the value, and what stands after.
fn assignment(line: &'static str) -> Result<(&'static str, &'static str, &'static str), String> {
    let equals = line.find(" = ").map(|at| at + " = ".len());
    let equals = equals.or_else(|| line.find('=').map(|at| at + 1));
    let at =
        equals.ok_or_else(|| "a value that follows a parameter stands after `=`".to_string())?;
    let (before, rest) = line.split_at(at);
    let value = rest.strip_suffix(',').unwrap_or(rest);
    Ok((before, value, &rest[value.len()..]))
}

/// The bracket that ends a list of several lines, where `value` begins one.
fn closing_of(value: &str) -> Option<&'static str> {
    match value {
        "[" => Some("]"),
        "{" => Some("}"),
        _ => None,
    }
}

fn indent_of(line: &str) -> &str {
    &line[..line.len() - line.trim_start().len()]
}

/// How wide a line may be: as `black` has it.
const WIDTH: usize = 88;

/// A value after `before`, over several lines where it is a list that does not fit in one.
fn fitted(before: &str, value: &Value) -> String {
    let line = python(value);
    if before.chars().count() + line.chars().count() <= WIDTH {
        return line;
    }
    let indent = indent_of(before);
    let is_simple = |item: &Value| !item.is_array() && !item.is_object();
    match value {
        Value::Array(items) if items.iter().all(is_simple) => {
            // As many to a line as fit.
            let mut text = String::from("[");
            let mut room = 0;
            for item in items {
                let item = python(item);
                let needed = item.chars().count() + ", ".len();
                if room < needed {
                    text = format!("{}\n{indent}    ", text.trim_end());
                    room = WIDTH - indent.len() - 4;
                }
                room -= needed.min(room);
                text += &format!("{item}, ");
            }
            format!("{}\n{indent}]", text.trim_end())
        }
        Value::Array(items) => {
            let items = items
                .iter()
                .map(|item| format!("\n{indent}    {},", python(item)));
            format!("[{}\n{indent}]", items.collect::<String>())
        }
        _ => line,
    }
}

/// Whether a condition holds for these parameters, and the parameter that it names first.
fn decide(condition: &'static str, params: &Value) -> Result<(&'static str, bool), String> {
    let mut first = None;
    let mut all = true;
    for comparison in condition.split(" and ") {
        let mut words = comparison.trim().splitn(3, ' ');
        let (Some(name), Some(operator), Some(literal)) =
            (words.next(), words.next(), words.next())
        else {
            return Err(format!("`{comparison}` is no comparison"));
        };
        let value = params
            .get(name)
            .ok_or_else(|| format!("there is no parameter {name}"))?;
        let literal: Value = serde_json::from_str(literal)
            .map_err(|error| format!("`{literal}` is no JSON ({error})"))?;
        let order = || match (value.as_f64(), literal.as_f64()) {
            (Some(value), Some(literal)) => value.partial_cmp(&literal),
            _ => None,
        };
        let holds = match operator {
            "==" => *value == literal || order() == Some(Ordering::Equal),
            "!=" => *value != literal && order() != Some(Ordering::Equal),
            "<" => order().is_some_and(Ordering::is_lt),
            "<=" => order().is_some_and(Ordering::is_le),
            ">" => order().is_some_and(Ordering::is_gt),
            ">=" => order().is_some_and(Ordering::is_ge),
            "in" => literal.as_array().is_some_and(|list| list.contains(value)),
            _ => return Err(format!("`{operator}` compares nothing")),
        };
        first.get_or_insert(name);
        all &= holds;
    }
    first
        .map(|name| (name, all))
        .ok_or_else(|| "a condition is missing".to_string())
}

/// A value of JSON as a literal of Python.
pub fn python(value: &Value) -> String {
    let mut literal = String::new();
    write_python(&mut literal, value);
    literal
}

fn write_python(to: &mut String, value: &Value) {
    match value {
        Value::Null => to.push_str("None"),
        Value::Bool(true) => to.push_str("True"),
        Value::Bool(false) => to.push_str("False"),
        Value::Number(number) => to.push_str(&grouped(&number.to_string())),
        Value::String(text) => quote(to, text),
        Value::Array(items) => {
            to.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    to.push_str(", ");
                }
                write_python(to, item);
            }
            to.push(']');
        }
        Value::Object(fields) => {
            to.push('{');
            for (index, (name, item)) in fields.iter().enumerate() {
                if index > 0 {
                    to.push_str(", ");
                }
                quote(to, name);
                to.push_str(": ");
                write_python(to, item);
            }
            to.push('}');
        }
    }
}

/// A number as people read it: whole ones of five digits or more in groups (PEP 515).
fn grouped(number: &str) -> String {
    let (sign, digits) = match number.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", number),
    };
    if digits.len() < 5 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return number.into();
    }
    let mut out = String::from(sign);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push('_');
        }
        out.push(digit);
    }
    out
}

/// A string in single quotes, as `repr` writes it.
fn quote(to: &mut String, text: &str) {
    to.push('\'');
    for letter in text.chars() {
        match letter {
            '\\' => to.push_str("\\\\"),
            '\'' => to.push_str("\\'"),
            '\n' => to.push_str("\\n"),
            '\r' => to.push_str("\\r"),
            '\t' => to.push_str("\\t"),
            control if (control as u32) < 0x20 || control == '\u{7f}' => {
                // Writing to a string does not fail.
                let _ = write!(to, "\\x{:02x}", control as u32);
            }
            other => to.push(other),
        }
    }
    to.push('\'');
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
    fn a_long_list_goes_over_several_lines() {
        let numbers: Vec<u32> = (10_000..10_030).collect();
        let text = fitted("inputs = ", &json!(numbers));
        assert!(text.starts_with("[\n    10_000, 10_001, "), "{text}");
        assert!(text.ends_with(" 10_029,\n]"), "{text}");
        assert!(text.lines().all(|line| line.len() <= WIDTH), "{text}");
        let task = json!({"name": "a long name, so that two do not fit", "steps": 1});
        let text = fitted("    tasks = ", &json!([task, task]));
        let line = "        {'name': 'a long name, so that two do not fit', 'steps': 1},\n";
        assert_eq!(text, format!("[\n{line}{line}    ]"));
    }

    #[test]
    fn values_are_literals_of_python() {
        let value = json!([null, true, false, 9999, 10000, -1234567, 1.5, {"a": "\\"}]);
        assert_eq!(
            python(&value),
            r"[None, True, False, 9999, 10_000, -1_234_567, 1.5, {'a': '\\'}]"
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
        ] {
            let (at, wrong) = written(file, &json!({}), &whole()).expect_err(file);
            assert_eq!(at, line, "{file}: {wrong}");
            assert!(wrong.contains(says), "{file}: {wrong}");
        }
    }
}
