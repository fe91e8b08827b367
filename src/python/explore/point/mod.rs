//! The points of a rewritten program: what each does, once its thread may go on.
//!
//! | file | what it holds |
//! | --- | --- |
//! | `touch` | what an operation touches |
//! | `calls` | calls of what is built in |
//! | `variable` | globals |
//! | `operators` | operators |

mod calls;
mod operators;
mod touch;
mod variable;

pub(super) use operators::InPlace;
pub(super) use variable::Variable;

use super::{baton, values};
use calls::{BuiltIn, Through, native};
use operators::binary;
use ruff_python_ast as ruff;
use rustpython_vm::builtins::{PyStrInterned, PyTuple};
use rustpython_vm::class::PyClassImpl;
use rustpython_vm::function::FuncArgs;
use rustpython_vm::protocol::PyNumberMethods;
use rustpython_vm::types::AsNumber;
use rustpython_vm::{
    AsObject, Context, PyObject, PyObjectRef, PyPayload, PyResult, VirtualMachine, pyclass,
};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use touch::{
    attribute, attribute_of, cell, container_of, set_attribute, set_item, step_at, step_on_all,
    touch_container, touch_items,
};
use variable::{current_global, read_global, write_global};

type Name = &'static PyStrInterned;

/// What stands at a point.
#[derive(Debug)]
pub(super) enum Operation {
    ReadGlobal(Arc<Variable>),
    WriteGlobal(Arc<Variable>),
    ReadCell(Name),
    WriteCell(Name),
    Attribute(Name),
    /// An attribute that is called.
    Method(Name),
    SetAttribute(Name),
    DeleteAttribute(Name),
    BeginAttribute(Name),
    FinishAttribute(Name, InPlace),
    Item,
    SetItem,
    DeleteItem,
    BeginItem,
    FinishItem(InPlace),
    InPlace(InPlace),
    /// An operator that makes something new.
    Binary(ruff::Operator),
    /// What stands between brackets with colons.
    Slice,
    Iterate,
    /// A value that is looked at as a whole.
    Look,
    Contains {
        negated: bool,
    },
    /// A call of what is built in, or of the library's.
    Native,
    /// The function of such a call.
    Callee,
    /// A loop that ends when something else changes.
    Enter,
    /// A turn of one.
    Turn,
    /// A turn of a loop that goes through something.
    News,
    /// Where an exception was caught: what unwinds a run is none of the program's.
    Unwind,
    /// Binds a name in one with something else.
    Whole(&'static str, String),
}

/// A point, and where it stands.
#[derive(Debug)]
pub(super) struct Point {
    pub operation: Operation,
    pub file: Arc<str>,
    /// From 1.
    pub line: u32,
    /// In characters, from 0.
    pub column: u32,
    pub end_column: u32,
    /// Whether it stands where the program decides.
    pub is_tested: bool,
    /// Whether it was about something that two threads have touched.
    is_shared: AtomicBool,
}

impl Point {
    pub fn new(
        operation: Operation,
        file: Arc<str>,
        line: u32,
        column: u32,
        end_column: u32,
        is_tested: bool,
    ) -> Self {
        Self {
            operation,
            file,
            line,
            column,
            end_column,
            is_tested,
            is_shared: AtomicBool::new(false),
        }
    }

    /// What it does, and to what, in words.
    pub fn told(&self) -> (&'static str, String) {
        let none = String::new;
        match &self.operation {
            Operation::ReadGlobal(variable) => ("read", variable.name.clone()),
            Operation::WriteGlobal(variable) => ("write", variable.name.clone()),
            Operation::ReadCell(name) => ("read", name.to_string()),
            Operation::WriteCell(name) => ("write", name.to_string()),
            Operation::Attribute(name) | Operation::BeginAttribute(name) => {
                ("read", format!(".{name}"))
            }
            Operation::Method(name) => ("call", format!(".{name}")),
            Operation::SetAttribute(name) | Operation::FinishAttribute(name, _) => {
                ("write", format!(".{name}"))
            }
            Operation::DeleteAttribute(name) => ("delete", format!(".{name}")),
            Operation::Item | Operation::BeginItem => ("read", "[…]".into()),
            Operation::SetItem | Operation::FinishItem(_) => ("write", "[…]".into()),
            Operation::DeleteItem => ("delete", "[…]".into()),
            Operation::InPlace(_) => ("write", none()),
            Operation::Binary(_) => ("read", none()),
            Operation::Slice | Operation::Look | Operation::Contains { .. } => ("read", none()),
            Operation::Iterate
            | Operation::Enter
            | Operation::Turn
            | Operation::News
            | Operation::Unwind => ("read", none()),
            Operation::Native | Operation::Callee => ("call", none()),
            Operation::Whole(_, name) => ("write", name.clone()),
        }
    }

