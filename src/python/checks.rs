//! The places at which a program can be stopped and its threads change.
//!
//! They are CPython 3.14's (`_CHECK_PERIODIC` in its `Python/bytecodes.c`): the start of a function,
//! the resumption of a generator, the end of each turn of a loop (of a comprehension the beginning),
//! and, after the call of what is built in, the way back from it. The library has none: it waits
//! where it may take long.
//!
//! RustPython has no such places of its own that a program can reach where signals are absent, so
//! they are put into the syntax tree before it is compiled. A check is a constant of the code, an
//! object whose negative looks at what is asked; taken from another value it looks too, and gives
//! that value. Neither needs a name to be looked up, nor counts a reference: the object is immortal.

use super::{explore, gil, life, waits};
use ruff::relocate::relocate_expr;
use ruff::visitor::transformer::{Transformer, walk_expr, walk_stmt};
use ruff_python_ast as ruff;
use ruff_text_size::{Ranged, TextRange};
use rustpython_vm::builtins::{PyCode, PyStr};
use rustpython_vm::class::PyClassImpl;
use rustpython_vm::compiler::codegen::compile::compile_top;
use rustpython_vm::compiler::core::SourceFileBuilder;
use rustpython_vm::compiler::{Mode, ast, parser};
use rustpython_vm::protocol::PyNumberMethods;
use rustpython_vm::types::AsNumber;
use rustpython_vm::{
    AsObject, Context, Py, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine, pyclass,
};
use std::cell::Cell;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

/// What stands for a check until the code has been compiled.
const MARK: &str = "\u{1}a check of manyhands\u{1}";

thread_local! {
    /// How deep the deepest function was that began since this thread last checked in a shallower
    /// one: whoever comes back from a call finds out so whether it was one of Python's.
    static DEEPEST: Cell<usize> = const { Cell::new(0) };
}

#[derive(Debug, PyPayload)]
#[pyclass(module = false, name = "check")]
pub(super) struct Check;

#[pyclass(with(AsNumber), flags(DISALLOW_INSTANTIATION))]
impl Check {}

impl AsNumber for Check {
    fn as_number() -> &'static PyNumberMethods {
        static METHODS: PyNumberMethods = PyNumberMethods {
            negative: Some(|_, vm| {
                look(vm)?;
                Ok(vm.ctx.none())
            }),
            subtract: Some(|_, value, vm| {
                after_call(vm)?;
                Ok(value.to_owned())
            }),
            ..PyNumberMethods::NOT_IMPLEMENTED
        };
        &METHODS
    }
}

/// At the start of a function, or the end of a loop's turn.
fn look(vm: &VirtualMachine) -> PyResult<()> {
    let asked = gil::asked();
    if gil::is_on() || asked & gil::EXPLORES != 0 {
        DEEPEST.set(vm.current_recursion_depth());
    }
    match asked {
        0 => Ok(()),
        asked => answer(asked, vm),
    }
}

/// At the end of what the library calls in a loop until something has changed: the library has no places of its own.
pub(super) fn pass(vm: &VirtualMachine) -> PyResult<()> {
    match gil::asked() {
        0 => Ok(()),
        asked => answer(asked, vm),
    }
}

/// After a call: where what was called is built in, and has not called Python.
fn after_call(vm: &VirtualMachine) -> PyResult<()> {
    let depth = vm.current_recursion_depth();
    let of_python = DEEPEST.replace(depth) > depth;
    match gil::asked() {
        0 => Ok(()),
        asked if asked & gil::STOP == 0 && of_python => Ok(()),
        asked => answer(asked, vm),
    }
}

#[cold]
#[inline(never)]
fn answer(asked: u32, vm: &VirtualMachine) -> PyResult<()> {
    if asked & gil::EXPLORES != 0 {
        return explore::check(vm);
    }
    if asked & gil::STOP != 0 {
        return Err(waits::stopped(vm));
    }
    if vm.allow_threads(gil::let_go) {
        life::running();
    }
    if life::is_stopping() {
        return Err(waits::stopped(vm));
    }
    Ok(())
}

/// The one check there is.
fn the_check(context: &Context) -> PyObjectRef {
    static CHECK: OnceLock<PyObjectRef> = OnceLock::new();
    CHECK
        .get_or_init(|| {
            let _class = Check::make_static_type();
            let check: PyObjectRef = Check.into_ref(context).into();
            check.make_immortal();
            check
        })
        .clone()
}

/// Compiles a program's text, with its checks. `None` where it compiles without them only: what is
/// wrong with it is said by who compiles it so.
pub(super) fn compile(
    source: &str,
    mode: Mode,
    file: &str,
    vm: &VirtualMachine,
) -> Option<PyRef<PyCode>> {
    match explore::is_exploring() {
        true => explore::compile(source, mode, file, vm),
        false => compile_tree(source, mode, file, vm, |_, _| ()),
    }
}

