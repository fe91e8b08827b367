//! Every statement and expression of a program, each with its points.

use super::Rewriting;
use super::tree::{
    Captured, assignment, deletion, has_star, is_number, may_hold_others, name_of, parsed,
};
use crate::python::explore::point::Operation;
use crate::python::explore::scopes::Body;
use ruff::name::Name;
use ruff::visitor::transformer::{self, Transformer, walk_expr, walk_stmt};
use ruff_python_ast as ruff;
use ruff_text_size::{Ranged, TextRange};
use rustpython_vm::compiler::ast::{Expr, Stmt};

impl Transformer for Rewriting<'_> {
    fn visit_stmt(&self, statement: &mut Stmt) {
        let range = statement.range();
        let mut all = Vec::new();
        match statement {
            Stmt::Assign(this) => {
                let is_several = |target: &Expr| target.is_tuple_expr() || target.is_list_expr();
                match this.targets.iter().any(is_several) {
                    true => self.look_at(&mut this.value),
                    false => self.visit_expr(&mut this.value),
                }
                if !this.targets.iter().any(|target| self.has_points(target)) {
                    return;
                }
                let none = parsed("None", range);
                let mut value = std::mem::replace(&mut *this.value, none);
                let targets = std::mem::take(&mut this.targets);
                let mut temporary = None;
                if targets.len() > 1 {
                    let name = self.temporary();
                    let stored = name_of(&name, ruff::ExprContext::Store, range);
                    all.push(assignment(stored, value, range));
                    value = name_of(&name, ruff::ExprContext::Load, range);
                    temporary = Some(name);
                }
                for target in targets {
                    self.assign(target, value.clone(), range, &mut all);
                }
                if let Some(name) = temporary {
                    all.push(deletion(&[name], range));
                }
                self.together(statement, all);
            }
            Stmt::AugAssign(this) => {
                *statement = self.augment(this.clone());
            }
            Stmt::AnnAssign(this) => {
                let Some(value) = &mut this.value else {
                    return;
                };
                self.visit_expr(value);
                match &*this.target {
                    Expr::Name(name) => {
                        let given = std::mem::replace(&mut **value, parsed("None", range));
                        **value = self.written(&name.id, given, name.range);
                    }
                    _ => {
                        let (target, value) = ((*this.target).clone(), (**value).clone());
                        self.assign(target, value, range, &mut all);
                        self.together(statement, all);
                    }
                }
            }
            Stmt::Delete(this) => {
                for target in std::mem::take(&mut this.targets) {
                    self.delete(target, range, &mut all);
                }
                self.together(statement, all);
            }
            Stmt::For(this) => {
                self.iterated(&mut this.iter);
                if self.has_points(&this.target) {
                    let name = self.temporary();
                    let at = this.target.range();
                    let stored = name_of(&name, ruff::ExprContext::Store, at);
                    let target = std::mem::replace(&mut *this.target, stored);
                    let value = name_of(&name, ruff::ExprContext::Load, at);
                    self.assign(target, value, at, &mut all);
                    all.push(deletion(&[name], at));
                }
                self.visit_body(&mut this.body);
                self.visit_body(&mut this.orelse);
                for (at, one) in all.into_iter().enumerate() {
                    this.body.insert(at, one);
                }
                self.turn(&mut this.body, Operation::News);
            }
            Stmt::While(this) => {
                self.test(&mut this.test);
                self.visit_body(&mut this.body);
                self.visit_body(&mut this.orelse);
                self.turn(&mut this.body, Operation::Turn);
                let begin = TextRange::empty(range.start());
                all.push(self.looks(Operation::Enter, begin));
                self.after(all, statement);
            }
            Stmt::If(this) => {
                self.test(&mut this.test);
                self.visit_body(&mut this.body);
                for clause in &mut this.elif_else_clauses {
                    if let Some(test) = &mut clause.test {
                        self.test(test);
                    }
                    self.visit_body(&mut clause.body);
                }
            }
            Stmt::Assert(this) => {
                self.test(&mut this.test);
                if let Some(message) = &mut this.msg {
                    self.visit_expr(message);
                }
            }
            // Each of several is there when the next is made.
            Stmt::With(this)
                if this.items.len() > 1
                    && this.items.iter().any(|item| {
                        item.optional_vars
                            .as_ref()
                            .is_some_and(|target| self.has_points(target))
                    }) =>
            {
                let rest = this.items.split_off(1);
                let body = std::mem::take(&mut this.body);
                let mut inner = this.clone();
                inner.items = rest;
                inner.body = body;
                this.body = [Stmt::With(inner)].into_iter().collect();
                self.visit_stmt(statement);
            }
            Stmt::With(this) => {
                for item in &mut this.items {
                    self.visit_expr(&mut item.context_expr);
                    let Some(target) = &mut item.optional_vars else {
                        continue;
                    };
                    if self.has_points(target) {
                        let name = self.temporary();
                        let at = target.range();
                        let stored = name_of(&name, ruff::ExprContext::Store, at);
                        let target = std::mem::replace(&mut **target, stored);
                        let value = name_of(&name, ruff::ExprContext::Load, at);
                        self.assign(target, value, at, &mut all);
                        all.push(deletion(&[name], at));
                    }
                }
                self.visit_body(&mut this.body);
                for (at, one) in all.into_iter().enumerate() {
                    this.body.insert(at, one);
                }
            }
            Stmt::FunctionDef(this) => {
                for decorator in &mut this.decorator_list {
                    self.visit_expr(&mut decorator.expression);
                }
                self.visit_parameters(&mut this.parameters);
                self.function(Some(&this.parameters), &mut this.body);
                self.before_binding(&this.name.id, this.name.range, &mut all);
                self.after(all, statement);
            }
            Stmt::ClassDef(this) => {
                for decorator in &mut this.decorator_list {
                    self.visit_expr(&mut decorator.expression);
                }
                if let Some(arguments) = &mut this.arguments {
                    self.visit_arguments(arguments);
                }
                self.scopes.borrow_mut().enter_class(&this.body);
                self.classes.borrow_mut().push(this.name.id.clone());
                self.visit_body(&mut this.body);
                self.classes.borrow_mut().pop();
                self.scopes.borrow_mut().leave();
                self.before_binding(&this.name.id, this.name.range, &mut all);
                self.after(all, statement);
            }
            Stmt::Import(this) => {
                for alias in &this.names {
                    let name = alias.asname.as_ref().unwrap_or(&alias.name);
                    let first = name.id.split('.').next().unwrap_or_default();
                    self.before_binding(&Name::new(first), alias.range, &mut all);
                }
                self.after(all, statement);
            }
            Stmt::ImportFrom(this) => {
                for alias in &this.names {
                    let name = alias.asname.as_ref().unwrap_or(&alias.name);
                    self.before_binding(&name.id, alias.range, &mut all);
                }
                self.after(all, statement);
            }
            Stmt::Try(this) => {
                for handler in &this.handlers {
                    let ruff::ExceptHandler::ExceptHandler(handler) = handler;
                    if let Some(name) = &handler.name {
                        self.whole("except … as", &name.id, name.range, &mut all);
                    }
                }
                self.visit_body(&mut this.body);
                for handler in &mut this.handlers {
                    let ruff::ExceptHandler::ExceptHandler(handler) = handler;
                    if let Some(kind) = &mut handler.type_ {
                        self.visit_expr(kind);
                    }
                    self.visit_body(&mut handler.body);
                    self.turn(&mut handler.body, Operation::Unwind);
                }
                self.visit_body(&mut this.orelse);
                self.visit_body(&mut this.finalbody);
                if !this.finalbody.is_empty() {
                    self.turn(&mut this.finalbody, Operation::Unwind);
                }
                self.after(all, statement);
            }
            Stmt::Match(this) => {
                let mut names = Captured::default();
                for case in &this.cases {
                    ruff::visitor::Visitor::visit_pattern(&mut names, &case.pattern);
                }
                for name in names.0 {
                    self.whole("case", &name, range, &mut all);
                }
                self.look_at(&mut this.subject);
                for case in &mut this.cases {
                    if let Some(guard) = &mut case.guard {
                        self.test(guard);
                    }
                    self.visit_body(&mut case.body);
                }
                self.after(all, statement);
            }
            _ => walk_stmt(self, statement),
        }
    }

    fn visit_expr(&self, expression: &mut Expr) {
        let range = expression.range();
        match expression {
            Expr::Name(name) => {
                if name.ctx == ruff::ExprContext::Load {
                    *expression = self.read(&name.id.clone(), range);
                }
            }
            Expr::Attribute(this) => {
                if this.ctx != ruff::ExprContext::Load || self.is_of_library(&this.value) {
                    return;
                }
                self.visit_expr(&mut this.value);
                let name = self.interned(&self.mangled(&this.attr.id));
                let value = std::mem::replace(&mut *this.value, parsed("None", range));
                *expression = self.of_one(Operation::Attribute(name), value, range);
            }
            Expr::Subscript(this) => {
                if this.ctx != ruff::ExprContext::Load || has_star(&this.slice) {
                    walk_expr(self, expression);
                    return;
                }
                self.visit_expr(&mut this.value);
                let value = std::mem::replace(&mut *this.value, parsed("None", range));
                let key = std::mem::replace(&mut *this.slice, parsed("None", range));
                let key = self.key(key);
                *expression = self.of_all(Operation::Item, vec![value, key], range);
            }
            Expr::Call(this) => {
                let none = ruff::ExprCall {
                    node_index: Default::default(),
                    range_start: this.range_start,
                    func: Box::new(parsed("None", range)),
                    arguments: this.arguments.clone(),
                };
                let this = std::mem::replace(this, none);
                *expression = self.call(this, range);
            }
            Expr::Named(this) => {
                self.visit_expr(&mut this.value);
                if let Expr::Name(name) = &*this.target {
                    let value = std::mem::replace(&mut *this.value, parsed("None", range));
                    *this.value = self.written(&name.id, value, name.range);
                }
            }
            Expr::Lambda(this) => {
                if let Some(parameters) = &mut this.parameters {
                    self.visit_parameters(parameters);
                }
                self.scopes
                    .borrow_mut()
                    .enter_function(this.parameters.as_deref(), Body::Expression(&this.body));
                self.visit_expr(&mut this.body);
                self.scopes.borrow_mut().leave();
            }
            Expr::ListComp(this) => self.loops(&mut this.generators, &mut [&mut this.elt]),
            Expr::SetComp(this) => self.loops(&mut this.generators, &mut [&mut this.elt]),
            Expr::Generator(this) => self.loops(&mut this.generators, &mut [&mut this.elt]),
            Expr::DictComp(this) => {
                // Of a pair, what is evaluated last tells of the turn.
                if let Some(key) = &mut this.key {
                    self.loops(&mut this.generators, &mut [key, &mut this.value]);
                } else {
                    self.loops(&mut this.generators, &mut [&mut this.value]);
                }
            }
            Expr::Compare(this) => {
                let is_in = |op: &ruff::CmpOp| matches!(op, ruff::CmpOp::In | ruff::CmpOp::NotIn);
                if this.ops.len() == 1 && is_in(&this.ops[0]) {
                    let negated = this.ops[0] == ruff::CmpOp::NotIn;
                    self.visit_expr(&mut this.left);
                    self.visit_expr(&mut this.comparators[0]);
                    let values = vec![(*this.left).clone(), this.comparators[0].clone()];
                    *expression = self.of_all(Operation::Contains { negated }, values, range);
                    return;
                }
                let is_of_values =
                    |op: &ruff::CmpOp| !matches!(op, ruff::CmpOp::Is | ruff::CmpOp::IsNot);
                let is_constant = |one: &Expr| one.is_literal_expr() || is_number(one);
                let looks = this.ops.iter().all(is_of_values)
                    && !is_constant(&this.left)
                    && !this.comparators.iter().any(is_constant);
                if looks {
                    self.look_at(&mut this.left);
                    this.comparators
                        .iter_mut()
                        .for_each(|one| self.look_at(one));
                } else {
                    walk_expr(self, expression);
                }
            }
            Expr::BoolOp(this) => {
                let last = this.values.len() - 1;
                for (at, value) in this.values.iter_mut().enumerate() {
                    match at == last {
                        true => self.visit_expr(value),
                        false => self.look_at(value),
                    }
                }
            }
            Expr::UnaryOp(this) if this.op == ruff::UnaryOp::Not => self.look_at(&mut this.operand),
            Expr::If(this) => {
                self.test(&mut this.test);
                self.visit_expr(&mut this.body);
                self.visit_expr(&mut this.orelse);
            }
            Expr::BinOp(this) if may_hold_others(this) => {
                self.visit_expr(&mut this.left);
                self.visit_expr(&mut this.right);
                let values = vec![(*this.left).clone(), (*this.right).clone()];
                *expression = self.of_all(Operation::Binary(this.op), values, range);
            }
            Expr::Dict(this) => {
                for item in &mut this.items {
                    match &mut item.key {
                        Some(key) => {
                            self.visit_expr(key);
                            self.visit_expr(&mut item.value);
                        }
                        None => self.look_at(&mut item.value),
                    }
                }
            }
            Expr::YieldFrom(this) => self.iterated(&mut this.value),
            Expr::Starred(this) if this.ctx == ruff::ExprContext::Load => {
                self.look_at(&mut this.value);
            }
            _ => walk_expr(self, expression),
        }
    }

    fn visit_keyword(&self, keyword: &mut ruff::Keyword) {
        match keyword.arg {
            Some(_) => self.visit_expr(&mut keyword.value),
            None => self.look_at(&mut keyword.value),
        }
    }

    fn visit_interpolated_string_element(&self, element: &mut ruff::InterpolatedStringElement) {
        if let ruff::InterpolatedStringElement::Interpolation(this) = element {
            self.look_at(&mut this.expression);
            if let Some(spec) = &mut this.format_spec {
                for element in &mut spec.elements {
                    self.visit_interpolated_string_element(element);
                }
            }
        } else {
            transformer::walk_interpolated_string_element(self, element);
        }
    }

    // What is said of types is no part of what runs.
    fn visit_annotation(&self, _: &mut Expr) {}

    fn visit_type_params(&self, _: &mut ruff::TypeParams) {}

    // Patterns are names of what is there already.
    fn visit_pattern(&self, _: &mut ruff::Pattern) {}
}
