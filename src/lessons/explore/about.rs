//! What the lesson says before its first run.

use crate::engine::about::About;

pub(super) const ABOUT: About = About {
    id: "explore",
    title: "The shortest schedule that breaks a program",
    chapter: "Python",
    summary: "Paste a program with threads: the search runs it under one schedule after another, and gives the shortest that breaks it.",
    hidden: true,
    ..About::EMPTY
};
