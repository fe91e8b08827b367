//! The module `posix`, over which `os` stands: files, the program itself, and refusals of what a page has not.

pub(crate) use posix::module_def;

use super::disk;
use super::errno::Errno;
use super::os_error::{about, plain};
use rustpython_vm::builtins::{PyBaseExceptionRef, PyBytes, PyInt};
use rustpython_vm::ospath::PathConverter;
use rustpython_vm::{PyObjectRef, PyResult, TryFromObject, VirtualMachine};

/// A path, as a program gave it.
pub(crate) struct Path {
    pub text: String,
    given: PyObjectRef,
}

impl Path {
    /// The exception for an error about this file.
    pub fn error(&self, error: Errno, vm: &VirtualMachine) -> PyBaseExceptionRef {
        about(error, self.given.clone(), vm)
    }

    /// A name that belongs to this path: as bytes where it was given as bytes.
    fn named(&self, name: String, vm: &VirtualMachine) -> PyObjectRef {
        match self.given.downcastable::<PyBytes>() {
            true => vm.ctx.new_bytes(name.into_bytes()).into(),
            false => vm.ctx.new_str(name).into(),
        }
    }
}

impl TryFromObject for Path {
    fn try_from_object(vm: &VirtualMachine, object: PyObjectRef) -> PyResult<Self> {
        let path = PathConverter::new().try_path(object, vm)?;
        let given = path.filename(vm);
        // Names that are no text are nobody's here.
        let text = path.to_string_lossy().into_owned();
        Ok(Self { text, given })
    }
}

/// A path, or the descriptor of an open file.
pub(crate) enum Target {
    Path(Path),
    Descriptor(i32),
}

impl Target {
    pub fn error(&self, error: Errno, vm: &VirtualMachine) -> PyBaseExceptionRef {
        match self {
            Self::Path(path) => path.error(error, vm),
            Self::Descriptor(_) => plain(error, vm),
        }
    }
}

impl TryFromObject for Target {
    fn try_from_object(vm: &VirtualMachine, object: PyObjectRef) -> PyResult<Self> {
        if object.downcastable::<PyInt>() {
            return Ok(Self::Descriptor(object.try_into_value(vm)?));
        }
        if let Some(index) = object.try_index_opt(vm) {
            return Ok(Self::Descriptor(index?.try_to_primitive(vm)?));
        }
        Path::try_from_object(vm, object).map(Self::Path)
    }
}

fn stat_of(target: &Target) -> Result<disk::Stat, Errno> {
    match target {
        Target::Path(path) => disk::stat(&path.text),
        Target::Descriptor(descriptor) => disk::descriptor_stat(*descriptor),
    }
}

/// That nobody asks for what is relative to an open folder.
fn no_folder(dir_fd: Option<PyObjectRef>, vm: &VirtualMachine) -> PyResult<()> {
    match dir_fd {
        Some(given) if !vm.is_none(&given) => {
            Err(vm.new_not_implemented_error("dir_fd unavailable on this platform"))
        }
        _ => Ok(()),
    }
}

#[rustpython_vm::pymodule]
mod posix {
    use super::super::errno;
    use super::super::os_error::{about_two, plain, said};
    use super::{Path, Target, disk, no_folder, stat_of};
    use crate::platform::clock;
    use crate::python::Begun;
    use crate::python::life::life;
    use rustpython_vm::builtins::{
        PyBytesRef, PyDictRef, PyGenericAlias, PyListRef, PyTuple, PyTupleRef, PyTypeRef,
    };
    use rustpython_vm::class::PyClassDef;
    use rustpython_vm::common as rustpython_common;
    use rustpython_vm::function::{ArgBytesLike, ArgMemoryBuffer, FsPath, FuncArgs, OptionalArg};
    use rustpython_vm::protocol::PyIterReturn;
    use rustpython_vm::types::{
        IterNext, Iterable, PyStructSequence, PyStructSequenceData, Representable, SelfIter,
        struct_sequence_new,
    };
    use rustpython_vm::{
        AsObject, Py, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine, convert::ToPyObject,
    };
    use std::sync::Mutex;

