//! What a program assigns to, changes in place, deletes, or binds by itself.

use super::tree::{assignment, closure, deletion, name_of, parsed, statement};
use super::{Named, Rewriting};
use crate::python::explore::point::{InPlace, Operation};
use ruff::name::Name;
use ruff::visitor::transformer::Transformer;
use ruff_python_ast as ruff;
use ruff_text_size::{Ranged, TextRange};
use rustpython_vm::compiler::ast::{Expr, Stmt};

impl Rewriting<'_> {
    /// Whether an assignment to this is more than what one statement can do.
    pub(super) fn has_points(&self, target: &Expr) -> bool {
        match target {
            Expr::Name(name) => self.named(&name.id).is_some(),
            Expr::Attribute(_) | Expr::Subscript(_) => true,
            Expr::Tuple(this) => this.elts.iter().any(|one| self.has_points(one)),
            Expr::List(this) => this.elts.iter().any(|one| self.has_points(one)),
            Expr::Starred(this) => self.has_points(&this.value),
            _ => false,
        }
    }

    /// The statements that assign a value to a target.
    pub(super) fn assign(&self, target: Expr, value: Expr, range: TextRange, to: &mut Vec<Stmt>) {
        let at = target.range();
        match target {
            Expr::Attribute(mut this) => {
                self.visit_expr(&mut this.value);
                let name = self.interned(&self.mangled(&this.attr.id));
                let set = self.of_all(Operation::SetAttribute(name), vec![value, *this.value], at);
                to.push(statement(set, range));
            }
            Expr::Subscript(mut this) => {
                self.visit_expr(&mut this.value);
                let key = self.key(*this.slice);
                let set = self.of_all(Operation::SetItem, vec![value, *this.value, key], at);
                to.push(statement(set, range));
            }
            Expr::Name(name) => {
                let value = self.written(&name.id, value, at);
                to.push(assignment(Expr::Name(name), value, range));
            }
            Expr::Tuple(_) | Expr::List(_) if self.has_points(&target) => {
                let mut parts = Vec::new();
                let flat = self.flattened(target, &mut parts);
                to.push(assignment(flat, value, range));
                let names: Vec<Name> = parts.iter().map(|(name, _)| name.clone()).collect();
                for (name, part) in parts {
                    let at = part.range();
                    let value = name_of(&name, ruff::ExprContext::Load, at);
                    self.assign(part, value, range, to);
                }
                to.push(deletion(&names, range));
            }
            target => to.push(assignment(target, value, range)),
        }
    }

    /// A target of several, with a variable of its own in the place of each that has points.
    pub(super) fn flattened(&self, target: Expr, parts: &mut Vec<(Name, Expr)>) -> Expr {
        match target {
            Expr::Tuple(mut this) => {
                this.elts = self.all_flattened(this.elts, parts);
                Expr::Tuple(this)
            }
            Expr::List(mut this) => {
                this.elts = self.all_flattened(this.elts, parts);
                Expr::List(this)
            }
            Expr::Starred(mut this) => {
                *this.value = self.flattened(*this.value, parts);
                Expr::Starred(this)
            }
            target => {
                let name = self.temporary();
                let stored = name_of(&name, ruff::ExprContext::Store, target.range());
                parts.push((name, target));
                stored
            }
        }
    }

    pub(super) fn all_flattened(
        &self,
        targets: Vec<Expr>,
        parts: &mut Vec<(Name, Expr)>,
    ) -> Vec<Expr> {
        targets
            .into_iter()
            .map(|one| self.flattened(one, parts))
            .collect()
    }

    /// What stands between brackets, as a value.
    pub(super) fn key(&self, key: Expr) -> Expr {
        let range = key.range();
        match key {
            Expr::Slice(this) => {
                let part = |part: Option<Box<Expr>>| match part {
                    Some(mut part) => {
                        self.visit_expr(&mut part);
                        *part
                    }
                    None => parsed("None", range),
                };
                let parts = vec![part(this.lower), part(this.upper), part(this.step)];
                self.of_all(Operation::Slice, parts, range)
            }
            Expr::Tuple(mut this) => {
                this.elts = this.elts.into_iter().map(|one| self.key(one)).collect();
                Expr::Tuple(this)
            }
            mut key => {
                self.visit_expr(&mut key);
                key
            }
        }
    }

    /// `target op= value`
    pub(super) fn augment(&self, this: ruff::StmtAugAssign) -> Stmt {
        let range = this.range;
        let at = this.target.range();
        let operation = InPlace(this.op);
        let mut value = *this.value;
        match *this.target {
            Expr::Name(name) if self.named(&name.id).is_some() => {
                let read = self.read(&name.id, at);
                self.look_at(&mut value);
                let done = self.of_all(Operation::InPlace(operation), vec![read, value], range);
                let done = self.written(&name.id, done, at);
                let target = name_of(&name.id, ruff::ExprContext::Store, at);
                assignment(target, done, range)
            }
            Expr::Attribute(mut target) => {
                self.visit_expr(&mut target.value);
                let name = self.interned(&self.mangled(&target.attr.id));
                let begun = self.of_one(Operation::BeginAttribute(name), *target.value, at);
                self.look_at(&mut value);
                let operation = Operation::FinishAttribute(name, operation);
                statement(self.of_all(operation, vec![begun, value], at), range)
            }
            Expr::Subscript(mut target) => {
                self.visit_expr(&mut target.value);
                let key = self.key(*target.slice);
                let begun = self.of_all(Operation::BeginItem, vec![*target.value, key], at);
                self.look_at(&mut value);
                let operation = Operation::FinishItem(operation);
                statement(self.of_all(operation, vec![begun, value], at), range)
            }
            // What it holds may be another's.
            Expr::Name(name) if !value.is_literal_expr() => {
                let held = name_of(&name.id, ruff::ExprContext::Load, at);
                self.look_at(&mut value);
                let done = self.of_all(Operation::InPlace(operation), vec![held, value], range);
                let target = name_of(&name.id, ruff::ExprContext::Store, at);
                assignment(target, done, range)
            }
            target => {
                self.look_at(&mut value);
                Stmt::AugAssign(ruff::StmtAugAssign {
                    target: Box::new(target),
                    value: Box::new(value),
                    ..this
                })
            }
        }
    }

    pub(super) fn delete(&self, target: Expr, range: TextRange, to: &mut Vec<Stmt>) {
        let at = target.range();
        match target {
            Expr::Attribute(mut this) => {
                self.visit_expr(&mut this.value);
                let name = self.interned(&self.mangled(&this.attr.id));
                let deleted = self.of_one(Operation::DeleteAttribute(name), *this.value, at);
                to.push(statement(deleted, range));
            }
            Expr::Subscript(mut this) => {
                self.visit_expr(&mut this.value);
                let key = self.key(*this.slice);
                let deleted = self.of_all(Operation::DeleteItem, vec![*this.value, key], at);
                to.push(statement(deleted, range));
            }
            Expr::Name(name) => {
                self.before_binding(&name.id, at, to);
                to.push(deletion(&[name.id], range));
            }
            Expr::Tuple(this) => {
                for one in this.elts {
                    self.delete(one, range, to);
                }
            }
            Expr::List(this) => {
                for one in this.elts {
                    self.delete(one, range, to);
                }
            }
            _ => {}
        }
    }

    /// The point of a statement that binds a name by itself, as `def` does.
    pub(super) fn before_binding(&self, name: &Name, range: TextRange, to: &mut Vec<Stmt>) {
        let look = match self.named(name) {
            None => return,
            Some(Named::Global(variable)) => self.alone(Operation::WriteGlobal(variable), range),
            Some(Named::Cell(name)) => {
                let operation = Operation::WriteCell(self.interned(&name));
                let values = vec![parsed("None", range), closure(&name, range)];
                self.of_all(operation, values, range)
            }
        };
        to.push(statement(look, range));
    }

    /// Names that are bound in one with something else: nothing can come between, and it is said so where threads are.
    pub(super) fn whole(
        &self,
        what: &'static str,
        name: &Name,
        range: TextRange,
        to: &mut Vec<Stmt>,
    ) {
        if self.named(name).is_some() {
            let look = self.alone(Operation::Whole(what, name.to_string()), range);
            to.push(statement(look, range));
        }
    }
}