/// The same, with something done to the tree before.
pub(super) fn compile_tree(
    source: &str,
    mode: Mode,
    file: &str,
    vm: &VirtualMachine,
    before: impl FnOnce(&mut ast::Mod, &str),
) -> Option<PyRef<PyCode>> {
    let parser_mode = match mode {
        Mode::Eval => parser::Mode::Expression,
        _ => parser::Mode::Module,
    };
    let source = source.replace("\r\n", "\n");
    let mut tree = parser::parse(&source, parser_mode.into())
        .ok()?
        .into_syntax();
    before(&mut tree, &source);
    let checks = Checks::new(gil::is_on() || LOOKS_AT_CALLS.load(Ordering::Relaxed));
    match &mut tree {
        ast::Mod::Module(module) => checks.visit_body(&mut module.body),
        ast::Mod::Expression(expression) => checks.visit_expr(&mut expression.body),
    }
    let file = SourceFileBuilder::new(file, source.as_str()).finish();
    let code = compile_top(tree, file, mode, vm.compile_opts()).ok()?;
    let code = PyCode::new_ref_from_bytecode(vm, code);
    let check = the_check(&vm.ctx);
    replace_constants(&code, &|text| {
        (text == MARK.as_bytes()).then(|| check.clone())
    });
    Some(code)
}

/// Whether there are checks after calls where threads share no lock: where it is only as if they did.
static LOOKS_AT_CALLS: AtomicBool = AtomicBool::new(false);

/// See [`LOOKS_AT_CALLS`].
pub(super) fn look_at_calls(on: bool) {
    LOOKS_AT_CALLS.store(on, Ordering::Relaxed);
}

/// Puts an object where a text stands for it among the constants of this code and of all within it. What
/// else is constant is made immortal: threads that share code would otherwise count its references
/// in the same places of memory.
pub(super) fn replace_constants(code: &Py<PyCode>, object: &impl Fn(&[u8]) -> Option<PyObjectRef>) {
    code.as_object().make_immortal();
    for constant in code.code.constants.iter() {
        let constant: &rustpython_vm::PyObject = std::borrow::Borrow::borrow(constant);
        if let Some(inner) = constant.downcast_ref::<PyCode>() {
            replace_constants(inner, object);
        } else if let Some(object) = constant
            .downcast_ref::<PyStr>()
            .and_then(|text| object(text.as_bytes()))
        {
            let place: *const rustpython_vm::PyObject = constant;
            // Found below by its address: a constant is an object and nothing else.
            for slot in code.code.constants.iter() {
                let slot_object: &rustpython_vm::PyObject = std::borrow::Borrow::borrow(slot);
                if std::ptr::eq(slot_object, place) {
                    let slot: *const _ = slot;
                    // SAFETY: `Literal` is a transparent `PyObjectRef`, and this code has just been
                    // made: nobody else has it yet. The mark that was there is not dropped.
                    unsafe { slot.cast::<PyObjectRef>().cast_mut().write(object) };
                    break;
                }
            }
        } else {
            constant.make_immortal();
        }
    }
}

/// Puts checks into a tree.
struct Checks {
    /// Whether threads change after calls too: where they share a lock.
    after_calls: bool,
    /// `-check`, to be copied.
    look: ast::Expr,
    /// `check`, to be copied.
    check: ast::Expr,
}

impl Checks {
    fn new(after_calls: bool) -> Self {
        let parsed = |text: &str| match parser::parse_expression(text) {
            Ok(parsed) => *parsed.into_syntax().body,
            Err(error) => unreachable!("{error}"),
        };
        let quoted = MARK.replace('\u{1}', "\\x01");
        Self {
            after_calls,
            look: parsed(&format!("-\"{quoted}\"")),
            check: parsed(&format!("\"{quoted}\"")),
        }
    }

    fn at(expression: &ast::Expr, range: TextRange) -> ast::Expr {
        let mut expression = expression.clone();
        relocate_expr(&mut expression, range);
        expression
    }

    /// A statement that looks, before the first of `body`.
    fn begin(&self, body: &mut ruff::Suite) {
        let is_text = |statement: &ast::Stmt| match statement {
            ast::Stmt::Expr(expression) => expression.value.is_string_literal_expr(),
            _ => false,
        };
        let at = body.first().is_some_and(is_text).into();
        let range = body
            .get(at)
            .or(body.first())
            .map_or_else(TextRange::default, |statement| {
                TextRange::empty(statement.range().start())
            });
        body.insert(at, self.statement(range));
    }

    /// The same at the end of each turn of a loop: after the last of `body`, and before each `continue`.
    fn turn(&self, body: &mut ruff::Suite) {
        self.before_continue(body);
        let range = body.last().map_or_else(TextRange::default, |statement| {
            TextRange::empty(statement.range().end())
        });
        body.push(self.statement(range));
    }

