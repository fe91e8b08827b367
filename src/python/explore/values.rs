//! What the search has to know of the program's values: which can change, and how they are shown.

use crate::python::own;
use rustpython_vm::builtins::{PyBoundMethod, PyCode, PyType};
use rustpython_vm::types::PyTypeFlags;
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, VirtualMachine};

/// The most characters of a value that is shown.
const MOST: usize = 80;

fn is_named(class: &Py<PyType>, name: &str) -> bool {
    *class.name() == *name
        || class
            .mro_map_collect(|base| *base.name() == *name)
            .contains(&true)
}

pub(super) fn is_bytearray(object: &PyObject, vm: &VirtualMachine) -> bool {
    object.class().is(vm.ctx.types.bytearray_type)
}

/// Whether it has items that can change, though it is none of those whose methods are known.
pub(super) fn has_items_that_change(object: &PyObject, vm: &VirtualMachine) -> bool {
    let (types, class) = (&vm.ctx.types, object.class());
    let never = [
        types.str_type,
        types.bytes_type,
        types.tuple_type,
        types.range_type,
        types.type_type,
        types.mappingproxy_type,
        types.generic_alias_type,
    ];
    is_built_in(class)
        && !never.iter().any(|one| class.is(*one))
        && object.downcast_ref::<PyType>().is_none()
}

/// Whether to look for an item may make it.
pub(super) fn makes_items(object: &PyObject, vm: &VirtualMachine) -> bool {
    object.class().has_attr(vm.ctx.intern_str("__missing__"))
}

/// Whether it shows the keys, values or pairs of a dictionary.
pub(super) fn is_view(object: &PyObject, vm: &VirtualMachine) -> bool {
    let (types, class) = (&vm.ctx.types, object.class());
    class.is(types.dict_keys_type)
        || class.is(types.dict_values_type)
        || class.is(types.dict_items_type)
}

pub(super) fn is_built_in(class: &Py<PyType>) -> bool {
    !class.slots.flags.has_feature(PyTypeFlags::HEAPTYPE)
}

/// Whether it is `threading.local`, or made from it: each thread has attributes of its own in it.
pub(super) fn is_local(class: &Py<PyType>) -> bool {
    is_named(class, "_local")
}

/// Functions, methods, classes, properties: what no thread changes for another.
pub(super) fn is_code(value: &PyObject, vm: &VirtualMachine) -> bool {
    let (types, class) = (&vm.ctx.types, value.class());
    [
        types.function_type,
        types.builtin_function_or_method_type,
        types.builtin_method_type,
        types.method_descriptor_type,
        types.classmethod_descriptor_type,
        types.wrapper_descriptor_type,
        types.classmethod_type,
        types.staticmethod_type,
        types.property_type,
        types.getset_type,
        types.bound_method_type,
        types.type_type,
    ]
    .iter()
    .any(|one| class.is(*one))
        || value.downcast_ref::<PyType>().is_some()
        || class.has_attr(vm.ctx.intern_str("__get__")) && !is_slot(value, vm)
}

pub(super) fn is_slot(value: &PyObject, vm: &VirtualMachine) -> bool {
    value.class().is(vm.ctx.types.member_descriptor_type)
}

pub(super) fn is_property(value: &PyObject, vm: &VirtualMachine) -> bool {
    value.class().is(vm.ctx.types.property_type)
}

/// Whether a class's attribute comes before an object's own of the same name.
pub(super) fn is_descriptor_of_data(value: &PyObject, vm: &VirtualMachine) -> bool {
    value.class().has_attr(vm.ctx.intern_str("__set__"))
}

/// Classes of the library, written in Python, whose objects are changed by their methods: a call of one is one step.
const CHANGED_BY_LIBRARY: [&str; 13] = [
    "ChainMap",
    "Counter",
    "Future",
    "OrderedDict",
    "Random",
    "SystemRandom",
    "UserDict",
    "UserList",
    "UserString",
    "WeakKeyDictionary",
    "WeakSet",
    "WeakValueDictionary",
    "defaultdict",
];

/// Whether it is of such a class, or a deque, or of a class that is made from one.
pub(super) fn is_changed_by_methods(object: &PyObject, vm: &VirtualMachine) -> bool {
    let is_one = |class: &Py<PyType>| match is_built_in(class) {
        true => *class.name() == *"deque",
        false => {
            let is_named = CHANGED_BY_LIBRARY
                .iter()
                .any(|name| *class.name() == **name);
            is_named && !is_of_program(class, vm)
        }
    };
    let class = object.class();
    match is_built_in(class) {
        true => is_one(class),
        false => class.mro_map_collect(is_one).contains(&true),
    }
}

/// Whether a class is one of the program's.
fn is_of_program(class: &Py<PyType>, vm: &VirtualMachine) -> bool {
    let module = class.get_attr(vm.ctx.intern_str("__module__"));
    let module = module.and_then(|module| Some(module.str(vm).ok()?.to_string()));
    module.is_none_or(|module| module == "__main__" || super::run::is_own_module(&module))
}

