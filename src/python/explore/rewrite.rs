//! The program rewritten: before each operation on something that another thread can reach, a point.
//!
//! | as it is written | as it runs |
//! | --- | --- |
//! | `n`, a global or a variable that nested functions share | `-P or n`; `(P - (lambda: n)) or n` |
//! | `n = value` | `n = P - value`; `n = P @ (value, lambda: n)` |
//! | `n += value` | `n = P - (Q @ (-R or n, value))` |
//! | `del n` | `-P`, then `del n` |
//! | `o.a`, `o[k]` | `P - o`, `P @ (o, k)` |
//! | `o.a = value`, `o[k] = value` | `P @ (value, o)`, `P @ (value, o, k)` |
//! | `o.a += value`, `o[k] += value` | `P @ (Q - o, value)`, `P @ (Q @ (o, k), value)` |
//! | `o.m(…)` | `(P - o)(…)` |
//! | `except:`, `finally:` | a point first, which goes on unwinding a run that is over |
//! | `len(o)`, `k in o`, `for x in o` | `P @ (len, o)`, `P @ (k, o)`, `for x in P - o` |
//!
//! A point is a constant of the code, as a check of `checks` is: it needs no name to be looked up. It takes part after all that it
//! needs was evaluated, in the order in which Python does so, and stands where the operation stood, so that what a traceback marks
//! is what is written. Only the program is rewritten, and not the library.

use super::point::{InPlace, Operation, Point, Variable};
use super::scopes::{self, Body, Reach, Scopes};
use ruff::name::Name;
use ruff::relocate::relocate_expr;
use ruff::visitor::transformer::{self, Transformer, walk_expr, walk_stmt};
use ruff_python_ast as ruff;
use ruff_source_file::LineIndex;
use ruff_text_size::{Ranged, TextRange};
use rustpython_vm::VirtualMachine;
use rustpython_vm::compiler::ast::{Expr, Stmt};
use rustpython_vm::compiler::parser;
use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// What stands for a point until the code has been compiled, before and after its number.
const MARK: (&str, &str) = ("\u{1}point ", " of manyhands\u{1}");

/// The number of the point that a constant stands for, where it stands for one.
pub(super) fn point_of(constant: &[u8]) -> Option<usize> {
    let number = std::str::from_utf8(constant)
        .ok()?
        .strip_prefix(MARK.0)?
        .strip_suffix(MARK.1)?;
    number.parse().ok()
}

/// What Python has built in that looks at all of what it is given, or takes from it.
const BUILT_IN: &[&str] = &[
    "all",
    "any",
    "bytes",
    "delattr",
    "dict",
    "enumerate",
    "filter",
    "float",
    "frozenset",
    "getattr",
    "hasattr",
    "int",
    "iter",
    "list",
    "len",
    "map",
    "max",
    "min",
    "next",
    "print",
    "repr",
    "reversed",
    "set",
    "setattr",
    "sorted",
    "str",
    "sum",
    "tuple",
    "zip",
];

/// Puts points into the tree of a program's file, and says which.
pub(super) fn rewrite(
    body: &mut [Stmt],
    source: &str,
    file: &str,
    own_modules: &HashSet<String>,
    vm: &VirtualMachine,
) -> Vec<Arc<Point>> {
    let rebound = scopes::rebound(body);
    let bound = scopes::bound(body);
    let rewriting = Rewriting {
        vm,
        source,
        lines: LineIndex::from_source_text(source),
        file: file.into(),
        scopes: RefCell::default(),
        classes: RefCell::default(),
        points: RefCell::default(),
        variables: RefCell::default(),
        temporaries: Cell::new(0),
        tests: Cell::new(0),
        libraries: libraries(body, &rebound, own_modules),
        rebound,
        bound,
    };
    rewriting.visit_body(body);
    rewriting.points.into_inner()
}

/// The names that stand for modules of the library, or what is imported from them.
fn libraries(
    body: &[Stmt],
    rebound: &HashSet<Name>,
    own_modules: &HashSet<String>,
) -> HashSet<Name> {
    let mut names = HashSet::new();
    let is_own = |module: &str| {
        let first = module.split('.').next().unwrap_or_default();
        own_modules
            .iter()
            .any(|own| own.split('.').next() == Some(first))
    };
    for statement in body {
        match statement {
            Stmt::Import(this) => {
                for alias in this.names.iter().filter(|alias| !is_own(&alias.name.id)) {
                    let first = alias.name.id.split('.').next().unwrap_or_default();
                    names.insert(match &alias.asname {
                        Some(name) => name.id.clone(),
                        None => Name::new(first),
                    });
                }
            }
            Stmt::ImportFrom(this)
                if this.level == 0
                    && !this
                        .module
                        .as_ref()
                        .is_some_and(|module| is_own(&module.id)) =>
            {
                let all = this.names.iter();
                names.extend(
                    all.map(|alias| alias.asname.as_ref().unwrap_or(&alias.name).id.clone()),
                );
            }
            _ => {}
        }
    }
    names.retain(|name| !rebound.contains(name));
    names
}

