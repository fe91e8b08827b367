//! The points of a rewritten program: what each does, once its thread may go on.

use super::baton;
use super::values;
use crate::explore::Object;
use ruff_python_ast as ruff;
use rustpython_vm::builtins::{
    PyDict, PyFunction, PyList, PyModule, PySet, PyStrInterned, PyTuple, PyType,
};
use rustpython_vm::class::PyClassImpl;
use rustpython_vm::function::FuncArgs;
use rustpython_vm::protocol::{PyIterReturn, PyNumberMethods};
use rustpython_vm::types::{
    AsNumber, Callable, GetAttr, IterNext, Iterable, Representable, SelfIter,
};
use rustpython_vm::{
    AsObject, Context, Py, PyObject, PyObjectRef, PyPayload, PyResult, VirtualMachine, pyclass,
};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A name of a module of the program.
#[derive(Debug)]
pub(super) struct Variable {
    pub name: String,
    pub object: Object,
    is_shared: AtomicBool,
}

impl Variable {
    pub fn new(file: &str, name: &str) -> Self {
        let mut hasher = DefaultHasher::new();
        (file, name).hash(&mut hasher);
        Self {
            name: name.into(),
            object: Object(hasher.finish() >> 1),
            is_shared: AtomicBool::new(false),
        }
    }

    /// Whether a thread writes it after the first start of one, as far as is known.
    fn is_shared(&self) -> bool {
        self.is_shared.load(Ordering::Relaxed)
    }
}

/// An operator that works in place.
#[derive(Debug, Clone, Copy)]
pub(super) struct InPlace(pub ruff::Operator);