    #[pyattr]
    const F_OK: i32 = 0;
    #[pyattr]
    const R_OK: i32 = 4;
    #[pyattr]
    const W_OK: i32 = 2;
    #[pyattr]
    const X_OK: i32 = 1;
    #[pyattr]
    use disk::{O_APPEND, O_CREAT, O_DIRECTORY, O_EXCL, O_RDONLY, O_RDWR, O_TRUNC, O_WRONLY};
    #[pyattr]
    const O_CLOEXEC: i32 = 0o2_000_000;
    #[pyattr]
    const O_NOFOLLOW: i32 = 0o400_000;
    #[pyattr]
    const O_NONBLOCK: i32 = 0o4000;
    #[pyattr]
    const EX_OK: i32 = 0;
    #[pyattr]
    const WNOHANG: i32 = 1;
    #[pyattr]
    const WUNTRACED: i32 = 2;

    #[pyattr(name = "error", once)]
    fn os_error(vm: &VirtualMachine) -> PyTypeRef {
        vm.ctx.exceptions.os_error.to_owned()
    }

    #[pyattr(once)]
    fn _have_functions(vm: &VirtualMachine) -> PyListRef {
        vm.ctx.new_list(Vec::new())
    }

    #[pyattr(once)]
    fn environ(vm: &VirtualMachine) -> PyDictRef {
        let environ = vm.ctx.new_dict();
        for (name, value) in [
            ("HOME", disk::HOME),
            ("LANG", "C.UTF-8"),
            ("PATH", "/bin"),
            ("TMPDIR", disk::TEMPORARY),
        ] {
            let [name, value] =
                [name, value].map(|text| vm.ctx.new_bytes(text.as_bytes().to_vec()));
            // A dictionary of our own takes bytes.
            let _ = environ.set_item(name.as_object(), value.into(), vm);
        }
        environ
    }

    // Descriptors.

    #[derive(FromArgs)]
    struct OpenArgs {
        path: Path,
        flags: i32,
        #[pyarg(any, default = 0o777)]
        mode: u32,
        #[pyarg(named, optional)]
        dir_fd: Option<PyObjectRef>,
    }

    #[pyfunction]
    fn open(args: OpenArgs, vm: &VirtualMachine) -> PyResult<i32> {
        no_folder(args.dir_fd, vm)?;
        disk::open(&args.path.text, args.flags, args.mode)
            .map_err(|error| args.path.error(error, vm))
    }

    #[pyfunction]
    fn close(fd: i32, vm: &VirtualMachine) -> PyResult<()> {
        disk::close(fd).map_err(|error| plain(error, vm))
    }

    #[pyfunction]
    fn closerange(low: i32, high: i32) {
        for descriptor in low..high.min(65_536) {
            let _ = disk::close(descriptor);
        }
    }

    #[pyfunction]
    fn read(fd: i32, length: isize, vm: &VirtualMachine) -> PyResult<PyBytesRef> {
        let length = usize::try_from(length).map_err(|_| plain(errno::EINVAL, vm))?;
        // No more than there is: a program may ask for any number.
        let most = match disk::is_stream(fd) {
            Ok(true) => length,
            _ => length.min(
                disk::descriptor_stat(fd)
                    .map_err(|error| plain(error, vm))?
                    .size,
            ),
        };
        let mut bytes = vm.new_zeroed_bytes(most)?;
        let count = vm
            .allow_threads(|| disk::read(fd, &mut bytes))
            .map_err(|error| plain(error, vm))?;
        bytes.truncate(count);
        Ok(vm.ctx.new_bytes(bytes))
    }

    #[pyfunction]
    fn readinto(fd: i32, buffer: ArgMemoryBuffer, vm: &VirtualMachine) -> PyResult<usize> {
        let mut bytes = vm.new_zeroed_bytes(buffer.len())?;
        let count = vm
            .allow_threads(|| disk::read(fd, &mut bytes))
            .map_err(|error| plain(error, vm))?;
        buffer.borrow_buf_mut()[..count].copy_from_slice(&bytes[..count]);
        Ok(count)
    }

    #[pyfunction]
    fn write(fd: i32, data: ArgBytesLike, vm: &VirtualMachine) -> PyResult<usize> {
        let bytes = data.borrow_buf_unlocked(vm)?;
        vm.allow_threads(|| disk::write(fd, &bytes))
            .map_err(|error| plain(error, vm))
    }

    #[pyfunction]
    fn lseek(fd: i32, position: i64, how: i32, vm: &VirtualMachine) -> PyResult<u64> {
        disk::seek(fd, position, how).map_err(|error| plain(error, vm))
    }

