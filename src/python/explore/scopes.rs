//! Which names of a program more than one thread can reach: globals, and variables that nested functions share.
//!
//! After the rules of Python's symbol table (Language Reference, 4.2.2): a name is local where it is bound, unless it is declared
//! otherwise; a class hides its names from the functions in it; a comprehension has its own.

use ruff::name::Name;
use ruff::visitor::{self, Visitor};
use ruff_python_ast as ruff;
use std::collections::HashSet;

type Names = HashSet<Name>;

/// What a name is where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// A name of the module.
    Global,
    /// A variable that functions within one another share.
    Shared,
    /// Nobody else's.
    Own,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Function,
    Class,
    Comprehension,
}

#[derive(Debug)]
struct Scope {
    kind: Kind,
    own: Names,
    globals: Names,
    /// Those of its own that functions in it use.
    shared: Names,
}

/// The scopes around a place of a program, the outermost first; the module's is around them all.
#[derive(Debug, Default)]
pub(super) struct Scopes(Vec<Scope>);

impl Scopes {
    /// What a name is here.
    pub fn reach(&self, name: &Name) -> Reach {
        let mut is_inner = true;
        let mut is_of_another = false;
        for scope in self.0.iter().rev() {
            if scope.kind == Kind::Class && !is_inner {
                continue;
            }
            if scope.globals.contains(name) {
                return Reach::Global;
            }
            if scope.own.contains(name) {
                return match is_of_another || scope.shared.contains(name) {
                    true => Reach::Shared,
                    false => Reach::Own,
                };
            }
            if scope.kind != Kind::Comprehension {
                is_inner = false;
            }
            is_of_another |= scope.kind == Kind::Function;
        }
        Reach::Global
    }

    /// Goes into a function.
    pub fn enter_function(&mut self, parameters: Option<&ruff::Parameters>, body: Body<'_>) {
        let found = Found::of_function(parameters, body);
        self.0.push(Scope {
            kind: Kind::Function,
            shared: found.own.intersection(&found.inner).cloned().collect(),
            own: found.own,
            globals: found.globals,
        });
    }

    /// Goes into a class.
    pub fn enter_class(&mut self, body: &[ruff::Stmt]) {
        let found = Found::of(Body::Statements(body));
        let is_own =
            |name: &&Name| !found.globals.contains(*name) && !found.nonlocals.contains(*name);
        self.0.push(Scope {
            kind: Kind::Class,
            own: found.bound.iter().filter(is_own).cloned().collect(),
            globals: found.globals,
            shared: Names::new(),
        });
    }

    /// Goes into a comprehension, past its first iterable.
    pub fn enter_comprehension(&mut self, loops: &[ruff::Comprehension]) {
        self.0.push(Scope {
            kind: Kind::Comprehension,
            own: targets(loops),
            globals: Names::new(),
            shared: Names::new(),
        });
    }

    /// Goes back to where it was before.
    pub fn leave(&mut self) {
        self.0.pop();
    }
}

/// What is in a function.
#[derive(Debug, Clone, Copy)]
pub(super) enum Body<'a> {
    Statements(&'a [ruff::Stmt]),
    Expression(&'a ruff::Expr),
}

/// The names that a module binds by statements other than `def`, `class` and `import` of its own, or anything in it that
/// declares them `global`: all others stay what they were at first.
pub(super) fn rebound(body: &[ruff::Stmt]) -> Names {
    let found = Found::of(Body::Statements(body));
    let mut declared = Declared::default();
    declared.visit_body(body);
    found.assigned.union(&declared.0).cloned().collect()
}

/// The names that a module binds at all.
pub(super) fn bound(body: &[ruff::Stmt]) -> Names {
    let mut bound = Found::of(Body::Statements(body)).bound;
    let mut declared = Declared::default();
    declared.visit_body(body);
    bound.extend(declared.0);
    bound
}

#[derive(Default)]
struct Declared(Names);

impl Visitor<'_> for Declared {
    fn visit_stmt(&mut self, statement: &ruff::Stmt) {
        if let ruff::Stmt::Global(global) = statement {
            self.0
                .extend(global.names.iter().map(|name| name.id.clone()));
        }
        visitor::walk_stmt(self, statement);
    }
}

fn targets(loops: &[ruff::Comprehension]) -> Names {
    let mut found = Found::default();
    for one in loops {
        found.visit_expr(&one.target);
    }
    found.bound
}

/// What stands in one scope.
#[derive(Debug, Default)]
struct Found {
    bound: Names,
    /// Those bound by anything but `def`, `class` and `import`.
    assigned: Names,
    globals: Names,
    nonlocals: Names,
    used: Names,
    /// Names that functions and classes within use, and that are not theirs.
    inner: Names,
    /// What is bound and not declared to be another scope's, once that is known.
    own: Names,
}

impl Found {
    fn of(body: Body<'_>) -> Self {
        let mut found = Self::default();
        match body {
            Body::Statements(body) => found.visit_body(body),
            Body::Expression(body) => found.visit_expr(body),
        }
        found
    }

    fn of_function(parameters: Option<&ruff::Parameters>, body: Body<'_>) -> Self {
        let mut found = Self::of(body);
        let parameters = parameters.into_iter().flatten();
        found
            .bound
            .extend(parameters.map(|parameter| parameter.name().id.clone()));
        let is_own =
            |name: &&Name| !found.globals.contains(*name) && !found.nonlocals.contains(*name);
        found.own = found.bound.iter().filter(is_own).cloned().collect();
        found
    }

