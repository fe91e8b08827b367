//! `_io.FileIO`, `open` and `open_code` over the [disk](super::disk). They are written here and not in Python, so that an
//! error's traceback ends in the program, as in CPython.

use super::errno;
use super::os_error::plain;
use rustpython_vm::builtins::{PyModule, PyType, PyTypeRef};
use rustpython_vm::class::{PyClassDef, StaticType};
use rustpython_vm::common::static_cell::StaticCell;
use rustpython_vm::object::{MaybeTraverse, TraverseFn};
use rustpython_vm::{Context, Py, PyObject, PyPayload, PyResult, VirtualMachine};

pub(crate) use file_io::module_def;

/// `_io._RawIOBase`, whose own Rust type `rustpython-vm` keeps to itself: of the same layout, and of the same class.
#[derive(Debug, Default)]
#[repr(align(8))]
pub(crate) struct RawIoBase;

impl MaybeTraverse for RawIoBase {
    fn try_traverse(&self, _tracer: &mut TraverseFn<'_>) {}
}

impl PyPayload for RawIoBase {
    fn class(_context: &Context) -> &'static Py<PyType> {
        Self::static_type()
    }
}

impl PyClassDef for RawIoBase {
    const NAME: &'static str = "_RawIOBase";
    const MODULE_NAME: Option<&'static str> = Some("_io");
    const TP_NAME: &'static str = "_io._RawIOBase";
    const BASICSIZE: usize = rustpython_vm::object::payload_offset::<Self>();
    type Base = rustpython_vm::builtins::PyBaseObject;
}

impl StaticType for RawIoBase {
    fn static_cell() -> &'static StaticCell<PyTypeRef> {
        rustpython_vm::common::static_cell! {
            static CELL: PyTypeRef;
        }
        &CELL
    }
}

/// Puts what `_io` lacks on a platform without files into it, and `open` among the built-in functions.
pub(super) fn install(vm: &VirtualMachine) -> PyResult<()> {
    let io = vm.import("_io", 0)?;
    if vm.get_attribute_opt(&io, "FileIO")?.is_none() {
        let base: PyTypeRef = io.get_attr("_RawIOBase", vm)?.try_into_value(vm)?;
        // Set already where an earlier interpreter of this program did so: the class is the same.
        let _ = RawIoBase::static_cell().set(base);
    }
    let ours = vm.import("_file_io", 0)?;
    for name in ["FileIO", "open", "open_code"] {
        io.set_attr(name, ours.get_attr(name, vm)?, vm)?;
    }
    let builtins: &Py<PyModule> = &vm.builtins;
    builtins.set_attr("open", ours.get_attr("open", vm)?, vm)
}

/// Closes a file as `_io._IOBase` does: what it still holds is written first.
fn close_base(file: &PyObject, vm: &VirtualMachine) -> PyResult<()> {
    if file.get_attr("closed", vm)?.try_to_bool(vm)? {
        return Ok(());
    }
    let flushed = vm.call_method(file, "flush", ());
    file.set_attr("__closed", vm.new_pyobj(true), vm)?;
    flushed.map(drop)
}

/// Closes a file that nobody holds any more.
fn finalize(file: &PyObject, vm: &VirtualMachine) {
    let closed = vm.get_attribute_opt(file, "closed");
    let Ok(Some(Ok(false))) = closed.map(|closed| closed.map(|closed| closed.try_to_bool(vm)))
    else {
        return;
    };
    let _ = file.set_attr("_finalizing", vm.ctx.true_value.clone(), vm);
    if let Err(error) = vm.call_method(file, "close", ()) {
        vm.run_unraisable(error, None, file.to_owned());
    }
}

fn unsupported<T>(message: &str, vm: &VirtualMachine) -> PyResult<T> {
    let class: PyTypeRef = vm
        .import("_io", 0)?
        .get_attr("UnsupportedOperation", vm)?
        .try_into_value(vm)?;
    Err(vm.new_exception_msg(class, message.into()))
}