    #[pyfunction]
    fn dup(fd: i32, vm: &VirtualMachine) -> PyResult<i32> {
        disk::duplicate(fd).map_err(|error| plain(error, vm))
    }

    #[derive(FromArgs)]
    struct Dup2Args {
        #[pyarg(any)]
        fd: i32,
        #[pyarg(any)]
        fd2: i32,
        #[pyarg(any, default = true)]
        #[allow(dead_code, reason = "there is no process to inherit it")]
        inheritable: bool,
    }

    #[pyfunction]
    fn dup2(args: Dup2Args, vm: &VirtualMachine) -> PyResult<i32> {
        disk::duplicate_to(args.fd, args.fd2).map_err(|error| plain(error, vm))
    }

    #[pyfunction]
    #[pyfunction(name = "fdatasync")]
    fn fsync(fd: i32, vm: &VirtualMachine) -> PyResult<()> {
        disk::descriptor_stat(fd)
            .map(drop)
            .map_err(|error| plain(error, vm))
    }

    #[pyfunction]
    fn ftruncate(fd: i32, length: i64, vm: &VirtualMachine) -> PyResult<()> {
        let length = usize::try_from(length).map_err(|_| plain(errno::EINVAL, vm))?;
        disk::descriptor_truncate(fd, length).map_err(|error| plain(error, vm))
    }

    #[pyfunction]
    fn isatty(fd: i32) -> bool {
        // A page is no terminal.
        let _ = fd;
        false
    }

    #[pyfunction]
    fn get_inheritable(fd: i32, vm: &VirtualMachine) -> PyResult<bool> {
        fsync(fd, vm).map(|()| false)
    }

    #[pyfunction]
    fn set_inheritable(fd: i32, _inheritable: bool, vm: &VirtualMachine) -> PyResult<()> {
        fsync(fd, vm)
    }

    #[pyfunction]
    fn get_blocking(fd: i32, vm: &VirtualMachine) -> PyResult<bool> {
        fsync(fd, vm).map(|()| true)
    }

    #[pyfunction]
    fn set_blocking(fd: i32, _blocking: bool, vm: &VirtualMachine) -> PyResult<()> {
        fsync(fd, vm)
    }

    // Files and folders.

    #[pystruct_sequence_data]
    struct StatResultData {
        pub st_mode: u32,
        pub st_ino: u64,
        pub st_dev: u32,
        pub st_nlink: u32,
        pub st_uid: u32,
        pub st_gid: u32,
        pub st_size: usize,
        #[pystruct_sequence(unnamed)]
        pub st_atime_int: i64,
        #[pystruct_sequence(unnamed)]
        pub st_mtime_int: i64,
        #[pystruct_sequence(unnamed)]
        pub st_ctime_int: i64,
        #[pystruct_sequence(skip)]
        pub st_atime: f64,
        #[pystruct_sequence(skip)]
        pub st_mtime: f64,
        #[pystruct_sequence(skip)]
        pub st_ctime: f64,
        #[pystruct_sequence(skip)]
        pub st_atime_ns: i64,
        #[pystruct_sequence(skip)]
        pub st_mtime_ns: i64,
        #[pystruct_sequence(skip)]
        pub st_ctime_ns: i64,
        #[pystruct_sequence(skip)]
        pub st_blksize: usize,
        #[pystruct_sequence(skip)]
        pub st_blocks: usize,
    }

    const NS: i64 = 1_000_000_000;

    impl StatResultData {
        fn of(stat: disk::Stat) -> Self {
            let seconds = |ns: i64| ns as f64 / NS as f64;
            Self {
                st_mode: stat.mode,
                st_ino: stat.number,
                st_dev: 1,
                st_nlink: 1,
                st_uid: USER,
                st_gid: USER,
                st_size: stat.size,
                st_atime_int: stat.accessed_ns.div_euclid(NS),
                st_mtime_int: stat.modified_ns.div_euclid(NS),
                st_ctime_int: stat.changed_ns.div_euclid(NS),
                st_atime: seconds(stat.accessed_ns),
                st_mtime: seconds(stat.modified_ns),
                st_ctime: seconds(stat.changed_ns),
                st_atime_ns: stat.accessed_ns,
                st_mtime_ns: stat.modified_ns,
                st_ctime_ns: stat.changed_ns,
                st_blksize: 4096,
                st_blocks: stat.size.div_ceil(512),
            }
        }
    }