    /// What a function uses that is not its own.
    fn free(self) -> Names {
        let all = self
            .used
            .into_iter()
            .chain(self.nonlocals)
            .chain(self.inner);
        all.filter(|name| !self.own.contains(name) && !self.globals.contains(name))
            .collect()
    }

    fn bind(&mut self, name: &Name) {
        self.bound.insert(name.clone());
        self.assigned.insert(name.clone());
    }

    fn function(&mut self, parameters: Option<&ruff::Parameters>, body: Body<'_>) {
        for parameter in parameters.into_iter().flatten() {
            if let Some(default) = parameter.default() {
                self.visit_expr(default);
            }
        }
        self.inner
            .extend(Self::of_function(parameters, body).free());
    }

    fn comprehension(&mut self, loops: &[ruff::Comprehension], gives: &[&ruff::Expr]) {
        if let Some(first) = loops.first() {
            self.visit_expr(&first.iter);
        }
        let mut found = Self::default();
        for (at, one) in loops.iter().enumerate() {
            if at > 0 {
                found.visit_expr(&one.iter);
            }
            for condition in &one.ifs {
                found.visit_expr(condition);
            }
        }
        for expression in gives {
            found.visit_expr(expression);
        }
        // What `:=` binds in it is bound around it.
        self.bound.extend(found.bound.iter().cloned());
        self.assigned.extend(found.assigned.iter().cloned());
        let own = targets(loops);
        self.used.extend(found.used.difference(&own).cloned());
        self.inner.extend(found.inner.difference(&own).cloned());
    }
}

impl Visitor<'_> for Found {
    fn visit_stmt(&mut self, statement: &ruff::Stmt) {
        match statement {
            ruff::Stmt::FunctionDef(this) => {
                self.bound.insert(this.name.id.clone());
                for decorator in &this.decorator_list {
                    self.visit_expr(&decorator.expression);
                }
                self.function(Some(&this.parameters), Body::Statements(&this.body));
            }
            ruff::Stmt::ClassDef(this) => {
                self.bound.insert(this.name.id.clone());
                for decorator in &this.decorator_list {
                    self.visit_expr(&decorator.expression);
                }
                if let Some(arguments) = &this.arguments {
                    self.visit_arguments(arguments);
                }
                let found = Self::of(Body::Statements(&this.body));
                let outside = |name: &&Name| !found.globals.contains(*name);
                let used = found.used.difference(&found.bound);
                self.inner.extend(used.filter(outside).cloned());
                self.inner.extend(found.nonlocals.iter().cloned());
                self.inner.extend(found.inner.iter().cloned());
            }
            ruff::Stmt::Global(this) => {
                self.globals
                    .extend(this.names.iter().map(|name| name.id.clone()));
            }
            ruff::Stmt::Nonlocal(this) => {
                self.nonlocals
                    .extend(this.names.iter().map(|name| name.id.clone()));
            }
            ruff::Stmt::Import(this) => {
                for alias in &this.names {
                    let name = alias.asname.as_ref().unwrap_or(&alias.name);
                    let first = name.id.split('.').next().unwrap_or_default();
                    self.bound.insert(Name::new(first));
                }
            }
            ruff::Stmt::ImportFrom(this) => {
                for alias in &this.names {
                    let name = alias.asname.as_ref().unwrap_or(&alias.name);
                    self.bound.insert(name.id.clone());
                }
            }
            _ => visitor::walk_stmt(self, statement),
        }
    }

    fn visit_expr(&mut self, expression: &ruff::Expr) {
        match expression {
            ruff::Expr::Name(name) => match name.ctx {
                ruff::ExprContext::Load => {
                    self.used.insert(name.id.clone());
                }
                _ => self.bind(&name.id),
            },
            ruff::Expr::Lambda(this) => {
                self.function(this.parameters.as_deref(), Body::Expression(&this.body));
            }
            ruff::Expr::ListComp(this) => self.comprehension(&this.generators, &[&this.elt]),
            ruff::Expr::SetComp(this) => self.comprehension(&this.generators, &[&this.elt]),
            ruff::Expr::Generator(this) => self.comprehension(&this.generators, &[&this.elt]),
            ruff::Expr::DictComp(this) => {
                let key = this.key.as_deref().into_iter();
                let gives: Vec<&ruff::Expr> = key.chain([&*this.value]).collect();
                self.comprehension(&this.generators, &gives);
            }
            _ => visitor::walk_expr(self, expression),
        }
    }

    fn visit_except_handler(&mut self, handler: &ruff::ExceptHandler) {
        let ruff::ExceptHandler::ExceptHandler(this) = handler;
        if let Some(name) = &this.name {
            self.bind(&name.id);
        }
        visitor::walk_except_handler(self, handler);
    }

    fn visit_pattern(&mut self, pattern: &ruff::Pattern) {
        let name = match pattern {
            ruff::Pattern::MatchAs(this) => this.name.as_ref(),
            ruff::Pattern::MatchStar(this) => this.name.as_ref(),
            ruff::Pattern::MatchMapping(this) => this.rest.as_ref(),
            _ => None,
        };
        if let Some(name) = name {
            self.bind(&name.id);
        }
        visitor::walk_pattern(self, pattern);
    }

    // What is said of types is no part of what runs.
    fn visit_annotation(&mut self, _: &ruff::Expr) {}
}