    /// Whether it is a step, as far as is known.
    pub fn is_shared(&self) -> bool {
        self.is_shared.load(Ordering::Relaxed)
    }

    /// It is one. Whether that is new.
    pub fn share(&self) -> bool {
        !self.is_shared.swap(true, Ordering::Relaxed)
    }
}

#[derive(Debug, PyPayload)]
#[pyclass(module = false, name = "point")]
pub(super) struct PointObject(pub Arc<Point>);

#[pyclass(with(AsNumber), flags(DISALLOW_INSTANTIATION))]
impl PointObject {
    pub fn made(point: Arc<Point>, context: &Context) -> PyObjectRef {
        let _class = Self::make_static_type();
        let made: PyObjectRef = Self(point).into_ref(context).into();
        made.make_immortal();
        made
    }
}

impl AsNumber for PointObject {
    fn as_number() -> &'static PyNumberMethods {
        static METHODS: PyNumberMethods = PyNumberMethods {
            negative: Some(|this, vm| alone(&of(this.obj)?, vm).map(|()| vm.ctx.none())),
            subtract: Some(|this, value, vm| of_one(&of(this)?, value, vm)),
            matrix_multiply: Some(|this, values, vm| match values.downcast_ref::<PyTuple>() {
                Some(values) => of_all(&of(this)?, values.as_slice(), vm),
                None => Ok(vm.ctx.not_implemented()),
            }),
            ..PyNumberMethods::NOT_IMPLEMENTED
        };
        return &METHODS;

        fn of(this: &PyObject) -> PyResult<Arc<Point>> {
            match this.downcast_ref::<PointObject>() {
                Some(this) => Ok(this.0.clone()),
                None => unreachable!("a point stands on the left"),
            }
        }
    }
}