    #[pyattr]
    #[pystruct_sequence(name = "stat_result", module = "os", data = "StatResultData")]
    struct PyStatResult;

    #[pyclass(with(PyStructSequence))]
    impl PyStatResult {
        #[pyslot]
        fn slot_new(class: PyTypeRef, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
            let args = args.bind_for(vm, Self::NAME)?;
            let result = struct_sequence_new(
                class.clone(),
                args,
                StatResultData::OPTIONAL_FIELD_NAMES,
                vm,
            )?;
            let Some(tuple) = result.downcast_ref::<PyTuple>() else {
                return Ok(result);
            };
            let mut items = tuple.as_slice().to_vec();
            // Times that are not given as fractions are the whole seconds.
            for whole in 7..=9 {
                if vm.is_none(&items[whole + 3]) {
                    items[whole + 3] = items[whole].clone();
                }
            }
            PyTuple::new_unchecked(items.into_boxed_slice())
                .into_ref_with_type(vm, class)
                .map(Into::into)
        }
    }

    #[derive(FromArgs)]
    struct StatArgs {
        #[pyarg(any)]
        path: Target,
        #[pyarg(named, optional)]
        dir_fd: Option<PyObjectRef>,
        #[pyarg(named, default = true)]
        #[allow(dead_code, reason = "there are no links")]
        follow_symlinks: bool,
    }

    #[pyfunction]
    #[pyfunction(name = "lstat")]
    fn stat(args: StatArgs, vm: &VirtualMachine) -> PyResult {
        no_folder(args.dir_fd, vm)?;
        let stat = stat_of(&args.path).map_err(|error| args.path.error(error, vm))?;
        Ok(StatResultData::of(stat).to_pyobject(vm))
    }

    #[pyfunction]
    fn fstat(fd: i32, vm: &VirtualMachine) -> PyResult {
        let stat = disk::descriptor_stat(fd).map_err(|error| plain(error, vm))?;
        Ok(StatResultData::of(stat).to_pyobject(vm))
    }

    #[derive(FromArgs)]
    struct AccessArgs {
        #[pyarg(any)]
        path: Path,
        #[pyarg(any)]
        mode: u32,
        #[pyarg(named, optional)]
        dir_fd: Option<PyObjectRef>,
        #[pyarg(named, default)]
        #[allow(dead_code, reason = "there is one user")]
        effective_ids: bool,
        #[pyarg(named, default = true)]
        #[allow(dead_code, reason = "there are no links")]
        follow_symlinks: bool,
    }

    #[pyfunction]
    fn access(args: AccessArgs, vm: &VirtualMachine) -> PyResult<bool> {
        no_folder(args.dir_fd, vm)?;
        Ok(disk::stat(&args.path.text).is_ok_and(|stat| (stat.mode >> 6) & args.mode == args.mode))
    }

    #[derive(FromArgs)]
    struct PathArgs {
        #[pyarg(any)]
        path: Path,
        #[pyarg(named, optional)]
        dir_fd: Option<PyObjectRef>,
    }

    #[pyfunction]
    #[pyfunction(name = "unlink")]
    fn remove(args: PathArgs, vm: &VirtualMachine) -> PyResult<()> {
        no_folder(args.dir_fd, vm)?;
        disk::remove(&args.path.text).map_err(|error| args.path.error(error, vm))
    }

    #[pyfunction]
    fn rmdir(args: PathArgs, vm: &VirtualMachine) -> PyResult<()> {
        no_folder(args.dir_fd, vm)?;
        disk::remove_folder(&args.path.text).map_err(|error| args.path.error(error, vm))
    }

    #[derive(FromArgs)]
    struct MkdirArgs {
        #[pyarg(any)]
        path: Path,
        #[pyarg(any, default = 0o777)]
        mode: u32,
        #[pyarg(named, optional)]
        dir_fd: Option<PyObjectRef>,
    }

    #[pyfunction]
    fn mkdir(args: MkdirArgs, vm: &VirtualMachine) -> PyResult<()> {
        no_folder(args.dir_fd, vm)?;
        disk::make_folder(&args.path.text, args.mode).map_err(|error| args.path.error(error, vm))
    }

