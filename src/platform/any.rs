//! Values whose type is forgotten on their way: what they pass through is compiled once, and not
//! again for each type. Whoever takes one is made together with whoever gives it, and knows.

use std::any::Any;

/// A value of whatever type.
pub(crate) type AnyValue = Box<dyn Any + Send>;

/// The value, whose type is known here.
pub(crate) fn known<T: 'static>(value: AnyValue) -> T {
    match value.downcast() {
        Ok(value) => *value,
        Err(_) => other_type(),
    }
}

/// The same of a value that stays where it is.
pub(crate) fn look<T: 'static>(value: &AnyValue) -> &T {
    match (**value).downcast_ref() {
        Some(value) => value,
        None => other_type(),
    }
}

fn other_type() -> ! {
    unreachable!("a value of another type")
}