/// Whether it is a method written in Python, in the library but for what the search has put there, of an object.
pub(super) fn is_method_of_library(value: &PyObject, vm: &VirtualMachine) -> bool {
    if value.downcast_ref::<PyBoundMethod>().is_none() {
        return false;
    }
    let code = value
        .get_attr("__func__", vm)
        .and_then(|function| function.get_attr("__code__", vm));
    let file = code
        .ok()
        .and_then(|code| Some(code.downcast_ref::<PyCode>()?.source_path().to_string()));
    file.is_some_and(|file| own::is_of_library(&file) && !super::calls::is_of_model(&file))
}

/// The object that a call of this method may change, where it is a method of one that can.
pub(super) fn changed_by(function: &PyObject, vm: &VirtualMachine) -> Option<PyObjectRef> {
    if !is_built_in_method(function, vm) && function.downcast_ref::<PyBoundMethod>().is_none() {
        return None;
    }
    let of = function.get_attr("__self__", vm).ok()?;
    let (types, class) = (&vm.ctx.types, of.class());
    let never = [
        types.none_type,
        types.bool_type,
        types.int_type,
        types.float_type,
        types.complex_type,
        types.str_type,
        types.bytes_type,
        types.tuple_type,
        types.frozenset_type,
        types.range_type,
        types.slice_type,
        types.type_type,
        types.module_type,
        types.mappingproxy_type,
        types.generic_alias_type,
    ];
    let is_text_pattern = || {
        ["Pattern", "Match", "Struct"]
            .iter()
            .any(|one| *class.name() == **one)
    };
    let changes = match is_built_in(class) {
        true => {
            !never.iter().any(|one| class.is(*one))
                && of.downcast_ref::<PyType>().is_none()
                && !is_text_pattern()
        }
        false => is_changed_by_methods(&of, vm),
    };
    changes.then_some(of)
}

/// Whether it is a method that is built in, of an object.
pub(super) fn is_built_in_method(value: &PyObject, vm: &VirtualMachine) -> bool {
    let (types, class) = (&vm.ctx.types, value.class());
    class.is(types.builtin_function_or_method_type)
        || class.is(types.builtin_method_type)
        || class.is(types.method_wrapper_type)
}

/// Whether a method of what holds others changes nothing.
pub(super) fn only_reads(method: &str) -> bool {
    matches!(
        method,
        "copy"
            | "count"
            | "difference"
            | "get"
            | "index"
            | "intersection"
            | "isdisjoint"
            | "issubset"
            | "issuperset"
            | "items"
            | "keys"
            | "symmetric_difference"
            | "union"
            | "values"
            | "__contains__"
            | "__getitem__"
            | "__iter__"
            | "__len__"
    )
}

pub(super) fn name_of(function: &PyObject, vm: &VirtualMachine) -> String {
    function
        .get_attr("__name__", vm)
        .ok()
        .and_then(|name| Some(name.str(vm).ok()?.to_string()))
        .unwrap_or_default()
}

/// A value as it is shown: what is built in by its `repr`, cut where that is long, anything else by its class. No function of
/// the program's is called for it.
pub(super) fn shown(value: &PyObject, vm: &VirtualMachine) -> Option<String> {
    let text = match is_plain(value, 3, vm) {
        true => value.repr(vm).ok()?.to_string_lossy().into_owned(),
        false => format!("<{}>", value.class().name()),
    };
    Some(match text.char_indices().nth(MOST) {
        None => text,
        Some((at, _)) => format!("{}…", &text[..at]),
    })
}

/// Whether all of it is built in, so deep.
fn is_plain(value: &PyObject, deep: u32, vm: &VirtualMachine) -> bool {
    let (types, class) = (&vm.ctx.types, value.class());
    let simple = [
        types.int_type,
        types.bool_type,
        types.float_type,
        types.complex_type,
        types.str_type,
        types.bytes_type,
        types.none_type,
        types.range_type,
        types.ellipsis_type,
    ];
    if simple.iter().any(|one| class.is(*one)) {
        return true;
    }
    if deep == 0 {
        return false;
    }
    let holds = [
        types.list_type,
        types.tuple_type,
        types.dict_type,
        types.set_type,
        types.frozenset_type,
    ];
    if !holds.iter().any(|one| class.is(*one)) && *class.name() != *"deque" {
        return false;
    }
    if let Some(dict) = value.downcast_ref::<rustpython_vm::builtins::PyDict>() {
        return dict
            .into_iter()
            .all(|(key, held)| is_plain(&key, deep - 1, vm) && is_plain(&held, deep - 1, vm));
    }
    let held: Result<Vec<rustpython_vm::PyObjectRef>, _> = value.try_to_value(vm);
    held.is_ok_and(|held| held.iter().all(|one| is_plain(one, deep - 1, vm)))
}

/// An exception's text without the addresses in it, which are others in each run.
pub(super) fn without_addresses(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("0x") {
        let (before, after) = rest.split_at(at + 2);
        let digits = after
            .find(|c: char| !c.is_ascii_hexdigit())
            .unwrap_or(after.len());
        out.push_str(before);
        if digits >= 6 && before.ends_with(" at 0x") {
            out.push('…');
        } else {
            out.push_str(&after[..digits]);
        }
        rest = &after[digits..];
    }
    out.push_str(rest);
    out
}