#[rustpython_vm::pymodule(name = "_file_io")]
mod file_io {
    use super::super::disk;
    use super::super::posix::Path;
    use super::{RawIoBase, close_base, errno, finalize, plain, unsupported};
    use rustpython_vm::builtins::{PyBaseExceptionRef, PyBytesRef, PyInt, PyUtf8StrRef};
    use rustpython_vm::convert::ToPyObject;
    use rustpython_vm::function::{ArgBytesLike, ArgMemoryBuffer, FsPath, OptionalArg};
    use rustpython_vm::types::{
        Constructor, DefaultConstructor, Destructor, Initializer, Representable,
    };
    use rustpython_vm::{
        AsObject, Py, PyObject, PyObjectRef, PyResult, TryFromObject, VirtualMachine,
    };
    use std::sync::atomic::{AtomicBool, AtomicI32, AtomicU8, Ordering::Relaxed};

    const CREATED: u8 = 1;
    const READABLE: u8 = 2;
    const WRITABLE: u8 = 4;
    const APPENDING: u8 = 8;

    /// What CPython buffers a file by.
    const BUFFER: usize = 128 * 1024;

    #[pyattr]
    #[pyclass(module = "_io", name, base = RawIoBase)]
    #[derive(Debug)]
    struct FileIO {
        _base: RawIoBase,
        /// Negative when it is closed.
        fd: AtomicI32,
        closes: AtomicBool,
        mode: AtomicU8,
        finalizing: AtomicBool,
    }

    impl Default for FileIO {
        fn default() -> Self {
            Self {
                _base: RawIoBase,
                fd: AtomicI32::new(-1),
                closes: AtomicBool::new(true),
                mode: AtomicU8::new(0),
                finalizing: AtomicBool::new(false),
            }
        }
    }

    #[derive(FromArgs)]
    struct FileIOArgs {
        #[pyarg(any)]
        file: PyObjectRef,
        #[pyarg(any, default, py_default = "'r'")]
        mode: Option<PyUtf8StrRef>,
        #[pyarg(any, default = true)]
        closefd: bool,
        #[pyarg(any, optional)]
        opener: Option<PyObjectRef>,
    }

    /// The mode of a raw file, and how it is opened.
    fn parsed(mode: &str, vm: &VirtualMachine) -> PyResult<(u8, i32)> {
        const ONE: &str =
            "Must have exactly one of create/read/write/append mode and at most one plus";
        let (mut found, mut flags, mut chosen, mut plus) = (0, 0, false, false);
        for letter in mode.chars() {
            let (bits, how) = match letter {
                'b' => continue,
                '+' if plus => return Err(vm.new_value_error(ONE)),
                '+' => {
                    plus = true;
                    continue;
                }
                'r' => (READABLE, 0),
                'w' => (WRITABLE, disk::O_CREAT | disk::O_TRUNC),
                'x' => (CREATED | WRITABLE, disk::O_CREAT | disk::O_EXCL),
                'a' => (APPENDING | WRITABLE, disk::O_CREAT | disk::O_APPEND),
                _ => return Err(vm.new_value_error(format!("invalid mode: {mode}"))),
            };
            if chosen {
                return Err(vm.new_value_error(ONE));
            }
            chosen = true;
            (found, flags) = (bits, how);
        }
        if !chosen {
            return Err(vm.new_value_error(ONE));
        }
        if plus {
            found |= READABLE | WRITABLE;
        }
        flags |= match (found & READABLE != 0, found & WRITABLE != 0) {
            (true, true) => disk::O_RDWR,
            (false, true) => disk::O_WRONLY,
            _ => disk::O_RDONLY,
        };
        Ok((found, flags))
    }

    impl DefaultConstructor for FileIO {}

    impl Initializer for FileIO {
        type Args = FileIOArgs;