struct Rewriting<'a> {
    vm: &'a VirtualMachine,
    source: &'a str,
    lines: LineIndex,
    file: Arc<str>,
    scopes: RefCell<Scopes>,
    /// The classes around this place.
    classes: RefCell<Vec<Name>>,
    points: RefCell<Vec<Arc<Point>>>,
    variables: RefCell<HashMap<Name, Arc<Variable>>>,
    temporaries: Cell<u32>,
    /// In how many tests this place is.
    tests: Cell<u32>,
    /// Names that are bound anew.
    rebound: HashSet<Name>,
    /// Names that the module binds.
    bound: HashSet<Name>,
    libraries: HashSet<Name>,
}

/// A name that a point is about.
#[derive(Clone)]
enum Named {
    Global(Arc<Variable>),
    Cell(Name),
}

impl Rewriting<'_> {
    /// What a name is here, where points are about it at all.
    fn named(&self, name: &Name) -> Option<Named> {
        // In a class such a name is another.
        if self.mangled(name) != name.as_str() {
            return None;
        }
        match self.scopes.borrow().reach(name) {
            Reach::Own => None,
            Reach::Shared => Some(Named::Cell(name.clone())),
            Reach::Global if !self.rebound.contains(name) => None,
            Reach::Global => {
                let mut variables = self.variables.borrow_mut();
                let new = || Arc::new(Variable::new(&self.file, name));
                Some(Named::Global(
                    variables.entry(name.clone()).or_insert_with(new).clone(),
                ))
            }
        }
    }

    /// A private name as the class has it in which it stands.
    fn mangled(&self, name: &Name) -> String {
        let is_private = name.starts_with("__") && !name.ends_with("__");
        match self.classes.borrow().last() {
            Some(class) if is_private => format!("_{}{name}", class.trim_start_matches('_')),
            _ => name.to_string(),
        }
    }

    /// A new point, as it stands in an expression.
    fn point(&self, operation: Operation, range: TextRange) -> Expr {
        let begin = self.lines.line_column(range.start(), self.source);
        let end = self.lines.line_column(range.end(), self.source);
        let is_one_line = begin.line == end.line;
        let mut points = self.points.borrow_mut();
        let number = points.len();
        points.push(Arc::new(Point::new(
            operation,
            self.file.clone(),
            begin.line.get() as u32,
            begin.column.to_zero_indexed() as u32,
            match is_one_line {
                true => end.column.to_zero_indexed() as u32,
                false => begin.column.to_zero_indexed() as u32 + 1,
            },
            self.tests.get() > 0,
        )));
        let quoted = format!(
            "\"\\x01{}{number}{}\\x01\"",
            &MARK.0[1..],
            MARK.1.trim_end_matches('\u{1}')
        );
        parsed(&quoted, range)
    }

    fn interned(&self, name: &str) -> &'static rustpython_vm::builtins::PyStrInterned {
        self.vm.ctx.intern_str(name)
    }

    /// `-P`
    fn alone(&self, operation: Operation, range: TextRange) -> Expr {
        Expr::UnaryOp(ruff::ExprUnaryOp {
            node_index: Default::default(),
            range,
            op: ruff::UnaryOp::USub,
            operand: Box::new(self.point(operation, range)),
        })
    }

    /// `P - value`
    fn of_one(&self, operation: Operation, value: Expr, range: TextRange) -> Expr {
        let point = self.point(operation, range);
        binary(point, ruff::Operator::Sub, value, range)
    }

    /// `P @ (values…)`
    fn of_all(&self, operation: Operation, values: Vec<Expr>, range: TextRange) -> Expr {
        let values = Expr::Tuple(ruff::ExprTuple {
            node_index: Default::default(),
            range,
            elts: values,
            ctx: ruff::ExprContext::Load,
            parenthesized: true,
            runtime_elts: None,
        });
        let point = self.point(operation, range);
        binary(point, ruff::Operator::MatMult, values, range)
    }

    /// A variable of this name that no program can have.
    fn temporary(&self) -> Name {
        let number = self.temporaries.get() + 1;
        self.temporaries.set(number);
        Name::new(format!(".{number}"))
    }

    /// `name`, to be read, with its point where it has one.
    fn read(&self, name: &Name, range: TextRange) -> Expr {
        let read = name_of(name, ruff::ExprContext::Load, range);
        let look = match self.named(name) {
            None => return read,
            Some(Named::Global(variable)) => self.alone(Operation::ReadGlobal(variable), range),
            Some(Named::Cell(name)) => {
                let variable = closure(&name, range);
                let operation = Operation::ReadCell(self.interned(&name));
                self.of_one(operation, variable, range)
            }
        };
        Expr::BoolOp(ruff::ExprBoolOp {
            node_index: Default::default(),
            range,
            op: ruff::BoolOp::Or,
            values: vec![look, read],
            runtime_values: None,
        })
    }

    /// What is assigned to a name, behind the point of that.
    fn written(&self, name: &Name, value: Expr, range: TextRange) -> Expr {
        match self.named(name) {
            None => value,
            Some(Named::Global(variable)) => {
                self.of_one(Operation::WriteGlobal(variable), value, range)
            }
            Some(Named::Cell(name)) => {
                let operation = Operation::WriteCell(self.interned(&name));
                self.of_all(operation, vec![value, closure(&name, range)], range)
            }
        }
    }

    /// Whether an assignment to this is more than what one statement can do.
    fn has_points(&self, target: &Expr) -> bool {
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
    fn assign(&self, target: Expr, value: Expr, range: TextRange, to: &mut Vec<Stmt>) {
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
    fn flattened(&self, target: Expr, parts: &mut Vec<(Name, Expr)>) -> Expr {
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

    fn all_flattened(&self, targets: Vec<Expr>, parts: &mut Vec<(Name, Expr)>) -> Vec<Expr> {
        targets
            .into_iter()
            .map(|one| self.flattened(one, parts))
            .collect()
    }

    /// What stands between brackets, as a value.
    fn key(&self, key: Expr) -> Expr {
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
    fn augment(&self, this: ruff::StmtAugAssign) -> Stmt {
        let range = this.range;
        let at = this.target.range();
        let operation = InPlace(this.op);
        let mut value = *this.value;
        match *this.target {
            Expr::Name(name) if self.named(&name.id).is_some() => {
                let read = self.read(&name.id, at);
                self.visit_expr(&mut value);
                let done = self.of_all(Operation::InPlace(operation), vec![read, value], range);
                let done = self.written(&name.id, done, at);
                let target = name_of(&name.id, ruff::ExprContext::Store, at);
                assignment(target, done, range)
            }
            Expr::Attribute(mut target) => {
                self.visit_expr(&mut target.value);
                let name = self.interned(&self.mangled(&target.attr.id));
                let begun = self.of_one(Operation::BeginAttribute(name), *target.value, at);
                self.visit_expr(&mut value);
                let operation = Operation::FinishAttribute(name, operation);
                statement(self.of_all(operation, vec![begun, value], at), range)
            }
            Expr::Subscript(mut target) => {
                self.visit_expr(&mut target.value);
                let key = self.key(*target.slice);
                let begun = self.of_all(Operation::BeginItem, vec![*target.value, key], at);
                self.visit_expr(&mut value);
                let operation = Operation::FinishItem(operation);
                statement(self.of_all(operation, vec![begun, value], at), range)
            }
            // What it holds may be another's.
            Expr::Name(name) if !value.is_literal_expr() => {
                let held = name_of(&name.id, ruff::ExprContext::Load, at);
                self.visit_expr(&mut value);
                let done = self.of_all(Operation::InPlace(operation), vec![held, value], range);
                let target = name_of(&name.id, ruff::ExprContext::Store, at);
                assignment(target, done, range)
            }
            target => {
                self.visit_expr(&mut value);
                Stmt::AugAssign(ruff::StmtAugAssign {
                    target: Box::new(target),
                    value: Box::new(value),
                    ..this
                })
            }
        }
    }

    fn delete(&self, target: Expr, range: TextRange, to: &mut Vec<Stmt>) {
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
    fn before_binding(&self, name: &Name, range: TextRange, to: &mut Vec<Stmt>) {
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
    fn whole(&self, what: &'static str, name: &Name, range: TextRange, to: &mut Vec<Stmt>) {
        if self.named(name).is_some() {
            let look = self.alone(Operation::Whole(what, name.to_string()), range);
            to.push(statement(look, range));
        }
    }

    /// An operand that is looked at as a whole, where it may hold others.
    fn look_at(&self, operand: &mut Expr) {
        if matches!(
            operand,
            Expr::Name(_) | Expr::Attribute(_) | Expr::Subscript(_)
        ) {
            let range = operand.range();
            self.visit_expr(operand);
            let value = std::mem::replace(operand, parsed("None", range));
            *operand = self.of_one(Operation::Look, value, range);
        } else {
            self.visit_expr(operand);
        }
    }

    /// An expression by which the program decides.
    fn test(&self, expression: &mut Expr) {
        self.tests.set(self.tests.get() + 1);
        self.look_at(expression);
        self.tests.set(self.tests.get() - 1);
    }

    fn loops(&self, loops: &mut [ruff::Comprehension], gives: &mut [&mut Expr]) {
        for (at, one) in loops.iter_mut().enumerate() {
            // The first is evaluated around it.
            if at == 0 {
                self.iterated(&mut one.iter);
            }
        }
        self.scopes.borrow_mut().enter_comprehension(loops);
        for (at, one) in loops.iter_mut().enumerate() {
            if at > 0 {
                self.iterated(&mut one.iter);
            }
            for condition in &mut one.ifs {
                self.test(condition);
            }
        }
        for expression in gives {
            self.visit_expr(expression);
            let range = expression.range();
            let value = std::mem::replace(*expression, parsed("None", range));
            let news = self.alone(Operation::News, range);
            **expression = Expr::BoolOp(ruff::ExprBoolOp {
                node_index: Default::default(),
                range,
                op: ruff::BoolOp::Or,
                values: vec![news, value],
                runtime_values: None,
            });
        }
        self.scopes.borrow_mut().leave();
    }

    /// What a loop goes through.
    fn iterated(&self, expression: &mut Expr) {
        self.visit_expr(expression);
        let range = expression.range();
        let value = std::mem::replace(expression, parsed("None", range));
        *expression = self.of_one(Operation::Iterate, value, range);
    }

    /// A function's body, and what comes before the first of its statements.
    fn function(&self, parameters: Option<&ruff::Parameters>, body: &mut [Stmt]) {
        self.scopes
            .borrow_mut()
            .enter_function(parameters, Body::Statements(body));
        self.visit_body(body);
        self.scopes.borrow_mut().leave();
    }

    fn is_built_in(&self, name: &Name) -> bool {
        BUILT_IN.contains(&name.as_str())
            && !self.bound.contains(name)
            && self.scopes.borrow().reach(name) == Reach::Global
    }

    fn is_of_library(&self, expression: &Expr) -> bool {
        match expression {
            Expr::Name(name) => {
                self.libraries.contains(&name.id)
                    && self.scopes.borrow().reach(&name.id) == Reach::Global
            }
            Expr::Attribute(this) => self.is_of_library(&this.value),
            _ => false,
        }
    }

    fn call(&self, mut this: ruff::ExprCall, range: TextRange) -> Expr {
        let is_plain = this.arguments.keywords.is_empty()
            && !this.arguments.args.iter().any(Expr::is_starred_expr);
        let is_native = match &*this.func {
            Expr::Name(name) => self.is_built_in(&name.id) || self.is_of_library(&this.func),
            function @ Expr::Attribute(_) => self.is_of_library(function),
            _ => false,
        };
        if is_native && is_plain && !this.arguments.args.is_empty() {
            self.visit_arguments(&mut this.arguments);
            let mut values = vec![*this.func];
            values.extend(std::mem::take(&mut this.arguments.args));
            return self.of_all(Operation::Native, values, range);
        }
        match *this.func {
            Expr::Attribute(mut method) if !is_native => {
                let at = method.range;
                self.visit_expr(&mut method.value);
                let name = self.interned(&self.mangled(&method.attr.id));
                *this.func = self.of_one(Operation::Method(name), *method.value, at);
            }
            ref mut function if is_native && !this.arguments.is_empty() => {
                let at = function.range();
                let native = std::mem::replace(function, parsed("None", at));
                *function = self.of_one(Operation::Callee, native, at);
            }
            Expr::Attribute(_) => {}
            ref mut function => self.visit_expr(function),
        }
        self.visit_arguments(&mut this.arguments);
        Expr::Call(this)
    }

    /// The statements in whose place one comes that does nothing but them.
    fn together(&self, statement: &mut Stmt, mut all: Vec<Stmt>) {
        let range = statement.range();
        *statement = match all.len() {
            1 => all.remove(0),
            _ => Stmt::If(ruff::StmtIf {
                node_index: Default::default(),
                range,
                test: Box::new(parsed("True", range)),
                body: all.into_iter().collect(),
                elif_else_clauses: Vec::new(),
                runtime_body: None,
            }),
        };
    }

    fn after(&self, first: Vec<Stmt>, statement: &mut Stmt) {
        if first.is_empty() {
            return;
        }
        let range = statement.range();
        let pass = Stmt::Pass(ruff::StmtPass {
            node_index: Default::default(),
            range,
        });
        let mut all = first;
        all.push(std::mem::replace(statement, pass));
        self.together(statement, all);
    }

    /// Puts a point before the first statement.
    fn turn(&self, body: &mut ruff::Suite, operation: Operation) {
        let range = body
            .first()
            .map_or_else(TextRange::default, |first| TextRange::empty(first.start()));
        body.insert(0, statement(self.alone(operation, range), range));
    }
}

impl Transformer for Rewriting<'_> {
    fn visit_stmt(&self, statement: &mut Stmt) {
        let range = statement.range();
        let mut all = Vec::new();
        match statement {
            Stmt::Assign(this) => {
                self.visit_expr(&mut this.value);
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
                walk_stmt(self, statement);
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
                let is_equality =
                    |op: &ruff::CmpOp| matches!(op, ruff::CmpOp::Eq | ruff::CmpOp::NotEq);
                let is_constant = |one: &Expr| one.is_literal_expr();
                let looks = this.ops.iter().all(is_equality)
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
            Expr::Starred(this) if this.ctx == ruff::ExprContext::Load => {
                self.look_at(&mut this.value);
            }
            _ => walk_expr(self, expression),
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

/// The names that a pattern binds.
#[derive(Default)]
struct Captured(Vec<Name>);

impl ruff::visitor::Visitor<'_> for Captured {
    fn visit_pattern(&mut self, pattern: &ruff::Pattern) {
        let name = match pattern {
            ruff::Pattern::MatchAs(this) => this.name.as_ref(),
            ruff::Pattern::MatchStar(this) => this.name.as_ref(),
            ruff::Pattern::MatchMapping(this) => this.rest.as_ref(),
            _ => None,
        };
        self.0.extend(name.map(|name| name.id.clone()));
        ruff::visitor::walk_pattern(self, pattern);
    }
}

fn has_star(key: &Expr) -> bool {
    match key {
        Expr::Tuple(this) => this.elts.iter().any(Expr::is_starred_expr),
        _ => key.is_starred_expr(),
    }
}

/// A small expression of ours, as if it stood at this place.
fn parsed(text: &str, range: TextRange) -> Expr {
    let mut expression = match parser::parse_expression(text) {
        Ok(parsed) => *parsed.into_syntax().body,
        Err(error) => unreachable!("{error}"),
    };
    relocate_expr(&mut expression, range);
    expression
}

/// `lambda: name`, which is never called: its variable is that of this name.
fn closure(name: &Name, range: TextRange) -> Expr {
    Expr::Lambda(ruff::ExprLambda {
        node_index: Default::default(),
        range,
        parameters: None,
        body: Box::new(name_of(name, ruff::ExprContext::Load, range)),
    })
}

fn name_of(name: &Name, ctx: ruff::ExprContext, range: TextRange) -> Expr {
    Expr::Name(ruff::ExprName {
        node_index: Default::default(),
        range,
        id: name.clone(),
        ctx,
    })
}

fn binary(left: Expr, op: ruff::Operator, right: Expr, range: TextRange) -> Expr {
    Expr::BinOp(ruff::ExprBinOp {
        node_index: Default::default(),
        range,
        left: Box::new(left),
        op,
        right: Box::new(right),
    })
}

fn statement(value: Expr, range: TextRange) -> Stmt {
    Stmt::Expr(ruff::StmtExpr {
        node_index: Default::default(),
        range,
        value: Box::new(value),
    })
}

fn assignment(target: Expr, value: Expr, range: TextRange) -> Stmt {
    Stmt::Assign(ruff::StmtAssign {
        node_index: Default::default(),
        range,
        targets: vec![target],
        value: Box::new(value),
        runtime_targets: None,
        runtime_type_comment: None,
        runtime_type_comment_bytes: None,
    })
}

fn deletion(names: &[Name], range: TextRange) -> Stmt {
    let name = |name: &Name| name_of(name, ruff::ExprContext::Del, range);
    Stmt::Delete(ruff::StmtDelete {
        node_index: Default::default(),
        range,
        targets: names.iter().map(name).collect(),
        runtime_targets: None,
    })
}