    #[derive(FromArgs)]
    struct RenameArgs {
        #[pyarg(any)]
        src: Path,
        #[pyarg(any)]
        dst: Path,
        #[pyarg(named, optional)]
        src_dir_fd: Option<PyObjectRef>,
        #[pyarg(named, optional)]
        dst_dir_fd: Option<PyObjectRef>,
    }

    #[pyfunction]
    #[pyfunction(name = "replace")]
    fn rename(args: RenameArgs, vm: &VirtualMachine) -> PyResult<()> {
        no_folder(args.src_dir_fd, vm)?;
        no_folder(args.dst_dir_fd, vm)?;
        disk::rename(&args.src.text, &args.dst.text)
            .map_err(|error| about_two(error, args.src.given.clone(), args.dst.given.clone(), vm))
    }

    #[pyfunction]
    fn readlink(args: PathArgs, vm: &VirtualMachine) -> PyResult {
        no_folder(args.dir_fd, vm)?;
        let error = disk::stat(&args.path.text).err().unwrap_or(errno::EINVAL);
        Err(args.path.error(error, vm))
    }

    #[derive(FromArgs)]
    struct TruncateArgs {
        #[pyarg(any)]
        path: Target,
        #[pyarg(any)]
        length: i64,
    }

    #[pyfunction]
    fn truncate(args: TruncateArgs, vm: &VirtualMachine) -> PyResult<()> {
        let made = match (usize::try_from(args.length), &args.path) {
            (Err(_), _) => Err(errno::EINVAL),
            (Ok(length), Target::Path(path)) => disk::truncate(&path.text, length),
            (Ok(length), Target::Descriptor(descriptor)) => {
                disk::descriptor_truncate(*descriptor, length)
            }
        };
        made.map_err(|error| args.path.error(error, vm))
    }

    #[derive(FromArgs)]
    struct ChmodArgs {
        #[pyarg(any)]
        path: Target,
        #[pyarg(any)]
        mode: u32,
        #[pyarg(named, optional)]
        dir_fd: Option<PyObjectRef>,
        #[pyarg(named, default = true)]
        #[allow(dead_code, reason = "there are no links")]
        follow_symlinks: bool,
    }

    #[pyfunction]
    fn chmod(args: ChmodArgs, vm: &VirtualMachine) -> PyResult<()> {
        no_folder(args.dir_fd, vm)?;
        let done = match &args.path {
            Target::Path(path) => disk::change_mode(&path.text, args.mode),
            Target::Descriptor(descriptor) => disk::descriptor_mode(*descriptor, args.mode),
        };
        done.map_err(|error| args.path.error(error, vm))
    }

    #[pyfunction]
    fn fchmod(fd: i32, mode: u32, vm: &VirtualMachine) -> PyResult<()> {
        disk::descriptor_mode(fd, mode).map_err(|error| plain(error, vm))
    }

    #[pyfunction]
    fn umask(mask: u32) -> u32 {
        disk::umask(mask)
    }

    #[derive(FromArgs)]
    struct UtimeArgs {
        #[pyarg(any)]
        path: Target,
        #[pyarg(any, default)]
        times: Option<PyTupleRef>,
        #[pyarg(named, default)]
        ns: Option<PyTupleRef>,
        #[pyarg(named, optional)]
        dir_fd: Option<PyObjectRef>,
        #[pyarg(named, default = true)]
        #[allow(dead_code, reason = "there are no links")]
        follow_symlinks: bool,
    }

    #[pyfunction]
    fn utime(args: UtimeArgs, vm: &VirtualMachine) -> PyResult<()> {
        no_folder(args.dir_fd, vm)?;
        let two = |tuple: &PyTupleRef, name: &str| match tuple.as_slice() {
            [first, second] => Ok([first.clone(), second.clone()]),
            _ => Err(vm.new_type_error(format!(
                "utime: '{name}' must be either a tuple of two ints or None"
            ))),
        };
        let times = match (&args.times, &args.ns) {
            (Some(_), Some(_)) => {
                return Err(vm.new_value_error(
                    "utime: you may specify either 'times' or 'ns' but not both",
                ));
            }
            (None, None) => None,
            (Some(times), None) => {
                let [accessed, modified] = two(times, "times")?;
                let ns = |seconds: PyObjectRef| -> PyResult<i64> {
                    let seconds: f64 =
                        match seconds.downcast_ref::<rustpython_vm::builtins::PyFloat>() {
                            Some(float) => float.to_f64(),
                            None => seconds.try_into_value::<i64>(vm)? as f64,
                        };
                    Ok((seconds * NS as f64) as i64)
                };
                Some((ns(accessed)?, ns(modified)?))
            }
            (None, Some(ns)) => {
                let [accessed, modified] = two(ns, "ns")?;
                Some((accessed.try_into_value(vm)?, modified.try_into_value(vm)?))
            }
        };
        match &args.path {
            Target::Path(path) => {
                disk::set_times(&path.text, times).map_err(|error| args.path.error(error, vm))
            }
            Target::Descriptor(fd) => fsync(*fd, vm),
        }
    }

