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
//! | `o + p`, `a, b = o`, `[*o]` | `P @ (o, p)`, `a, b = P - o`, `[*P - o]` |
//!
//! A point is a constant of the code, as a check of `checks` is: it needs no name to be looked up. It takes part after all that it
//! needs was evaluated, in the order in which Python does so, and stands where the operation stood, so that what a traceback marks
//! is what is written. Only the program is rewritten, and not the library.
//!
//! | file | what it holds |
//! | --- | --- |
//! | `visit` | every statement and expression |
//! | `targets` | what a program assigns to |
//! | `tree` | small parts of a syntax tree |

mod targets;
mod tree;
mod visit;

use super::point::{Operation, Point, Variable};
use super::scopes::{self, Body, Reach, Scopes};
use ruff::name::Name;
use ruff::visitor::transformer::Transformer;
use ruff_python_ast as ruff;
use ruff_source_file::LineIndex;
use ruff_text_size::{Ranged, TextRange};
use rustpython_vm::VirtualMachine;
use rustpython_vm::compiler::ast::{Expr, Stmt};
use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::sync::Arc;
use tree::{binary, closure, name_of, parsed, statement};

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
            Reach::Global => Some(Named::Global(Variable::of(&self.file, name))),
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
        let is_of_library = self.is_of_library(&this.func);
        if is_native && is_plain && (is_of_library || !this.arguments.args.is_empty()) {
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
        body.insert(0, self.looks(operation, range));
    }

    /// A point that is a statement.
    fn looks(&self, operation: Operation, range: TextRange) -> Stmt {
        statement(self.alone(operation, range), range)
    }
}