        fn init(zelf: &Py<Self>, args: Self::Args, vm: &VirtualMachine) -> PyResult<()> {
            let name = args.file;
            let given = match name.downcast_ref::<PyInt>() {
                Some(number) => {
                    let number: i32 = number.try_to_primitive(vm)?;
                    if number < 0 {
                        return Err(vm.new_value_error("negative file descriptor"));
                    }
                    Some(number)
                }
                None => None,
            };
            let mode = args.mode.as_ref().map_or("rb", |mode| mode.as_str());
            let (mode, flags) = parsed(mode, vm)?;
            zelf.mode.store(mode, Relaxed);
            let fd = match given {
                Some(fd) => {
                    zelf.closes.store(args.closefd, Relaxed);
                    disk::descriptor_stat(fd).map_err(|error| plain(error, vm))?;
                    fd
                }
                None if !args.closefd => {
                    return Err(vm.new_value_error("Cannot use closefd=False with file name"));
                }
                None => {
                    zelf.closes.store(true, Relaxed);
                    match args.opener.filter(|opener| !vm.is_none(opener)) {
                        Some(opener) => {
                            let fd = opener.call((name.clone(), flags), vm)?;
                            if !fd.downcastable::<PyInt>() {
                                return Err(vm.new_type_error("expected integer from opener"));
                            }
                            let fd: i32 = fd.try_into_value(vm)?;
                            if fd < 0 {
                                return Err(vm.new_value_error(format!("opener returned {fd}")));
                            }
                            fd
                        }
                        None => {
                            let path = Path::try_from_object(vm, name.clone())?;
                            let opened = disk::open(&path.text, flags, 0o666);
                            opened.map_err(|error| path.error(error, vm))?
                        }
                    }
                }
            };
            let stat = disk::descriptor_stat(fd).map_err(|error| plain(error, vm))?;
            if stat.is_folder() {
                if given.is_none() {
                    let _ = disk::close(fd);
                }
                return Err(super::super::os_error::about(errno::EISDIR, name, vm));
            }
            zelf.fd.store(fd, Relaxed);
            zelf.as_object().set_attr("name", name, vm)?;
            if mode & APPENDING != 0 {
                let _ = disk::seek(fd, 0, disk::FROM_END);
            }
            Ok(())
        }
    }

    impl Representable for FileIO {
        fn repr_str(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<String> {
            let class = zelf.class().slot_name();
            let fd = zelf.fd.load(Relaxed);
            if fd < 0 {
                return Ok(format!("<{class} [closed]>"));
            }
            let mode = zelf.raw_mode();
            let closefd = if zelf.closes.load(Relaxed) {
                "True"
            } else {
                "False"
            };
            Ok(match vm.get_attribute_opt(zelf.as_object(), "name")? {
                Some(name) => {
                    format!(
                        "<{class} name={} mode='{mode}' closefd={closefd}>",
                        name.repr(vm)?
                    )
                }
                None => format!("<{class} fd={fd} mode='{mode}' closefd={closefd}>"),
            })
        }
    }

    impl FileIO {
        fn raw_mode(&self) -> &'static str {
            let mode = self.mode.load(Relaxed);
            let plus = mode & READABLE != 0 && mode & WRITABLE != 0;
            match (
                mode & CREATED != 0,
                mode & APPENDING != 0,
                mode & READABLE != 0,
            ) {
                (true, ..) => {
                    if plus {
                        "xb+"
                    } else {
                        "xb"
                    }
                }
                (_, true, _) => {
                    if plus {
                        "ab+"
                    } else {
                        "ab"
                    }
                }
                (.., true) => {
                    if plus {
                        "rb+"
                    } else {
                        "rb"
                    }
                }
                _ => "wb",
            }
        }

        fn descriptor(&self, vm: &VirtualMachine) -> PyResult<i32> {
            match self.fd.load(Relaxed) {
                fd if fd >= 0 => Ok(fd),
                _ => Err(vm.new_value_error("I/O operation on closed file")),
            }
        }

        /// The descriptor, if the file may be read.
        fn to_read(&self, vm: &VirtualMachine) -> PyResult<i32> {
            let fd = self.descriptor(vm)?;
            match self.mode.load(Relaxed) & READABLE {
                0 => unsupported("File not open for reading", vm),
                _ => Ok(fd),
            }
        }

        fn error(zelf: &Py<Self>, error: errno::Errno, vm: &VirtualMachine) -> PyBaseExceptionRef {
            let exception = plain(error, vm);
            if let Ok(name) = zelf.as_object().get_attr("name", vm) {
                let _ = exception.as_object().set_attr("filename", name, vm);
            }
            exception
        }
    }

