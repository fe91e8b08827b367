//! Values of JSON as literals of Python.

use super::line::indent_of;
use serde_json::Value;
use std::fmt::Write;

/// How wide a line may be: as `black` has it.
const WIDTH: usize = 88;

/// A value after `before`, over several lines where it is a list that does not fit in one.
pub(super) fn fitted(before: &str, value: &Value) -> String {
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
/// A value of JSON as a literal of Python.
pub(super) fn python(value: &Value) -> String {
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
}
