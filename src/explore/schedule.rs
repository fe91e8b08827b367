//! A schedule, and its text in links, exercises and notes.

use std::fmt::{self, Write as _};

/// Which thread took which step, from the first to the last.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Schedule {
    /// The threads' numbers, one for each step.
    pub threads: Vec<u32>,
    /// The steps, by their places among all, that were not what comes by itself: the same thread as before, and where that cannot
    /// go on the one with the lowest number that can.
    pub changes: Vec<usize>,
    /// How many of its switches were preemptions, with the time-outs that count as such.
    pub preemptions: u32,
}

/// What a text says of a schedule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Script {
    /// Every step.
    Whole(Vec<u32>),
    /// The steps, by their places, at which another thread goes on than would by itself, and that thread.
    Changes(Vec<(usize, u32)>),
}

/// Why a text is no schedule of this program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BadText {
    /// It has more than [`MOST_CHARACTERS`].
    TooLong(usize),
    /// It does not have the form of one.
    NoSchedule,
    /// It is of a program, or of settings, with this fingerprint.
    OfAnother(String),
}

impl fmt::Display for BadText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong(characters) => write!(
                f,
                "it has {characters} characters; allowed are at most {MOST_CHARACTERS}"
            ),
            Self::NoSchedule => write!(
                f,
                "it is no schedule: that is x1-, eight letters, -, and runs of steps as thread.steps, joined by _"
            ),
            Self::OfAnother(fingerprint) => write!(
                f,
                "it is of another program, or of another input, seed or kind of switches: its fingerprint is {fingerprint}"
            ),
        }
    }
}

impl std::error::Error for BadText {}

/// The longest text of a schedule.
pub const MOST_CHARACTERS: usize = 4_000;

/// With this every text begins.
const VERSION: &str = "x1";
/// How many letters a fingerprint has.
const FINGERPRINT: usize = 8;
/// With this begins what says the changes alone.
const CHANGES: char = '~';

impl Schedule {
    /// How many of its steps are of another thread than the one before.
    pub fn switches(&self) -> usize {
        self.threads
            .windows(2)
            .filter(|pair| pair[0] != pair[1])
            .count()
    }

    /// What makes it shorter than another: the less, the shorter.
    pub fn length(&self) -> (u32, usize, usize) {
        (self.preemptions, self.switches(), self.threads.len())
    }

    /// Its text, which names the program by its fingerprint: every step, or where that would be too long the changes alone. `None`
    /// where those are too many, too.
    pub fn text(&self, fingerprint: &str) -> Option<String> {
        let whole = self.runs().map(|(thread, steps)| (thread.into(), steps));
        let changes = self.changes.iter();
        let changes = changes.map(|step| (*step as u64, self.threads[*step].into()));
        let head = format!("{VERSION}-{fingerprint}-");
        let texts = [
            format!("{head}{}", pairs(whole)),
            format!("{head}{CHANGES}{}", pairs(changes)),
        ];
        texts.into_iter().find(|text| text.len() <= MOST_CHARACTERS)
    }

    /// Runs of steps of one thread: the thread, and how many.
    fn runs(&self) -> impl Iterator<Item = (u32, u64)> {
        self.threads
            .chunk_by(|one, other| one == other)
            .map(|run| (run[0], run.len() as u64))
    }
}

impl Script {
    /// What a text says, of the program with this fingerprint.
    ///
    /// # Errors
    /// Where it is none, too long, or of another program.
    pub fn of(text: &str, fingerprint: &str) -> Result<Self, BadText> {
        if text.len() > MOST_CHARACTERS {
            return Err(BadText::TooLong(text.chars().count()));
        }
        let mut parts = text.splitn(3, '-');
        let (Some(VERSION), Some(its), Some(steps)) = (parts.next(), parts.next(), parts.next())
        else {
            return Err(BadText::NoSchedule);
        };
        let is_letter = |letter: char| matches!(letter, 'a'..='z' | '2'..='7');
        if its.len() != FINGERPRINT || !its.chars().all(is_letter) {
            return Err(BadText::NoSchedule);
        }
        let script = match steps.strip_prefix(CHANGES) {
            Some(changes) => read_pairs(changes).and_then(changes_of),
            None => read_pairs(steps).and_then(|runs| whole_of(&runs)),
        };
        let script = script.ok_or(BadText::NoSchedule)?;
        match its == fingerprint {
            true => Ok(script),
            false => Err(BadText::OfAnother(its.into())),
        }
    }
}

/// No text is so short that it means more steps than this.
const MOST_STEPS: u64 = 1 << 20;

fn whole_of(runs: &[(u64, u64)]) -> Option<Script> {
    let steps: u64 = runs
        .iter()
        .map(|(_, steps)| (*steps).min(MOST_STEPS + 1))
        .sum();
    let has_steps = runs.iter().all(|(_, steps)| *steps > 0);
    if steps > MOST_STEPS || !has_steps {
        return None;
    }
    let mut threads = Vec::new();
    for (thread, steps) in runs {
        let thread = u32::try_from(*thread).ok()?;
        threads.extend(std::iter::repeat_n(thread, *steps as usize));
    }
    Some(Script::Whole(threads))
}

fn changes_of(changes: Vec<(u64, u64)>) -> Option<Script> {
    let is_sorted = changes.is_sorted_by(|one, next| one.0 < next.0);
    let changes: Option<Vec<(usize, u32)>> = changes
        .into_iter()
        .map(|(step, thread)| Some((usize::try_from(step).ok()?, u32::try_from(thread).ok()?)))
        .collect();
    changes.filter(|_| is_sorted).map(Script::Changes)
}

const BASE: u64 = 36;

fn pairs(pairs: impl Iterator<Item = (u64, u64)>) -> String {
    let mut text = String::new();
    for (one, other) in pairs {
        if !text.is_empty() {
            text.push('_');
        }
        // Writing to a string does not fail.
        let _ = write!(text, "{}.{}", digits(one), digits(other));
    }
    text
}

fn read_pairs(text: &str) -> Option<Vec<(u64, u64)>> {
    if text.is_empty() {
        return Some(Vec::new());
    }
    text.split('_')
        .map(|pair| {
            let (one, other) = pair.split_once('.')?;
            Some((number(one)?, number(other)?))
        })
        .collect()
}

fn digits(mut number: u64) -> String {
    let mut digits = Vec::new();
    loop {
        digits.extend(char::from_digit((number % BASE) as u32, BASE as u32));
        number /= BASE;
        if number == 0 {
            return digits.into_iter().rev().collect();
        }
    }
}

fn number(digits: &str) -> Option<u64> {
    // As it is written, and in no other way: no sign, no capital, no nought before it.
    let number = u64::from_str_radix(digits, BASE as u32).ok()?;
    (self::digits(number) == digits).then_some(number)
}