impl InPlace {
    fn done(self, a: &PyObject, b: &PyObject, vm: &VirtualMachine) -> PyResult {
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
    /// A turn of a loop that ends when something else changes.
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
            Operation::Slice | Operation::Look | Operation::Contains { .. } => ("read", none()),
            Operation::Iterate | Operation::Turn | Operation::News | Operation::Unwind => {
                ("read", none())
            }
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
        Operation::ReadGlobal(variable) => read_global(point, variable, vm),
        Operation::WriteGlobal(variable) => write_global(point, variable, None, vm),
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

fn read_global(point: &Arc<Point>, variable: &Variable, vm: &VirtualMachine) -> PyResult<()> {
    if !baton::is_active() {
        return Ok(());
    }
    if !variable.is_shared() && baton::goes_around() {
        variable.is_shared.store(true, Ordering::Relaxed);
        baton::begin_again();
    }
    if variable.is_shared() {
        baton::step(vm, point, variable.object, false)?;
        if baton::is_recording() {
            let globals = rustpython_vm::frame::current_globals();
            let value = globals
                .and_then(|globals| globals.get_item_opt(variable.name.as_str(), vm).ok()?);
            baton::value(point, None, value.as_deref(), vm);
        }
    }
    Ok(())
}

fn write_global(
    point: &Arc<Point>,
    variable: &Variable,
    value: Option<&PyObject>,
    vm: &VirtualMachine,
) -> PyResult<()> {
    if !baton::has_started() {
        return Ok(());
    }
    if !variable.is_shared.swap(true, Ordering::Relaxed) {
        baton::begin_again();
    }
    if baton::is_active() {
        let before = || {
            let globals = rustpython_vm::frame::current_globals()?;
            globals.get_item_opt(variable.name.as_str(), vm).ok()?
        };
        baton::step(vm, point, variable.object, true)?;
        if baton::is_recording() {
            baton::value(point, before().as_deref(), value, vm);
        }
    }
    Ok(())
}

fn of_one(point: &Arc<Point>, value: &PyObject, vm: &VirtualMachine) -> PyResult {
    match &point.operation {
        Operation::WriteGlobal(variable) => {
            write_global(point, variable, Some(value), vm)?;
            Ok(value.to_owned())
        }
        Operation::ReadCell(_) => {
            cell(point, value, None, vm)?;
            Ok(vm.ctx.none())
        }
        Operation::Attribute(name) => attribute(point, value, name, true, vm),
        Operation::Method(name) => attribute(point, value, name, false, vm),
        Operation::DeleteAttribute(name) => {
            if let Some(object) = attribute_of(value, name, vm) {
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
            true => Native {
                point: point.clone(),
                function: value.to_owned(),
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

/// The variable that a function never called refers to.
fn cell(
    point: &Arc<Point>,
    closure: &PyObject,
    written: Option<&PyObject>,
    vm: &VirtualMachine,
) -> PyResult<()> {
    if !baton::is_active() {
        if written.is_some() {
            baton::news();
        }
        return Ok(());
    }
    let Some(variable) = closure
        .downcast_ref::<PyFunction>()
        .and_then(|function| function.as_object().get_attr("__closure__", vm).ok())
        .and_then(|cells| cells.downcast::<PyTuple>().ok())
        .and_then(|cells| cells.as_slice().first().cloned())
    else {
        return Ok(());
    };
    let held = || variable.get_attr("cell_contents", vm).ok();
    step_at(point, &variable, None, written.is_some(), vm)?;
    if baton::is_recording() {
        match written {
            Some(value) => baton::value(point, held().as_deref(), Some(value), vm),
            None => baton::value(point, None, held().as_deref(), vm),
        }
    }
    Ok(())
}

/// A step on an object that another thread touches too, and none on any other.
fn step_at(
    point: &Arc<Point>,
    object: &PyObject,
    part: Option<Name>,
    writes: bool,
    vm: &VirtualMachine,
) -> PyResult<()> {
    if !baton::is_active() {
        return Ok(());
    }
    let whole = object;
    match baton::shared(point, object) {
        Some(Object(number)) => {
            let attribute = part.map_or(0, |part| part.as_object().get_id() as u64);
            let object =
                Object(number.wrapping_add(attribute.wrapping_mul(0x9e37_79b9_7f4a_7c15)) >> 1);
            baton::step(vm, point, object, writes)?;
            if baton::is_recording() {
                let part = part.map_or_else(String::new, |part| format!(".{part}"));
                baton::about(point, whole, &part);
            }
            Ok(())
        }
        None => {
            if writes {
                baton::news();
            }
            Ok(())
        }
    }
}

/// What holds others, where that is one: it, or what a view of it is of.
fn container_of(object: &PyObject, vm: &VirtualMachine) -> Option<PyObjectRef> {
    let is_container = object.downcast_ref::<PyList>().is_some()
        || object.downcast_ref::<PyDict>().is_some()
        || object.downcast_ref::<PySet>().is_some()
        || values::is_deque(object)
        || values::is_bytearray(object, vm);
    if is_container {
        return Some(object.to_owned());
    }
    values::is_view(object, vm)
        .then(|| baton::behind(object))
        .flatten()
}

fn touch_container(
    point: &Arc<Point>,
    object: &PyObject,
    writes: bool,
    vm: &VirtualMachine,
) -> PyResult<()> {
    if !baton::is_active() {
        return Ok(());
    }
    match container_of(object, vm) {
        Some(container) => step_at(point, &container, None, writes, vm),
        None => Ok(()),
    }
}

/// The same for what has items: what is built in and can change.
fn touch_items(
    point: &Arc<Point>,
    object: &PyObject,
    writes: bool,
    vm: &VirtualMachine,
) -> PyResult<()> {
    if !baton::is_active() {
        return Ok(());
    }
    match container_of(object, vm) {
        Some(container) => step_at(point, &container, None, writes, vm),
        None if values::has_items_that_change(object, vm) => {
            step_at(point, object, None, writes, vm)
        }
        None => Ok(()),
    }
}

/// The object whose attribute of this name another thread could change; `None` where that is a method, a property, or
/// of something that nobody changes.
fn attribute_of(object: &PyObject, name: Name, vm: &VirtualMachine) -> Option<PyObjectRef> {
    let class = object.class();
    if let Some(module) = object.downcast_ref::<PyModule>() {
        return baton::is_of_program(module.dict().as_object()).then(|| object.to_owned());
    }
    if let Some(class) = object.downcast_ref::<PyType>() {
        return match class.get_attr(name) {
            Some(value) if values::is_code(&value, vm) => None,
            _ if values::is_built_in(class) => None,
            _ => Some(object.to_owned()),
        };
    }
    if values::is_local(class) {
        return None;
    }
    let of_class = class.get_attr(name);
    if let Some(dict) = object.dict() {
        let is_data = of_class
            .as_ref()
            .is_some_and(|value| values::is_descriptor_of_data(value, vm));
        if !is_data && dict.get_item_opt(name, vm).ok()?.is_some() {
            return Some(object.to_owned());
        }
    }
    match of_class {
        Some(value) if values::is_slot(&value, vm) => Some(object.to_owned()),
        Some(value) if values::is_code(&value, vm) => None,
        // It is the class's, and written there.
        Some(_) => class
            .mro_collect()
            .into_iter()
            .find(|class| class.get_direct_attr(name).is_some())
            .map(Into::into),
        None if object.dict().is_some() => Some(object.to_owned()),
        None => None,
    }
}

fn attribute(
    point: &Arc<Point>,
    object: &PyObject,
    name: Name,
    is_value: bool,
    vm: &VirtualMachine,
) -> PyResult {
    if !baton::is_exploring() {
        return object.get_attr(name, vm);
    }
    if (is_value || baton::is_active())
        && !values::is_view(object, vm)
        && let Some(container) = container_of(object, vm)
    {
        let method = object.get_attr(name, vm)?;
        if !values::is_built_in_method(&method, vm) {
            return Ok(method);
        }
        return Ok(Method {
            point: point.clone(),
            container,
            writes: !values::only_reads(name.as_str()),
            method,
        }
        .into_pyobject(vm));
    }
    if baton::is_active()
        && let Some(shared) = attribute_of(object, name, vm)
    {
        step_at(point, &shared, Some(name), false, vm)?;
        let value = object.get_attr(name, vm)?;
        if baton::is_recording() {
            baton::value(point, None, Some(&value), vm);
        }
        return Ok(value);
    }
    let value = object.get_attr(name, vm)?;
    if !is_value && baton::is_active() && values::is_built_in_method(&value, vm) {
        return Ok(Native {
            point: point.clone(),
            function: value,
        }
        .into_pyobject(vm));
    }
    Ok(value)
}

fn set_attribute(
    point: &Arc<Point>,
    object: &PyObject,
    name: Name,
    value: &PyObject,
    vm: &VirtualMachine,
) -> PyResult {
    if baton::is_active()
        && !values::is_local(object.class())
        && !object
            .class()
            .get_attr(name)
            .is_some_and(|of_class| values::is_property(&of_class, vm))
    {
        step_at(point, object, Some(name), true, vm)?;
        if baton::is_recording() {
            // None of the program's functions is called for it.
            let before = object
                .dict()
                .and_then(|held| held.get_item_opt(name, vm).ok()?);
            baton::value(point, before.as_deref(), Some(value), vm);
        }
    }
    object.set_attr(name, value.to_owned(), vm)?;
    Ok(vm.ctx.none())
}

fn set_item(
    point: &Arc<Point>,
    object: &PyObject,
    key: &PyObject,
    value: &PyObject,
    vm: &VirtualMachine,
) -> PyResult {
    touch_items(point, object, true, vm)?;
    if baton::is_recording() {
        about_item(point, object, key, vm);
        let before = match object.downcast_ref::<PyDict>() {
            Some(dict) => dict.get_item_opt(key, vm).ok().flatten(),
            None if object.downcast_ref::<PyList>().is_some() => object.get_item(key, vm).ok(),
            None => None,
        };
        baton::value(point, before.as_deref(), Some(value), vm);
    }
    object.set_item(key, value.to_owned(), vm)?;
    Ok(vm.ctx.none())
}

/// What a function that is built in does to what it is given.
fn only_looks(name: &str) -> bool {
    matches!(
        name,
        "all"
            | "any"
            | "bytes"
            | "dict"
            | "float"
            | "frozenset"
            | "int"
            | "join"
            | "len"
            | "list"
            | "max"
            | "min"
            | "print"
            | "repr"
            | "reversed"
            | "set"
            | "sorted"
            | "str"
            | "sum"
            | "tuple"
    )
}

/// A call of what is built in, or of the library's: a step where it is given something that another thread touches.
fn native(
    point: &Arc<Point>,
    function: &PyObject,
    arguments: FuncArgs,
    vm: &VirtualMachine,
) -> PyResult {
    if !baton::is_active() {
        return function.call(arguments, vm);
    }
    let name = values::name_of(function, vm);
    if let ("getattr" | "hasattr" | "setattr" | "delattr", [object, attribute, ..]) =
        (name.as_str(), arguments.args.as_slice())
        && let Some(attribute) = attribute.downcast_ref::<rustpython_vm::builtins::PyStr>()
    {
        let writes = matches!(name.as_str(), "setattr" | "delattr");
        let attribute = vm.ctx.intern_str(attribute.to_string_lossy().as_ref());
        let shared = match writes {
            true => Some(object.clone()),
            false => attribute_of(object, attribute, vm),
        };
        if let Some(shared) = shared {
            step_at(point, &shared, Some(attribute), writes, vm)?;
        }
        return function.call(arguments, vm);
    }
    let is_next = name == "next";
    let looks = only_looks(&name);
    let given = arguments.args.iter().chain(arguments.kwargs.values());
    let touched: Vec<PyObjectRef> = given
        .filter_map(|given| match is_next {
            true => Some(given.clone()),
            false => container_of(given, vm),
        })
        .collect();
    step_on_all(point, &touched, !looks, vm)?;
    if is_next {
        baton::news();
    }
    let value = function.call(arguments, vm)?;
    baton::passed_call();
    if baton::is_recording() && looks {
        baton::value(point, None, Some(&value), vm);
    }
    Ok(value)
}

/// One step on all of these that another thread touches too.
fn step_on_all(
    point: &Arc<Point>,
    objects: &[PyObjectRef],
    writes: bool,
    vm: &VirtualMachine,
) -> PyResult<()> {
    let shared: Vec<Object> = objects
        .iter()
        .filter_map(|object| baton::shared(point, object))
        .collect();
    if shared.len() < objects.len() && writes {
        baton::news();
    }
    if let Some(first) = objects.first()
        && !shared.is_empty()
    {
        // As they are numbered where they are touched alone.
        let shared = shared
            .iter()
            .map(|Object(number)| Object(number >> 1))
            .collect();
        baton::step_on(vm, point, shared, writes)?;
        if baton::is_recording() {
            baton::about(point, first, "");
        }
    }
    Ok(())
}

/// A function that is built in, or the library's, about to be called.
#[derive(Debug, PyPayload)]
#[pyclass(module = "builtins", name = "builtin_function_or_method")]
pub(super) struct Native {
    point: Arc<Point>,
    function: PyObjectRef,
}

#[pyclass(with(Callable, GetAttr, Representable), flags(DISALLOW_INSTANTIATION))]
impl Native {
    fn into_pyobject(self, vm: &VirtualMachine) -> PyObjectRef {
        let _class = Self::make_static_type();
        self.into_ref(&vm.ctx).into()
    }
}

impl Callable for Native {
    type Args = FuncArgs;

    fn call(zelf: &Py<Self>, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        native(&zelf.point, &zelf.function, args, vm)
    }
}

impl GetAttr for Native {
    fn getattro(
        zelf: &Py<Self>,
        name: &Py<rustpython_vm::builtins::PyStr>,
        vm: &VirtualMachine,
    ) -> PyResult {
        zelf.function.get_attr(name, vm)
    }
}

impl Representable for Native {
    fn repr_str(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<String> {
        Ok(zelf.function.repr(vm)?.to_string())
    }
}

/// A method of what holds others, which is a step when it is called.
#[derive(Debug, PyPayload)]
#[pyclass(module = "builtins", name = "builtin_function_or_method")]
pub(super) struct Method {
    point: Arc<Point>,
    container: PyObjectRef,
    writes: bool,
    method: PyObjectRef,
}

#[pyclass(with(Callable, GetAttr, Representable), flags(DISALLOW_INSTANTIATION))]
impl Method {
    fn into_pyobject(self, vm: &VirtualMachine) -> PyObjectRef {
        let _class = Self::make_static_type();
        self.into_ref(&vm.ctx).into()
    }
}

impl Callable for Method {
    type Args = FuncArgs;

    fn call(zelf: &Py<Self>, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        if !baton::is_active() {
            return zelf.method.call(args, vm);
        }
        let given = args.args.iter().chain(args.kwargs.values());
        let more: Vec<PyObjectRef> = given.filter_map(|given| container_of(given, vm)).collect();
        step_on_all(&zelf.point, &more, false, vm)?;
        step_at(&zelf.point, &zelf.container, None, zelf.writes, vm)?;
        let before = match baton::is_recording() && zelf.writes {
            true => values::shown(&zelf.container, vm),
            false => None,
        };
        let result = zelf.method.call(args, vm);
        if let Ok(view) = &result
            && values::is_view(view, vm)
        {
            baton::is_behind(view, &zelf.container);
        }
        if baton::is_recording() {
            match (&result, zelf.writes) {
                (_, true) => baton::shown(&zelf.point, before, values::shown(&zelf.container, vm)),
                (Ok(value), false) => baton::value(&zelf.point, None, Some(value), vm),
                (Err(_), false) => {}
            }
        }
        result
    }
}

impl GetAttr for Method {
    fn getattro(
        zelf: &Py<Self>,
        name: &Py<rustpython_vm::builtins::PyStr>,
        vm: &VirtualMachine,
    ) -> PyResult {
        zelf.method.get_attr(name, vm)
    }
}

impl Representable for Method {
    fn repr_str(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<String> {
        Ok(zelf.method.repr(vm)?.to_string())
    }
}

/// Goes through what holds others: each of its turns looks at that.
#[derive(Debug, PyPayload)]
#[pyclass(module = "builtins", name = "iterator")]
pub(super) struct Through {
    point: Arc<Point>,
    container: PyObjectRef,
    iterator: PyObjectRef,
}

#[pyclass(with(IterNext, Iterable), flags(DISALLOW_INSTANTIATION))]
impl Through {
    fn into_pyobject(self, vm: &VirtualMachine) -> PyObjectRef {
        let _class = Self::make_static_type();
        self.into_ref(&vm.ctx).into()
    }
}

impl SelfIter for Through {}

impl IterNext for Through {
    fn next(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<PyIterReturn> {
        step_at(&zelf.point, &zelf.container, None, false, vm)?;
        match rustpython_vm::protocol::PyIter::new(&*zelf.iterator).next(vm)? {
            PyIterReturn::Return(value) => {
                if baton::is_recording() {
                    baton::value(&zelf.point, None, Some(&value), vm);
                }
                Ok(PyIterReturn::Return(value))
            }
            over => Ok(over),
        }
    }
}
