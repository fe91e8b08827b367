//! A line of a lesson's `listing.py`, as its directives have it.

use super::{ShownState, Shows};

/// What a line of the file is.
pub(super) enum Line<'a> {
    /// `#: if CONDITION`
    If(&'a str),
    /// `#: elif CONDITION`
    Elif(&'a str),
    /// `#: else`
    Else,
    /// `#: end`
    End,
    /// A line of the program.
    Text(Text<'a>),
}

/// A line of the program, and what its directive says.
#[derive(Default)]
pub(super) struct Text<'a> {
    /// The line without its directive.
    pub text: &'a str,
    /// The parameter that its value follows.
    pub parameter: Option<&'a str>,
    /// Whether it is one of those that the lesson is about.
    pub core: bool,
    /// The states of workers in which it is at work.
    pub shows: Vec<Shows>,
}

/// What begins every directive.
const DIRECTIVE: &str = "#:";

/// What a line is.
pub(super) fn parse(line: &'static str) -> Result<Line<'static>, String> {
    let Some((text, directive)) = line.split_once(DIRECTIVE) else {
        return Ok(Line::Text(Text {
            text: line,
            ..Text::default()
        }));
    };
    let directive = directive.trim();
    if !text.trim().is_empty() {
        return annotated(text.trim_end(), directive).map(Line::Text);
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

/// A line with the directive `PARAMETER @core @run(WHAT) …`, of which each part may be missing.
fn annotated(text: &'static str, directive: &'static str) -> Result<Text<'static>, String> {
    let (parameter, mut rest) = match directive.find('@') {
        Some(at) => directive.split_at(at),
        None => (directive, ""),
    };
    let parameter = parameter.trim();
    let mut line = Text {
        text,
        parameter: (!parameter.is_empty() || rest.is_empty()).then_some(parameter),
        ..Text::default()
    };
    while let Some(annotation) = rest.strip_prefix('@') {
        let end = annotation.find([' ', '(']).unwrap_or(annotation.len());
        let (word, mut after) = annotation.split_at(end);
        let mut what = None;
        if let Some(inner) = after.strip_prefix('(') {
            let (inside, behind) = inner
                .split_once(')')
                .ok_or_else(|| format!("`@{annotation}` has no )"))?;
            (what, after) = (Some(inside), behind);
        }
        let state = match (word, what) {
            ("core", None) => None,
            ("run", _) => Some(ShownState::Run),
            ("hold", _) => Some(ShownState::Hold),
            ("wait", _) => Some(ShownState::Wait),
            ("sleep", None) => Some(ShownState::Sleep),
            _ => return Err(format!("`@{annotation}` is no annotation")),
        };
        match state {
            None => line.core = true,
            Some(state) => line.shows.push(Shows { state, what }),
        }
        rest = after.trim_start();
    }
    match rest {
        "" => Ok(line),
        rest => Err(format!("`{rest}` is no annotation")),
    }
}

/// A line that gives a value: what stands before the value, the value, and what stands after.
pub(super) fn assignment(
    line: &'static str,
) -> Result<(&'static str, &'static str, &'static str), String> {
    let equals = line.find(" = ").map(|at| at + " = ".len());
    let equals = equals.or_else(|| line.find('=').map(|at| at + 1));
    let at =
        equals.ok_or_else(|| "a value that follows a parameter stands after `=`".to_string())?;
    let (before, rest) = line.split_at(at);
    let value = rest.strip_suffix(',').unwrap_or(rest);
    Ok((before, value, &rest[value.len()..]))
}

/// The bracket that ends a list of several lines, where `value` begins one.
pub(super) fn closing_of(value: &str) -> Option<&'static str> {
    match value {
        "[" => Some("]"),
        "{" => Some("}"),
        _ => None,
    }
}

/// The blanks that a line begins with.
pub(super) fn indent_of(line: &str) -> &str {
    &line[..line.len() - line.trim_start().len()]
}