    fn statement(&self, range: TextRange) -> ast::Stmt {
        ast::Stmt::Expr(ruff::StmtExpr {
            node_index: Default::default(),
            range,
            value: Box::new(Self::at(&self.look, range)),
        })
    }

    /// Looks before each `continue` of the loop to which these statements belong.
    fn before_continue(&self, body: &mut ruff::Suite) {
        for statement in body.iter_mut() {
            match statement {
                ast::Stmt::If(this) => {
                    self.before_continue(&mut this.body);
                    for clause in &mut this.elif_else_clauses {
                        self.before_continue(&mut clause.body);
                    }
                }
                ast::Stmt::With(this) => self.before_continue(&mut this.body),
                ast::Stmt::Try(this) => {
                    self.before_continue(&mut this.body);
                    for handler in &mut this.handlers {
                        let ruff::ExceptHandler::ExceptHandler(handler) = handler;
                        self.before_continue(&mut handler.body);
                    }
                    self.before_continue(&mut this.orelse);
                    self.before_continue(&mut this.finalbody);
                }
                ast::Stmt::Match(this) => {
                    for case in &mut this.cases {
                        self.before_continue(&mut case.body);
                    }
                }
                // Their own turns are not this loop's; what comes after their last is.
                ast::Stmt::For(this) => self.before_continue(&mut this.orelse),
                ast::Stmt::While(this) => self.before_continue(&mut this.orelse),
                _ => {}
            }
        }
        let mut at = 0;
        while at < body.len() {
            if body[at].is_continue_stmt() {
                let range = TextRange::empty(body[at].range().start());
                body.insert(at, self.statement(range));
                at += 1;
            }
            at += 1;
        }
    }

    /// `-check or …`: looks, and gives what comes after.
    fn look_first(&self, expression: &mut ast::Expr) {
        let range = expression.range();
        let value = std::mem::replace(expression, Self::at(&self.look, range));
        let look = std::mem::replace(
            expression,
            ast::Expr::NoneLiteral(ruff::ExprNoneLiteral {
                node_index: Default::default(),
                range,
            }),
        );
        *expression = ast::Expr::BoolOp(ruff::ExprBoolOp {
            node_index: Default::default(),
            range,
            op: ruff::BoolOp::Or,
            values: vec![look, value],
            runtime_values: Default::default(),
        });
    }

    /// The turns of a comprehension's loops: each at its first condition, the innermost where it has
    /// none before what it gives.
    fn turns(&self, loops: &mut [ast::Comprehension], gives: &mut ast::Expr) {
        let last = loops.len().saturating_sub(1);
        for (at, one) in loops.iter_mut().enumerate() {
            match one.ifs.first_mut() {
                Some(condition) => self.look_first(condition),
                None if at == last => self.look_first(gives),
                None => {}
            }
        }
    }

    /// `check - …`: looks when that is there, and gives it.
    fn look_after(&self, expression: &mut ast::Expr) {
        let range = expression.range();
        let check = Self::at(&self.check, range);
        let value = std::mem::replace(expression, check);
        let check = std::mem::replace(
            expression,
            ast::Expr::NoneLiteral(ruff::ExprNoneLiteral {
                node_index: Default::default(),
                range,
            }),
        );
        *expression = ast::Expr::BinOp(ruff::ExprBinOp {
            node_index: Default::default(),
            range,
            left: Box::new(check),
            op: ruff::Operator::Sub,
            right: Box::new(value),
        });
    }
}

impl Transformer for Checks {
    fn visit_stmt(&self, statement: &mut ast::Stmt) {
        walk_stmt(self, statement);
        match statement {
            ast::Stmt::While(this) => self.turn(&mut this.body),
            ast::Stmt::For(this) => self.turn(&mut this.body),
            ast::Stmt::FunctionDef(this) => self.begin(&mut this.body),
            _ => {}
        }
    }

    fn visit_expr(&self, expression: &mut ast::Expr) {
        walk_expr(self, expression);
        match expression {
            ast::Expr::Lambda(this) => self.look_first(&mut this.body),
            ast::Expr::ListComp(this) => self.turns(&mut this.generators, &mut this.elt),
            ast::Expr::SetComp(this) => self.turns(&mut this.generators, &mut this.elt),
            ast::Expr::Generator(this) => self.turns(&mut this.generators, &mut this.elt),
            ast::Expr::DictComp(this) => self.turns(&mut this.generators, &mut this.value),
            ast::Expr::Yield(_) => self.look_after(expression),
            ast::Expr::Call(_) if self.after_calls => self.look_after(expression),
            _ => {}
        }
    }

    // What is said of types is no part of what runs; `from __future__ import annotations` keeps
    // their text.
    fn visit_annotation(&self, _: &mut ast::Expr) {}

    fn visit_type_params(&self, _: &mut ruff::TypeParams) {}
}
