//! Operators, done where their point stands.

use ruff_python_ast as ruff;
use rustpython_vm::{AsObject, PyObject, PyResult, VirtualMachine};

/// An operator that works in place.
#[derive(Debug, Clone, Copy)]
pub(in crate::python::explore) struct InPlace(pub ruff::Operator);

impl InPlace {
    pub fn done(self, a: &PyObject, b: &PyObject, vm: &VirtualMachine) -> PyResult {
        use ruff::Operator::{
            Add, BitAnd, BitOr, BitXor, Div, FloorDiv, LShift, MatMult, Mod, Mult, Pow, RShift, Sub,
        };
        match self.0 {
            Add => vm._iadd(a, b),
            Sub => vm._isub(a, b),
            Mult => vm._imul(a, b),
            MatMult => vm._imatmul(a, b),
            Div => vm._itruediv(a, b),
            Mod => vm._imod(a, b),
            Pow => vm._ipow(a, b, vm.ctx.none.as_object()),
            LShift => vm._ilshift(a, b),
            RShift => vm._irshift(a, b),
            BitOr => vm._ior(a, b),
            BitXor => vm._ixor(a, b),
            BitAnd => vm._iand(a, b),
            FloorDiv => vm._ifloordiv(a, b),
        }
    }
}

pub(super) fn binary(
    operator: ruff::Operator,
    a: &PyObject,
    b: &PyObject,
    vm: &VirtualMachine,
) -> PyResult {
    use ruff::Operator::{
        Add, BitAnd, BitOr, BitXor, Div, FloorDiv, LShift, MatMult, Mod, Mult, Pow, RShift, Sub,
    };
    match operator {
        Add => vm._add(a, b),
        Sub => vm._sub(a, b),
        Mult => vm._mul(a, b),
        MatMult => vm._matmul(a, b),
        Div => vm._truediv(a, b),
        Mod => vm._mod(a, b),
        Pow => vm._pow(a, b, vm.ctx.none.as_object()),
        LShift => vm._lshift(a, b),
        RShift => vm._rshift(a, b),
        BitOr => vm._or(a, b),
        BitXor => vm._xor(a, b),
        BitAnd => vm._and(a, b),
        FloorDiv => vm._floordiv(a, b),
    }
}