fn alone(point: &Arc<Point>, vm: &VirtualMachine) -> PyResult<()> {
    match &point.operation {
        Operation::ReadGlobal(variable) => {
            read_global(point, variable, || current_global(variable, vm), vm)
        }
        Operation::WriteGlobal(variable) => {
            write_global(point, variable, || current_global(variable, vm), None, vm)
        }
        Operation::Enter => {
            baton::enter_loop(vm);
            Ok(())
        }
        Operation::Turn => baton::turn(vm),
        Operation::Unwind => baton::unwind(vm),
        Operation::News => {
            baton::news();
            Ok(())
        }
        Operation::Whole(what, name) => {
            if baton::is_active() {
                baton::uncontrolled(format!(
                    "{}, line {}: `{what}` binds `{name}` in one step with what is around it",
                    point.file, point.line
                ));
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

fn of_one(point: &Arc<Point>, value: &PyObject, vm: &VirtualMachine) -> PyResult {
    match &point.operation {
        Operation::WriteGlobal(variable) => {
            let held = || current_global(variable, vm);
            write_global(point, variable, held, Some(value), vm)?;
            Ok(value.to_owned())
        }
        Operation::ReadCell(_) => {
            cell(point, value, None, vm)?;
            Ok(vm.ctx.none())
        }
        Operation::Attribute(name) => attribute(point, value, name, true, vm),
        Operation::Method(name) => attribute(point, value, name, false, vm),
        Operation::DeleteAttribute(name) => {
            if let Some(variable) = Variable::in_module(value, name, vm) {
                write_global(point, &variable, || None, None, vm)?;
            } else if let Some(object) = attribute_of(value, name, vm) {
                step_at(point, &object, Some(name), true, vm)?;
            }
            value.del_attr(*name, vm)?;
            Ok(vm.ctx.none())
        }
        Operation::BeginAttribute(name) => {
            let held = attribute(point, value, name, false, vm)?;
            Ok(vm.new_tuple((value.to_owned(), held)).into())
        }
        Operation::Iterate => Ok(
            match baton::is_exploring().then(|| container_of(value, vm)) {
                Some(Some(container)) => {
                    step_at(point, &container, None, false, vm)?;
                    let iterator = value.get_iter(vm)?;
                    Through {
                        point: point.clone(),
                        container,
                        iterator: iterator.into(),
                    }
                    .into_pyobject(vm)
                }
                _ => value.to_owned(),
            },
        ),
        Operation::Callee => Ok(match baton::is_active() {
            true => BuiltIn {
                point: point.clone(),
                function: value.to_owned(),
                of: None,
            }
            .into_pyobject(vm),
            false => value.to_owned(),
        }),
        Operation::Look => {
            if baton::is_active()
                && let Some(container) = container_of(value, vm)
            {
                step_at(point, &container, None, false, vm)?;
            }
            Ok(value.to_owned())
        }
        _ => Ok(value.to_owned()),
    }
}

fn of_all(point: &Arc<Point>, values: &[PyObjectRef], vm: &VirtualMachine) -> PyResult {
    match (&point.operation, values) {
        (Operation::WriteCell(_), [value, closure]) => {
            cell(point, closure, Some(value), vm)?;
            Ok(value.clone())
        }
        (Operation::InPlace(operation), [held, value]) => {
            touch_container(point, held, true, vm)?;
            operation.done(held, value, vm)
        }
        (Operation::Binary(operator), [left, right]) => {
            if baton::is_active() {
                let both = [left, right].into_iter();
                let held: Vec<_> = both.filter_map(|one| container_of(one, vm)).collect();
                step_on_all(point, &held, false, vm)?;
            }
            binary(*operator, left, right, vm)
        }
        (Operation::SetAttribute(name), [value, object]) => {
            set_attribute(point, object, name, value, vm)
        }
        (Operation::FinishAttribute(name, operation), [begun, value]) => {
            let [object, held] = begun_with(begun);
            touch_container(point, &held, true, vm)?;
            let value = operation.done(&held, value, vm)?;
            set_attribute(point, &object, name, &value, vm)
        }
        (Operation::Item, [object, key]) => {
            touch_items(point, object, values::makes_items(object, vm), vm)?;
            let value = object.get_item(&**key, vm)?;
            if baton::is_recording() {
                about_item(point, object, key, vm);
                baton::value(point, None, Some(&value), vm);
            }
            Ok(value)
        }
        (Operation::SetItem, [value, object, key]) => set_item(point, object, key, value, vm),
        (Operation::DeleteItem, [object, key]) => {
            touch_items(point, object, true, vm)?;
            object.del_item(&**key, vm)?;
            Ok(vm.ctx.none())
        }
        (Operation::BeginItem, [object, key]) => {
            touch_items(point, object, values::makes_items(object, vm), vm)?;
            let held = object.get_item(&**key, vm)?;
            if baton::is_recording() {
                about_item(point, object, key, vm);
                baton::value(point, None, Some(&held), vm);
            }
            let place = vm.new_tuple((object.clone(), key.clone()));
            Ok(vm.new_tuple((place, held)).into())
        }
        (Operation::FinishItem(operation), [begun, value]) => {
            let [place, held] = begun_with(begun);
            let [object, key] = begun_with(&place);
            touch_container(point, &held, true, vm)?;
            let value = operation.done(&held, value, vm)?;
            set_item(point, &object, &key, &value, vm)
        }
        (Operation::Slice, [start, stop, step]) => vm
            .ctx
            .types
            .slice_type
            .as_object()
            .call((start.clone(), stop.clone(), step.clone()), vm),
        (Operation::Contains { negated }, [needle, haystack]) => {
            touch_container(point, haystack, false, vm)?;
            let contains = vm._contains(haystack, needle)?;
            let answer: PyObjectRef = vm.ctx.new_bool(contains != *negated).into();
            if baton::is_recording() {
                baton::value(point, None, Some(&answer), vm);
            }
            Ok(answer)
        }
        (Operation::Native, [function, arguments @ ..]) => {
            native(point, function, FuncArgs::from(arguments.to_vec()), vm)
        }
        _ => Ok(vm.ctx.not_implemented()),
    }
}

fn about_item(point: &Arc<Point>, object: &PyObject, key: &PyObject, vm: &VirtualMachine) {
    if container_of(object, vm).is_some()
        && let Some(key) = values::shown(key, vm)
    {
        baton::about(point, object, &format!("[{key}]"));
    }
}

fn begun_with(pair: &PyObject) -> [PyObjectRef; 2] {
    match pair.downcast_ref::<PyTuple>().map(|pair| pair.as_slice()) {
        Some([one, other]) => [one.clone(), other.clone()],
        _ => unreachable!("a pair was made of it"),
    }
}
