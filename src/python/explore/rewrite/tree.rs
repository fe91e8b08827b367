//! Small parts of a syntax tree, and what can be said of one.

use ruff::name::Name;
use ruff::relocate::relocate_expr;
use ruff_python_ast as ruff;
use ruff_text_size::TextRange;
use rustpython_vm::compiler::ast::{Expr, Stmt};
use rustpython_vm::compiler::parser;

/// The names that a pattern binds.
#[derive(Default)]
pub(super) struct Captured(pub Vec<Name>);

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

/// Whether it is a number, as it is written.
pub(super) fn is_number(expression: &Expr) -> bool {
    match expression {
        Expr::UnaryOp(this) => is_number(&this.operand),
        _ => expression.is_number_literal_expr(),
    }
}

/// Whether what an operator works on may be lists, sets or dictionaries: not where that is a number, or text to be put together.
pub(super) fn may_hold_others(this: &ruff::ExprBinOp) -> bool {
    use ruff::Operator::{Add, BitAnd, BitOr, BitXor, Mod, Mult, Sub};
    let is_any = |is: &dyn Fn(&Expr) -> bool| is(&this.left) || is(&this.right);
    let is_text = |one: &Expr| one.is_string_literal_expr() || one.is_f_string_expr();
    let is_written_out = |one: &Expr| one.is_literal_expr() || is_number(one);
    match this.op {
        Mult | Mod => !(is_written_out(&this.left) && is_written_out(&this.right)),
        Add => !is_any(&is_number) && !is_any(&is_text),
        Sub | BitAnd | BitOr | BitXor => !is_any(&is_number),
        _ => false,
    }
}

pub(super) fn has_star(key: &Expr) -> bool {
    match key {
        Expr::Tuple(this) => this.elts.iter().any(Expr::is_starred_expr),
        _ => key.is_starred_expr(),
    }
}

/// A small expression of ours, as if it stood at this place.
pub(super) fn parsed(text: &str, range: TextRange) -> Expr {
    let mut expression = match parser::parse_expression(text) {
        Ok(parsed) => *parsed.into_syntax().body,
        Err(error) => unreachable!("{error}"),
    };
    relocate_expr(&mut expression, range);
    expression
}

/// `lambda: name`, which is never called: its variable is that of this name.
pub(super) fn closure(name: &Name, range: TextRange) -> Expr {
    Expr::Lambda(ruff::ExprLambda {
        node_index: Default::default(),
        range,
        parameters: None,
        body: Box::new(name_of(name, ruff::ExprContext::Load, range)),
    })
}

pub(super) fn name_of(name: &Name, ctx: ruff::ExprContext, range: TextRange) -> Expr {
    Expr::Name(ruff::ExprName {
        node_index: Default::default(),
        range,
        id: name.clone(),
        ctx,
    })
}

pub(super) fn binary(left: Expr, op: ruff::Operator, right: Expr, range: TextRange) -> Expr {
    Expr::BinOp(ruff::ExprBinOp {
        node_index: Default::default(),
        range,
        left: Box::new(left),
        op,
        right: Box::new(right),
    })
}

pub(super) fn statement(value: Expr, range: TextRange) -> Stmt {
    Stmt::Expr(ruff::StmtExpr {
        node_index: Default::default(),
        range,
        value: Box::new(value),
    })
}

pub(super) fn assignment(target: Expr, value: Expr, range: TextRange) -> Stmt {
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

pub(super) fn deletion(names: &[Name], range: TextRange) -> Stmt {
    let name = |name: &Name| name_of(name, ruff::ExprContext::Del, range);
    Stmt::Delete(ruff::StmtDelete {
        node_index: Default::default(),
        range,
        targets: names.iter().map(name).collect(),
        runtime_targets: None,
    })
}