    #[derive(FromArgs)]
    struct FolderArgs {
        #[pyarg(any, optional)]
        path: OptionalArg<Option<Target>>,
    }

    impl FolderArgs {
        /// The folder's path as it was given, and the names in it.
        fn list(self, vm: &VirtualMachine) -> PyResult<(Path, Vec<(String, disk::Stat)>)> {
            let target = match self.path {
                OptionalArg::Present(Some(target)) => target,
                _ => Target::Path(Path {
                    text: ".".into(),
                    given: vm.ctx.new_str(".").into(),
                }),
            };
            let path = match target {
                Target::Path(path) => path,
                Target::Descriptor(descriptor) => {
                    let text =
                        disk::descriptor_folder(descriptor).map_err(|error| plain(error, vm))?;
                    let given = vm.ctx.new_str(text.clone()).into();
                    Path { text, given }
                }
            };
            let names = disk::names(&path.text).map_err(|error| path.error(error, vm))?;
            Ok((path, names))
        }
    }

    #[pyfunction]
    fn listdir(args: FolderArgs, vm: &VirtualMachine) -> PyResult<Vec<PyObjectRef>> {
        let (path, names) = args.list(vm)?;
        Ok(names
            .into_iter()
            .map(|(name, _)| path.named(name, vm))
            .collect())
    }

    #[pyattr]
    #[pyclass(name)]
    #[derive(Debug, PyPayload)]
    struct DirEntry {
        name: PyObjectRef,
        path: PyObjectRef,
        place: String,
        is_folder: bool,
        number: u64,
    }

    #[derive(FromArgs)]
    struct FollowArgs {
        #[pyarg(named, default = true)]
        #[allow(dead_code, reason = "there are no links")]
        follow_symlinks: bool,
    }

    #[pyclass(flags(DISALLOW_INSTANTIATION), with(Representable))]
    impl DirEntry {
        #[pygetset]
        fn name(zelf: &Py<Self>) -> PyObjectRef {
            zelf.name.clone()
        }

        #[pygetset]
        fn path(zelf: &Py<Self>) -> PyObjectRef {
            zelf.path.clone()
        }

        #[pymethod]
        fn is_dir(zelf: &Py<Self>, _args: FollowArgs) -> bool {
            zelf.is_folder
        }

        #[pymethod]
        fn is_file(zelf: &Py<Self>, _args: FollowArgs) -> bool {
            !zelf.is_folder
        }

        #[pymethod]
        fn is_symlink(_zelf: &Py<Self>) -> bool {
            false
        }

        #[pymethod]
        fn is_junction(_zelf: &Py<Self>) -> bool {
            false
        }

        #[pymethod]
        fn inode(zelf: &Py<Self>) -> u64 {
            zelf.number
        }

        #[pymethod]
        fn stat(zelf: &Py<Self>, _args: FollowArgs, vm: &VirtualMachine) -> PyResult {
            let stat = disk::stat(&zelf.place);
            let stat = stat.map_err(|error| super::about(error, zelf.path.clone(), vm))?;
            Ok(StatResultData::of(stat).to_pyobject(vm))
        }

        #[pymethod]
        fn __fspath__(zelf: &Py<Self>) -> PyObjectRef {
            zelf.path.clone()
        }

        #[pyclassmethod]
        fn __class_getitem__(
            class: PyTypeRef,
            args: PyObjectRef,
            vm: &VirtualMachine,
        ) -> PyResult<PyGenericAlias> {
            PyGenericAlias::from_args(class, args, vm)
        }
    }

    impl Representable for DirEntry {
        fn repr_str(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<String> {
            Ok(format!("<DirEntry {}>", zelf.name.repr(vm)?))
        }
    }

