//! What `manyhands explore` prints: the verdict, the endings, and the steps of the schedule that shows it.

use serde_json::Value;
use std::fmt::Write as _;

/// The exit code for what a search has found: 0 where the program holds, 1 where it does not, 5 where that is not known.
pub(super) fn exit_code(result: &Value) -> u8 {
    match result["verdict"].as_str() {
        Some("holds" | "holds-within") => 0,
        Some("breaks" | "differs") => 1,
        _ => 5,
    }
}

/// The result of a search, to be read.
pub(super) fn told(result: &Value) -> String {
    let mut text = String::new();
    let number = |value: &Value| value.as_u64().unwrap_or_default();
    let outcomes = result["outcomes"].as_array().map_or(&[][..], Vec::as_slice);
    // Writing to a string does not fail.
    let _ = writeln!(text, "{}", verdict(result));
    let run = of(number(&result["schedules_run"]), "schedule");
    let _ = match (
        &result["exhaustive"],
        result["completed_preemptions"].as_u64(),
    ) {
        (Value::Bool(true), _) => writeln!(text, "{run} run: no other ending is possible."),
        (_, Some(level)) => writeln!(text, "{run} run, among them every one {}.", up_to(level)),
        (_, None) => writeln!(text, "{run} run, not even every one without a preemption."),
    };
    for why in result["why"].as_array().into_iter().flatten() {
        let _ = writeln!(text, "Not controlled: {}", why.as_str().unwrap_or_default());
    }
    for outcome in outcomes {
        let _ = writeln!(text, "\n{}", ending(outcome));
    }
    let steps = result["steps"].as_array().map_or(&[][..], Vec::as_slice);
    if steps.is_empty() {
        return text;
    }
    let _ = writeln!(
        text,
        "\n{}, step by step:",
        match result["verdict"].as_str() {
            Some("breaks") if is_shortest(outcomes) => "The shortest schedule that breaks it",
            Some("breaks") => "The shortest schedule seen that breaks it",
            _ => "One of the schedules",
        }
    );
    for (at, step) in steps.iter().enumerate() {
        let _ = writeln!(text, "{:5}  {}", at + 1, one_step(step));
    }
    if let Some(says) = result["conflict"]["says"].as_str() {
        let _ = writeln!(
            text,
            "\n{}: {says}",
            result["conflict"]["kind"].as_str().unwrap_or_default()
        );
    }
    text
}

/// Whether no schedule that breaks the program is shorter than the one that is shown.
fn is_shortest(outcomes: &[Value]) -> bool {
    let broken = outcomes
        .iter()
        .filter(|outcome| outcome["kind"] != "finished");
    let length = |outcome: &&Value| {
        ["preemptions", "switches", "steps"].map(|name| outcome[name].as_u64().unwrap_or_default())
    };
    broken
        .min_by_key(length)
        .is_some_and(|outcome| outcome["shortest"] == true)
}

fn up_to(level: u64) -> String {
    match level {
        0 => "without a preemption".into(),
        _ => format!("with at most {}", of(level, "preemption")),
    }
}

fn of(count: u64, what: &str) -> String {
    match count {
        1 => format!("1 {what}"),
        _ => format!("{count} {what}s"),
    }
}

fn verdict(result: &Value) -> String {
    let level = result["completed_preemptions"].as_u64().unwrap_or_default();
    match result["verdict"].as_str() {
        Some("breaks") if result["always"] == true => {
            "breaks: every schedule that was run breaks the program".into()
        }
        Some("breaks") => "breaks: some schedules break the program".into(),
        Some("differs") => "differs: how it ends depends on the schedule".into(),
        Some("holds") => "holds: every schedule ends the same".into(),
        Some("holds-within") => format!(
            "holds-within: every schedule {} ends the same",
            up_to(level)
        ),
        _ if result["why"].as_array().is_some_and(|why| !why.is_empty()) => {
            "undecided: not all of the program is under the search's control".into()
        }
        _ => "undecided: there was no time for every schedule without a preemption".into(),
    }
}

fn ending(outcome: &Value) -> String {
    let text = |name: &str| outcome[name].as_str().unwrap_or_default();
    let mut ending = text("kind").to_string();
    if let Some(class) = outcome["exception"]["type"].as_str() {
        let message = outcome["exception"]["message"].as_str().unwrap_or_default();
        let thread = outcome["exception"]["thread"].as_str().unwrap_or_default();
        let said = match message.is_empty() {
            true => class.to_string(),
            false => format!("{class}: {message}"),
        };
        let _ = write!(ending, ", {said} in {thread}");
    }
    let count = |name: &str| outcome[name].as_u64().unwrap_or_default();
    let _ = write!(
        ending,
        ": {}; the {} has {}, {}, {}",
        of(count("schedules"), "schedule"),
        match outcome["shortest"] == true {
            true => "shortest",
            false => "shortest seen",
        },
        of(count("preemptions"), "preemption"),
        match count("switches") {
            1 => "1 switch".into(),
            switches => format!("{switches} switches"),
        },
        of(count("steps"), "step"),
    );
    if let Some(schedule) = outcome["schedule"].as_str() {
        let _ = write!(ending, "\n  {schedule}");
    }
    for wait in outcome["waits_for"].as_array().into_iter().flatten() {
        let part = |name: &str| wait[name].as_str().unwrap_or_default();
        let _ = write!(ending, "\n  {} waits for {}", part("thread"), part("for"));
        if let Some(holder) = wait["held_by"].as_str()
            && !part("for").ends_with(" to end")
        {
            let _ = write!(ending, ", which {holder} holds");
        }
    }
    for line in text("output").lines() {
        let _ = write!(ending, "\n  > {line}");
    }
    ending
}

fn one_step(step: &Value) -> String {
    let thread = step["thread"].as_u64().unwrap_or_default();
    let text = |name: &str| step[name].as_str().unwrap_or_default();
    let name = match thread {
        0 => "main".to_string(),
        _ => format!("thread {thread}"),
    };
    let mut told = format!(
        "{:9}  line {:4}  {} {}",
        name,
        step["line"].as_u64().unwrap_or_default(),
        text("operation"),
        text("object")
    );
    match (step["before"].as_str(), step["after"].as_str()) {
        (Some(before), Some(after)) => {
            let _ = write!(told, ": {before} → {after}");
        }
        (None, Some(after)) => {
            let _ = write!(told, " → {after}");
        }
        _ => {}
    }
    if !text("output").is_empty() {
        let _ = write!(told, ": {:?}", text("output"));
    }
    told
}
