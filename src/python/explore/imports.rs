//! What a program imports.

use crate::python::Program;
use ruff::visitor::{self, Visitor};
use ruff_python_ast as ruff;
use ruff_source_file::LineIndex;
use ruff_text_size::Ranged;
use rustpython_vm::compiler::{ast, parser};

/// The modules that a program and its files import, and the names that they take from them, each with the line where it is said.
pub(super) fn of(program: &Program) -> Vec<(String, usize)> {
    let files = program.files.iter();
    let files = files.filter(|(name, _)| name.ends_with(".py"));
    let texts = files.filter_map(|(_, bytes)| std::str::from_utf8(bytes).ok());
    let mut found = Vec::new();
    for text in [program.text.as_str()].into_iter().chain(texts) {
        let Ok(parsed) = parser::parse(text, parser::Mode::Module.into()) else {
            continue;
        };
        let mut imports = Imports {
            text,
            lines: LineIndex::from_source_text(text),
            found: Vec::new(),
        };
        if let ast::Mod::Module(module) = parsed.into_syntax() {
            imports.visit_body(&module.body);
        }
        found.append(&mut imports.found);
    }
    found
}

struct Imports<'a> {
    text: &'a str,
    lines: LineIndex,
    found: Vec<(String, usize)>,
}

impl Visitor<'_> for Imports<'_> {
    fn visit_stmt(&mut self, statement: &ruff::Stmt) {
        let line = self
            .lines
            .line_column(statement.start(), self.text)
            .line
            .get();
        let mut add = |name: &str| {
            self.found.push((name.to_string(), line));
            if let Some((first, _)) = name.split_once('.') {
                self.found.push((first.to_string(), line));
            }
        };
        match statement {
            ruff::Stmt::Import(this) => this.names.iter().for_each(|alias| add(&alias.name.id)),
            ruff::Stmt::ImportFrom(this) => {
                if let Some(module) = &this.module {
                    add(&module.id);
                }
                this.names.iter().for_each(|alias| add(&alias.name.id));
            }
            _ => visitor::walk_stmt(self, statement),
        }
    }
}