    #[pyattr]
    #[pyclass(name = "ScandirIter")]
    #[derive(Debug, PyPayload)]
    struct ScandirIter {
        entries: Mutex<std::vec::IntoIter<PyRef<DirEntry>>>,
    }

    #[pyclass(flags(DISALLOW_INSTANTIATION), with(IterNext, Iterable))]
    impl ScandirIter {
        #[pymethod]
        fn close(zelf: &Py<Self>) {
            *crate::platform::lock(&zelf.entries) = Vec::new().into_iter();
        }

        #[pymethod]
        const fn __enter__(zelf: PyRef<Self>) -> PyRef<Self> {
            zelf
        }

        #[pymethod]
        fn __exit__(zelf: PyRef<Self>, _args: FuncArgs) {
            Self::close(&zelf);
        }
    }

    impl SelfIter for ScandirIter {}

    impl IterNext for ScandirIter {
        fn next(zelf: &Py<Self>, _vm: &VirtualMachine) -> PyResult<PyIterReturn> {
            let next = crate::platform::lock(&zelf.entries).next();
            Ok(next.map_or(PyIterReturn::StopIteration(None), |entry| {
                PyIterReturn::Return(entry.into())
            }))
        }
    }

    #[pyfunction]
    fn scandir(args: FolderArgs, vm: &VirtualMachine) -> PyResult<ScandirIter> {
        let (folder, names) = args.list(vm)?;
        let base = disk::current();
        let entries = names.into_iter().map(|(name, stat)| {
            let path = match folder.text.ends_with('/') {
                true => format!("{}{name}", folder.text),
                false => format!("{}/{name}", folder.text),
            };
            DirEntry {
                name: folder.named(name, vm),
                // The folder may no longer be the current one when the entry is asked.
                place: if path.starts_with('/') {
                    path.clone()
                } else {
                    format!("{base}/{path}")
                },
                path: folder.named(path, vm),
                is_folder: stat.is_folder(),
                number: stat.number,
            }
            .into_ref(&vm.ctx)
        });
        let entries: Vec<_> = entries.collect();
        Ok(ScandirIter {
            entries: Mutex::new(entries.into_iter()),
        })
    }

    #[pyfunction]
    fn getcwd() -> String {
        disk::current()
    }

    #[pyfunction]
    fn getcwdb(vm: &VirtualMachine) -> PyBytesRef {
        vm.ctx.new_bytes(disk::current().into_bytes())
    }

    #[derive(FromArgs)]
    struct ChdirArgs {
        #[pyarg(any)]
        path: Target,
    }

    #[pyfunction]
    fn chdir(args: ChdirArgs, vm: &VirtualMachine) -> PyResult<()> {
        let changed = match &args.path {
            Target::Path(path) => disk::change_current(&path.text),
            Target::Descriptor(descriptor) => {
                disk::descriptor_folder(*descriptor).and_then(|path| disk::change_current(&path))
            }
        };
        changed.map_err(|error| args.path.error(error, vm))
    }

    #[derive(FromArgs)]
    struct FsPathArgs {
        #[pyarg(any)]
        path: PyObjectRef,
    }

    #[pyfunction]
    fn fspath(args: FsPathArgs, vm: &VirtualMachine) -> PyResult<FsPath> {
        FsPath::try_from_path_like(args.path, false, vm)
    }

    // The program.

    const USER: u32 = 1000;

    /// The program's main process is the first.
    #[pyfunction]
    fn getpid() -> u32 {
        number(1, Begun::number)
    }

    #[pyfunction]
    fn getppid() -> u32 {
        number(0, Begun::parents_number)
    }

    fn number(of_main: u32, of: impl FnOnce(&Begun) -> u32) -> u32 {
        let life = life();
        let begun = life.as_ref().and_then(|life| life.processes.begun.as_ref());
        begun.map_or(of_main, of)
    }

    #[pyfunction]
    #[pyfunction(name = "geteuid")]
    #[pyfunction(name = "getgid")]
    #[pyfunction(name = "getegid")]
    const fn getuid() -> u32 {
        USER
    }

    #[pyfunction]
    fn getlogin() -> &'static str {
        "user"
    }

    #[pyfunction]
    fn cpu_count() -> u32 {
        life().map_or(1, |life| life.workers)
    }