    #[pyclass(
        with(Constructor, Initializer, Representable, Destructor),
        flags(BASETYPE, HAS_DICT, HAS_WEAKREF)
    )]
    impl FileIO {
        #[pygetset]
        fn closed(zelf: &Py<Self>) -> bool {
            zelf.fd.load(Relaxed) < 0
        }

        #[pygetset]
        fn closefd(zelf: &Py<Self>) -> bool {
            zelf.closes.load(Relaxed)
        }

        #[pygetset(name = "_blksize")]
        fn blksize(_zelf: &Py<Self>) -> usize {
            BUFFER
        }

        #[pygetset]
        fn mode(zelf: &Py<Self>) -> &'static str {
            zelf.raw_mode()
        }

        #[pymethod]
        fn fileno(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<i32> {
            zelf.descriptor(vm)
        }

        #[pymethod]
        fn readable(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<bool> {
            zelf.descriptor(vm)?;
            Ok(zelf.mode.load(Relaxed) & READABLE != 0)
        }

        #[pymethod]
        fn writable(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<bool> {
            zelf.descriptor(vm)?;
            Ok(zelf.mode.load(Relaxed) & WRITABLE != 0)
        }

        #[pymethod]
        fn seekable(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<bool> {
            Ok(matches!(disk::is_stream(zelf.descriptor(vm)?), Ok(false)))
        }

        #[pymethod]
        fn isatty(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<bool> {
            zelf.descriptor(vm)?;
            Ok(false)
        }

        #[pymethod]
        fn read(
            zelf: &Py<Self>,
            size: OptionalArg<Option<isize>>,
            vm: &VirtualMachine,
        ) -> PyResult<PyBytesRef> {
            let fd = zelf.to_read(vm)?;
            let size = match size {
                OptionalArg::Present(Some(size)) if size >= 0 => size as usize,
                _ => return Self::readall(zelf, vm),
            };
            // No more than there is: a program may ask for any number.
            let most = match disk::is_stream(fd) {
                Ok(true) => size.min(BUFFER),
                _ => size.min(
                    disk::descriptor_stat(fd)
                        .map_err(|error| Self::error(zelf, error, vm))?
                        .size,
                ),
            };
            let mut bytes = vm.new_zeroed_bytes(most)?;
            let count = vm
                .allow_threads(|| disk::read(fd, &mut bytes))
                .map_err(|error| Self::error(zelf, error, vm))?;
            bytes.truncate(count);
            Ok(vm.ctx.new_bytes(bytes))
        }

        #[pymethod]
        fn readall(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<PyBytesRef> {
            let fd = zelf.to_read(vm)?;
            match vm.allow_threads(|| disk::read_all(fd)) {
                Ok(bytes) => Ok(vm.ctx.new_bytes(bytes)),
                Err(errno::ENOMEM) => Err(vm.no_memory_error()),
                Err(error) => Err(Self::error(zelf, error, vm)),
            }
        }

        #[pymethod]
        fn readinto(
            zelf: &Py<Self>,
            buffer: ArgMemoryBuffer,
            vm: &VirtualMachine,
        ) -> PyResult<usize> {
            let fd = zelf.to_read(vm)?;
            // A file answers at once; standard input may wait, and nobody else's lock is held meanwhile.
            if matches!(disk::is_stream(fd), Ok(false)) {
                return disk::read(fd, &mut buffer.borrow_buf_mut())
                    .map_err(|error| Self::error(zelf, error, vm));
            }
            let mut bytes = vm.new_zeroed_bytes(buffer.len())?;
            let count = vm
                .allow_threads(|| disk::read(fd, &mut bytes))
                .map_err(|error| Self::error(zelf, error, vm))?;
            buffer.borrow_buf_mut()[..count].copy_from_slice(&bytes[..count]);
            Ok(count)
        }

        #[pymethod]
        fn write(zelf: &Py<Self>, data: ArgBytesLike, vm: &VirtualMachine) -> PyResult<usize> {
            let fd = zelf.descriptor(vm)?;
            if zelf.mode.load(Relaxed) & WRITABLE == 0 {
                return unsupported("File not open for writing", vm);
            }
            let bytes = data.borrow_buf_unlocked(vm)?;
            vm.allow_threads(|| disk::write(fd, &bytes))
                .map_err(|error| Self::error(zelf, error, vm))
        }

        #[pymethod]
        fn seek(
            zelf: &Py<Self>,
            position: i64,
            whence: OptionalArg<i32>,
            vm: &VirtualMachine,
        ) -> PyResult<u64> {
            disk::seek(zelf.descriptor(vm)?, position, whence.unwrap_or(0))
                .map_err(|error| plain(error, vm))
        }

        #[pymethod]
        fn tell(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<u64> {
            disk::seek(zelf.descriptor(vm)?, 0, disk::FROM_HERE).map_err(|error| plain(error, vm))
        }

        #[pymethod]
        fn truncate(
            zelf: &Py<Self>,
            size: OptionalArg<Option<i64>>,
            vm: &VirtualMachine,
        ) -> PyResult<u64> {
            let fd = zelf.descriptor(vm)?;
            if zelf.mode.load(Relaxed) & WRITABLE == 0 {
                return unsupported("File not open for writing", vm);
            }
            let size = match size {
                OptionalArg::Present(Some(size)) => {
                    u64::try_from(size).map_err(|_| plain(errno::EINVAL, vm))?
                }
                _ => Self::tell(zelf, vm)?,
            };
            disk::descriptor_truncate(fd, size as usize).map_err(|error| plain(error, vm))?;
            Ok(size)
        }

        #[pymethod]
        fn close(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<()> {
            let flushed = close_base(zelf.as_object(), vm);
            if !zelf.closes.load(Relaxed) {
                zelf.fd.store(-1, Relaxed);
                return flushed;
            }
            if zelf.finalizing.load(Relaxed) {
                Self::warn(zelf, zelf.as_object(), vm);
            }
            let closed = match zelf.fd.swap(-1, Relaxed) {
                fd if fd >= 0 => disk::close(fd).map_err(|error| Self::error(zelf, error, vm)),
                _ => Ok(()),
            };
            flushed.and(closed)
        }

        #[pymethod]
        fn __getstate__(zelf: PyObjectRef, vm: &VirtualMachine) -> PyResult {
            Err(vm.new_type_error(format!("cannot pickle '{}' instances", zelf.class().name())))
        }

        #[pymethod(name = "_dealloc_warn")]
        fn dealloc_warn(zelf: &Py<Self>, source: PyObjectRef, vm: &VirtualMachine) {
            Self::warn(zelf, &source, vm);
        }
    }

    impl FileIO {
        /// That nobody closed the file.
        fn warn(zelf: &Py<Self>, source: &PyObject, vm: &VirtualMachine) {
            if zelf.fd.load(Relaxed) < 0 || !zelf.closes.load(Relaxed) {
                return;
            }
            let file = source
                .repr(vm)
                .map_or_else(|_| "<file>".to_owned(), |text| text.to_string());
            let class = vm.ctx.exceptions.resource_warning;
            let message = format!("unclosed file {file}");
            if let Err(error) = rustpython_vm::stdlib::_warnings::warn(class, message, 1, vm) {
                vm.run_unraisable(error, None, zelf.as_object().to_owned());
            }
        }
    }

    impl Destructor for FileIO {
        fn slot_del(zelf: &PyObject, vm: &VirtualMachine) -> PyResult<()> {
            if let Some(file) = zelf.downcast_ref::<Self>() {
                file.finalizing.store(true, Relaxed);
            }
            finalize(zelf, vm);
            Ok(())
        }

        #[cold]
        fn del(_zelf: &Py<Self>, _vm: &VirtualMachine) -> PyResult<()> {
            unreachable!("slot_del is implemented")
        }
    }

    #[derive(FromArgs)]
    struct OpenArgs {
        #[pyarg(any)]
        file: PyObjectRef,
        #[pyarg(any, default, py_default = "'r'")]
        mode: Option<PyUtf8StrRef>,
        #[pyarg(any, default = -1)]
        buffering: isize,
        #[pyarg(any, default)]
        encoding: Option<PyUtf8StrRef>,
        #[pyarg(any, default)]
        errors: Option<PyUtf8StrRef>,
        #[pyarg(any, default)]
        newline: Option<PyUtf8StrRef>,
        #[pyarg(any, default = true)]
        closefd: bool,
        #[pyarg(any, default)]
        opener: Option<PyObjectRef>,
    }

    #[pyfunction]
    fn open(args: OpenArgs, vm: &VirtualMachine) -> PyResult {
        let given = args.mode.as_ref().map_or("r", |mode| mode.as_str());
        let has = |letter: char| given.contains(letter);
        let known = given.chars().all(|letter| "xrwabt+".contains(letter));
        let once = given
            .chars()
            .all(|letter| given.matches(letter).count() == 1);
        if !known || !once {
            return Err(vm.new_value_error(format!("invalid mode: '{given}'")));
        }
        let binary = has('b');
        if binary && has('t') {
            return Err(vm.new_value_error("can't have text and binary mode at once"));
        }
        if ['x', 'r', 'w', 'a']
            .into_iter()
            .filter(|&letter| has(letter))
            .count()
            != 1
        {
            return Err(
                vm.new_value_error("must have exactly one of create/read/write/append mode")
            );
        }
        if binary {
            for (is_there, what) in [
                (args.encoding.is_some(), "an encoding"),
                (args.errors.is_some(), "an errors"),
                (args.newline.is_some(), "a newline"),
            ] {
                if is_there {
                    let message = format!("binary mode doesn't take {what} argument");
                    return Err(vm.new_value_error(message));
                }
            }
        }
        let file = match args.file.downcastable::<PyInt>() {
            true => args.file,
            false => FsPath::try_from_path_like(args.file, true, vm)?.to_pyobject(vm),
        };
        let raw_mode: String = given
            .chars()
            .filter(|&letter| letter != 't' && letter != 'b')
            .collect();
        let opener = args.opener.unwrap_or_else(|| vm.ctx.none());
        let raw_class = <FileIO as rustpython_vm::class::StaticType>::static_type();
        let raw = raw_class.as_object().call(
            (file, vm.ctx.new_utf8_str(raw_mode), args.closefd, opener),
            vm,
        )?;
        let opened = wrapped(
            &raw,
            given,
            &args.encoding,
            &args.errors,
            &args.newline,
            args.buffering,
            vm,
        );
        if opened.is_err() {
            let _ = vm.call_method(&raw, "close", ());
        }
        opened
    }

    /// The buffer around a raw file, and the text around that.
    fn wrapped(
        raw: &PyObjectRef,
        mode: &str,
        encoding: &Option<PyUtf8StrRef>,
        errors: &Option<PyUtf8StrRef>,
        newline: &Option<PyUtf8StrRef>,
        buffering: isize,
        vm: &VirtualMachine,
    ) -> PyResult {
        let binary = mode.contains('b');
        let io = vm.import("_io", 0)?;
        if buffering == 0 {
            return match binary {
                true => Ok(raw.clone()),
                false => Err(vm.new_value_error("can't have unbuffered text I/O")),
            };
        }
        if buffering == 1 && binary {
            let message = "line buffering (buffering=1) isn't supported in binary mode, the default buffer size will be used";
            let class = vm.ctx.exceptions.runtime_warning;
            rustpython_vm::stdlib::_warnings::warn(class, message.to_owned(), 1, vm)?;
        }
        let size = if buffering > 1 {
            buffering as usize
        } else {
            BUFFER
        };
        let class = match (mode.contains('+'), mode.contains('r')) {
            (true, _) => "BufferedRandom",
            (_, true) => "BufferedReader",
            _ => "BufferedWriter",
        };
        let buffer = io.get_attr(class, vm)?.call((raw.clone(), size), vm)?;
        if binary {
            return Ok(buffer);
        }
        let encoding = encoding
            .clone()
            .unwrap_or_else(|| vm.ctx.new_utf8_str("UTF-8"));
        let text = io.get_attr("TextIOWrapper", vm)?.call(
            (
                buffer,
                encoding,
                errors.clone(),
                newline.clone(),
                buffering == 1,
            ),
            vm,
        )?;
        text.set_attr("mode", vm.ctx.new_str(mode), vm)?;
        Ok(text)
    }

    #[derive(FromArgs)]
    struct OpenCodeArgs {
        #[pyarg(any)]
        path: PyUtf8StrRef,
    }

    #[pyfunction]
    fn open_code(args: OpenCodeArgs, vm: &VirtualMachine) -> PyResult {
        let open_args = OpenArgs {
            file: args.path.as_object().to_owned(),
            mode: Some(vm.ctx.new_utf8_str("rb")),
            buffering: -1,
            encoding: None,
            errors: None,
            newline: None,
            closefd: true,
            opener: None,
        };
        open(open_args, vm)
    }
}
