//! Which lines of a variant are there: a condition on the parameters.

use serde_json::Value;
use std::cmp::Ordering;

/// Whether a condition holds for these parameters, and the parameter that it names first.
pub(super) fn decide(
    condition: &'static str,
    params: &Value,
) -> Result<(&'static str, bool), String> {
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