    #[pyfunction]
    fn urandom(size: isize, vm: &VirtualMachine) -> PyResult<PyBytesRef> {
        let size = usize::try_from(size)
            .map_err(|_| vm.new_value_error("negative argument not allowed"))?;
        let mut bytes = vm.new_zeroed_bytes(size)?;
        getrandom::fill(&mut bytes).map_err(|_| plain(errno::EIO, vm))?;
        Ok(vm.ctx.new_bytes(bytes))
    }

    #[pyfunction]
    fn strerror(code: i32) -> String {
        errno::message(code)
    }

    #[pyfunction]
    fn putenv(_key: PyObjectRef, _value: PyObjectRef) {}

    #[pyfunction]
    fn unsetenv(_key: PyObjectRef) {}

    #[pystruct_sequence_data]
    struct TerminalSizeData {
        pub columns: usize,
        pub lines: usize,
    }

    #[pyattr]
    #[pystruct_sequence(name = "terminal_size", module = "os", data = "TerminalSizeData")]
    struct PyTerminalSize;

    #[pyclass(with(PyStructSequence))]
    impl PyTerminalSize {}

    #[pyfunction]
    fn get_terminal_size(_fd: OptionalArg<i32>, vm: &VirtualMachine) -> PyResult {
        Err(plain(errno::ENOTTY, vm))
    }

    #[pystruct_sequence_data]
    struct UnameResultData {
        pub sysname: &'static str,
        pub nodename: &'static str,
        pub release: &'static str,
        pub version: &'static str,
        pub machine: &'static str,
    }

    #[pyattr]
    #[pystruct_sequence(name = "uname_result", module = "posix", data = "UnameResultData")]
    struct PyUnameResult;

    #[pyclass(with(PyStructSequence))]
    impl PyUnameResult {}

    #[pyfunction]
    fn uname(vm: &VirtualMachine) -> PyObjectRef {
        UnameResultData {
            sysname: "browser",
            nodename: "page",
            release: env!("CARGO_PKG_VERSION"),
            version: "manyhands",
            machine: "wasm32",
        }
        .to_pyobject(vm)
    }

    #[pystruct_sequence_data]
    struct TimesResultData {
        pub user: f64,
        pub system: f64,
        pub children_user: f64,
        pub children_system: f64,
        pub elapsed: f64,
    }

    #[pyattr]
    #[pystruct_sequence(name = "times_result", module = "posix", data = "TimesResultData")]
    struct PyTimesResult;

    #[pyclass(with(PyStructSequence))]
    impl PyTimesResult {}

    #[pyfunction]
    fn times(vm: &VirtualMachine) -> PyObjectRef {
        TimesResultData {
            user: super::super::clocks::process_s(),
            system: 0.0,
            children_user: 0.0,
            children_system: 0.0,
            elapsed: clock::now_us() / 1e6,
        }
        .to_pyobject(vm)
    }

    /// That of `_manyhands` takes its place, which ends the other threads too.
    #[pyfunction]
    fn _exit(status: i32, vm: &VirtualMachine) -> PyResult<()> {
        let class = vm.ctx.exceptions.system_exit.to_owned();
        Err(vm.new_exception(class, vec![vm.ctx.new_int(status).into()]))
    }

    /// As CPython ends by a signal that says so.
    #[pyfunction]
    fn abort(vm: &VirtualMachine) -> PyResult<()> {
        const ABORTED: i32 = 134;
        let exit = vm.import("posix", 0)?.get_attr("_exit", vm)?;
        exit.call((ABORTED,), vm).map(drop)
    }

    #[pyfunction]
    fn sched_yield() {
        std::thread::yield_now();
    }

    // What a page has not.

    #[pyfunction]
    fn waitpid(_pid: i32, _options: i32, vm: &VirtualMachine) -> PyResult<PyTupleRef> {
        Err(plain(errno::ECHILD, vm))
    }

    #[pyfunction]
    const fn waitstatus_to_exitcode(status: i32) -> i32 {
        status >> 8
    }

    #[pyfunction(name = "WIFSTOPPED")]
    const fn is_stopped(_status: i32) -> bool {
        false
    }

    #[pyfunction(name = "WSTOPSIG")]
    const fn stop_signal(_status: i32) -> i32 {
        0
    }

    #[pyfunction]
    fn pipe(vm: &VirtualMachine) -> PyResult<PyTupleRef> {
        Err(said(
            errno::ENOSYS,
            "there are no pipes between descriptors in a page: use queue.Queue",
            vm,
        ))
    }
}
