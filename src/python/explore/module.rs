//! The module `_explore`: what the model of `threading` and `queue` (`lib/`) is laid upon, an atomic step for each call.

pub(in crate::python) use _explore::module_def;

#[rustpython_vm::pymodule]
mod _explore {
    use crate::contract::Stream;
    use crate::explore::{How, Object};
    use crate::python::explore::baton::{self, ENDS, Need};
    use crate::python::explore::calls::{Of, caller, reads, step, step_of, writes};
    use crate::python::explore::run::{start_thread, told};
    use rustpython_vm::builtins::{PyBaseExceptionRef, PyStrRef};
    use rustpython_vm::{PyObjectRef, PyResult, VirtualMachine};

    /// What starts of threads have in common: the next number.
    const STARTS: Object = Object(ENDS - 1);
    const OUTPUT: Object = Object(ENDS - 2);
    const INPUT: Object = Object(ENDS - 3);

    /// `None`: for ever; 0: not at all.
    type Timeout = Option<f64>;

    fn is_patient(timeout: Timeout) -> bool {
        timeout.is_none_or(|seconds| seconds > 0.0)
    }

    /// A lock, queue, …, with a value.
    #[pyfunction]
    fn made(of: PyObjectRef, kind: PyStrRef, value: i64) -> u64 {
        baton::made(kind_of(&kind.to_string_lossy()), value, of)
    }

    fn kind_of(name: &str) -> &'static str {
        const KINDS: [&str; 10] = [
            "Lock",
            "RLock",
            "Semaphore",
            "BoundedSemaphore",
            "Event",
            "Condition",
            "Barrier",
            "Queue",
            "LifoQueue",
            "PriorityQueue",
        ];
        let known = KINDS.into_iter().find(|kind| *kind == name);
        known.unwrap_or("SimpleQueue")
    }

    /// Takes one: `acquire`, `get`. Whether there was one in time.
    #[pyfunction]
    fn take(
        sync: u64,
        timeout: Timeout,
        operation: PyStrRef,
        vm: &VirtualMachine,
    ) -> PyResult<bool> {
        let Some(sync) = baton::index(sync) else {
            return Ok(false);
        };
        let need = match is_patient(timeout) {
            true => Need::Some(sync),
            false => Need::Nothing,
        };
        let touches = writes(baton::object_of(sync));
        let told = operation.to_string_lossy();
        step(
            vm,
            touches,
            need,
            timeout.is_some(),
            (&told, Of::Sync(sync)),
            |shared, how| {
                let this = shared.sync(sync);
                let is_there = how == How::Step && this.value > 0;
                if is_there {
                    this.value -= 1;
                    shared.takes(sync);
                } else {
                    shared.passes(timeout.unwrap_or(0.0));
                }
                let value = shared.sync(sync).value;
                shared.read((is_there, value));
                is_there
            },
        )
    }

    /// Gives so many: `release`. Whether that was allowed, where there may be `most` at most; -1: any number.
    #[pyfunction]
    fn give(
        sync: u64,
        more: i64,
        most: i64,
        operation: PyStrRef,
        vm: &VirtualMachine,
    ) -> PyResult<bool> {
        let Some(sync) = baton::index(sync) else {
            return Ok(true);
        };
        let touches = writes(baton::object_of(sync));
        let told = operation.to_string_lossy();
        step(
            vm,
            touches,
            Need::Nothing,
            false,
            (&told, Of::Sync(sync)),
            |shared, _| {
                let this = shared.sync(sync);
                let is_allowed = most < 0 || this.value + more <= most;
                if is_allowed {
                    this.value += more;
                    shared.gives(sync);
                }
                let value = shared.sync(sync).value;
                shared.read((is_allowed, value, "given"));
                is_allowed
            },
        )
    }

    /// Puts an item where there is room: whether there was, in time.
    #[pyfunction]
    fn put(
        sync: u64,
        most: i64,
        timeout: Timeout,
        operation: PyStrRef,
        vm: &VirtualMachine,
    ) -> PyResult<bool> {
        let Some(sync) = baton::index(sync) else {
            return Ok(true);
        };
        let need = match is_patient(timeout) {
            true => Need::Room(sync, most),
            false => Need::Nothing,
        };
        let touches = writes(baton::object_of(sync));
        let told = operation.to_string_lossy();
        step(
            vm,
            touches,
            need,
            timeout.is_some(),
            (&told, Of::Sync(sync)),
            |shared, how| {
                let this = shared.sync(sync);
                let has_room = how == How::Step && (most <= 0 || this.value < most);
                if has_room {
                    this.value += 1;
                    this.other += 1;
                } else {
                    shared.passes(timeout.unwrap_or(0.0));
                    let value = shared.sync(sync).value;
                    shared.read(value);
                }
                has_room
            },
        )
    }

    /// A task is done. Whether there was one.
    #[pyfunction]
    fn task_done(sync: u64, vm: &VirtualMachine) -> PyResult<bool> {
        let Some(sync) = baton::index(sync) else {
            return Ok(true);
        };
        let touches = writes(baton::object_of(sync));
        step(
            vm,
            touches,
            Need::Nothing,
            false,
            ("task_done", Of::Sync(sync)),
            |shared, _| {
                let this = shared.sync(sync);
                let was_one = this.other > 0;
                this.other -= i64::from(was_one);
                was_one
            },
        )
    }

    /// Waits until all tasks are done.
    #[pyfunction]
    fn wait_done(sync: u64, vm: &VirtualMachine) -> PyResult<()> {
        let Some(sync) = baton::index(sync) else {
            return Ok(());
        };
        let touches = reads(baton::object_of(sync));
        step(
            vm,
            touches,
            Need::Done(sync),
            false,
            ("join", Of::Sync(sync)),
            |shared, _| shared.read(0),
        )
    }

    /// Waits for a value above 0, and leaves it: whether it came in time.
    #[pyfunction]
    fn wait(sync: u64, timeout: Timeout, vm: &VirtualMachine) -> PyResult<bool> {
        let Some(sync) = baton::index(sync) else {
            return Ok(true);
        };
        let need = match is_patient(timeout) {
            true => Need::Some(sync),
            false => Need::Nothing,
        };
        let object = baton::object_of(sync);
        let touches = match timeout.is_some() {
            true => writes(object),
            false => reads(object),
        };
        step(
            vm,
            touches,
            need,
            timeout.is_some(),
            ("wait", Of::Sync(sync)),
            |shared, how| {
                let is_there = shared.sync(sync).value > 0;
                if how == How::TimeOut {
                    shared.passes(timeout.unwrap_or(0.0));
                }
                shared.read(is_there);
                is_there
            },
        )
    }

    /// Sets the value.
    #[pyfunction]
    fn set(sync: u64, value: i64, operation: PyStrRef, vm: &VirtualMachine) -> PyResult<()> {
        let Some(sync) = baton::index(sync) else {
            return Ok(());
        };
        let touches = writes(baton::object_of(sync));
        let told = operation.to_string_lossy();
        step(
            vm,
            touches,
            Need::Nothing,
            false,
            (&told, Of::Sync(sync)),
            |shared, _| {
                let this = shared.sync(sync);
                let is_news = this.value != value;
                this.value = value;
                if !is_news {
                    shared.read(value);
                }
            },
        )
    }

    /// Looks at the value.
    #[pyfunction]
    fn look(sync: u64, operation: PyStrRef, vm: &VirtualMachine) -> PyResult<i64> {
        let Some(sync) = baton::index(sync) else {
            return Ok(0);
        };
        let touches = reads(baton::object_of(sync));
        let told = operation.to_string_lossy();
        step(
            vm,
            touches,
            Need::Nothing,
            false,
            (&told, Of::Sync(sync)),
            |shared, _| {
                let value = shared.sync(sync).value;
                shared.read(value);
                value
            },
        )
    }

    /// Whether a lock is free, without a step.
    #[pyfunction]
    fn free(sync: u64) -> bool {
        let Some(sync) = baton::index(sync) else {
            return true;
        };
        baton::quietly(|shared| shared.sync(sync).value > 0)
    }

    /// How many items a queue has, without a step.
    #[pyfunction]
    fn counts(sync: u64) -> i64 {
        let Some(sync) = baton::index(sync) else {
            return 0;
        };
        baton::quietly(|shared| shared.sync(sync).value)
    }

    /// A queue has so many items: in one step with what has made it so.
    #[pyfunction]
    fn counted(sync: u64, items: i64) {
        if let Some(sync) = baton::index(sync) {
            baton::quietly(|shared| shared.sync(sync).value = items);
        }
    }

    /// How many tasks are not done, without a step.
    #[pyfunction]
    fn undone(sync: u64) -> i64 {
        let Some(sync) = baton::index(sync) else {
            return 0;
        };
        baton::quietly(|shared| shared.sync(sync).other)
    }

    /// A step on it that changes nothing that others see: a lock taken again by who has it.
    #[pyfunction]
    fn touch(sync: u64, operation: PyStrRef, vm: &VirtualMachine) -> PyResult<()> {
        let Some(sync) = baton::index(sync) else {
            return Ok(());
        };
        let touches = reads(baton::object_of(sync));
        let told = operation.to_string_lossy();
        step(
            vm,
            touches,
            Need::Nothing,
            false,
            (&told, Of::Sync(sync)),
            |shared, _| shared.read(0),
        )
    }

    /// `Condition.wait`: gives the lock and waits; is woken and takes it again. Whether it was woken in time.
    #[pyfunction]
    fn wait_at(condition: u64, held: u64, timeout: Timeout, vm: &VirtualMachine) -> PyResult<bool> {
        let Some(condition) = baton::index(condition) else {
            return Ok(true);
        };
        let Some(held) = baton::index(held) else {
            return Ok(true);
        };
        let (of_condition, of_lock) = (baton::object_of(condition), baton::object_of(held));
        let mut touches = writes(of_condition);
        touches.extend(writes(of_lock));
        let ticket = step(
            vm,
            touches.clone(),
            Need::Nothing,
            false,
            ("wait: release", Of::Sync(condition)),
            |shared, _| {
                let ticket = shared.ticket();
                shared.sync(held).value += 1;
                shared.gives(held);
                shared.sync(condition).waiting.push_back(ticket);
                shared.read(0);
                ticket
            },
        )?;
        let need = Need::Woken(condition, ticket, held);
        step(
            vm,
            touches,
            need,
            timeout.is_some(),
            ("wait: wake", Of::Sync(condition)),
            |shared, how| {
                let this = shared.sync(condition);
                let is_woken = this.woken.remove(&ticket);
                this.waiting.retain(|one| *one != ticket);
                shared.sync(held).value -= 1;
                shared.takes(held);
                if how == How::TimeOut {
                    shared.passes(timeout.unwrap_or(0.0));
                    shared.read(0);
                }
                is_woken
            },
        )
    }

    /// Wakes those that have waited longest.
    #[pyfunction]
    fn notify(
        condition: u64,
        most: usize,
        operation: PyStrRef,
        vm: &VirtualMachine,
    ) -> PyResult<()> {
        let Some(condition) = baton::index(condition) else {
            return Ok(());
        };
        let touches = writes(baton::object_of(condition));
        let told = operation.to_string_lossy();
        step(
            vm,
            touches,
            Need::Nothing,
            false,
            (&told, Of::Sync(condition)),
            |shared, _| {
                let this = shared.sync(condition);
                let woken = this.waiting.len().min(most);
                for ticket in this.waiting.drain(..woken).collect::<Vec<_>>() {
                    shared.sync(condition).woken.insert(ticket);
                }
                if woken == 0 {
                    shared.read(0);
                }
            },
        )
    }

    /// Waits at a barrier: 0 for who opens it, 1 for the others, 2 where it is broken.
    #[pyfunction]
    fn pass_barrier(
        barrier: u64,
        parties: i64,
        has_action: bool,
        timeout: Timeout,
        vm: &VirtualMachine,
    ) -> PyResult<u32> {
        let Some(barrier) = baton::index(barrier) else {
            return Ok(1);
        };
        let ticket = baton::quietly(|shared| {
            shared.sync(barrier).arrived += 1;
            shared.sync(barrier).arrived - 1
        });
        let need = Need::All(barrier, parties, ticket);
        let touches = writes(baton::object_of(barrier));
        step(
            vm,
            touches,
            need,
            timeout.is_some(),
            ("wait", Of::Sync(barrier)),
            |shared, how| {
                let this = shared.sync(barrier);
                if how == How::TimeOut {
                    this.other = 1;
                }
                if this.other == 1 {
                    return 2;
                }
                if this.value > ticket / parties {
                    return 1;
                }
                match has_action {
                    true => this.other = 2,
                    false => this.value += 1,
                }
                0
            },
        )
    }

    /// The barrier's action was done.
    #[pyfunction]
    fn open_barrier(barrier: u64) {
        let Some(barrier) = baton::index(barrier) else {
            return;
        };
        baton::quietly(|shared| {
            let this = shared.sync(barrier);
            this.other = 0;
            this.value += 1;
        });
    }

    /// `abort`, `reset`: all that wait find it broken, or it is whole again.
    #[pyfunction]
    fn break_barrier(
        barrier: u64,
        broken: bool,
        operation: PyStrRef,
        vm: &VirtualMachine,
    ) -> PyResult<()> {
        let Some(barrier) = baton::index(barrier) else {
            return Ok(());
        };
        let touches = writes(baton::object_of(barrier));
        let told = operation.to_string_lossy();
        step(
            vm,
            touches,
            Need::Nothing,
            false,
            (&told, Of::Sync(barrier)),
            |shared, _| {
                shared.sync(barrier).other = i64::from(broken);
            },
        )
    }

    /// How many wait at a barrier.
    #[pyfunction]
    fn waiting_at(barrier: u64, parties: i64) -> i64 {
        let Some(barrier) = baton::index(barrier) else {
            return 0;
        };
        baton::quietly(|shared| {
            let this = shared.sync(barrier);
            (this.arrived - this.value * parties).max(0)
        })
    }

    /// Whether a barrier is broken.
    #[pyfunction]
    fn is_broken(barrier: u64) -> bool {
        let Some(barrier) = baton::index(barrier) else {
            return false;
        };
        baton::quietly(|shared| shared.sync(barrier).other == 1)
    }

    /// Starts a thread; gives its number.
    #[pyfunction]
    fn start(
        target: PyObjectRef,
        name: PyStrRef,
        daemon: bool,
        vm: &VirtualMachine,
    ) -> PyResult<u32> {
        let name = name.to_string_lossy().into_owned();
        step(
            vm,
            writes(STARTS),
            Need::Nothing,
            false,
            ("start", Of::Words(&name)),
            |_, _| (),
        )?;
        start_thread(target, &name, daemon, vm)
    }

    /// Waits for a thread's end: whether it came in time.
    #[pyfunction]
    fn join(thread: u32, name: PyStrRef, timeout: Timeout, vm: &VirtualMachine) -> PyResult<bool> {
        let need = match is_patient(timeout) {
            true => Need::End(thread),
            false => Need::Nothing,
        };
        let object = Object(ENDS + u64::from(thread));
        let touches = match timeout.is_some() {
            true => writes(object),
            false => reads(object),
        };
        let name = name.to_string_lossy();
        step(
            vm,
            touches,
            need,
            timeout.is_some(),
            ("join", Of::Words(&name)),
            |shared, how| {
                if how == How::TimeOut {
                    shared.passes(timeout.unwrap_or(0.0));
                }
                shared.read(how == How::Step);
            },
        )?;
        Ok(!baton::is_alive(thread))
    }

    /// Whether a thread is alive: a step that looks.
    #[pyfunction]
    fn is_alive(thread: u32, name: PyStrRef, vm: &VirtualMachine) -> PyResult<bool> {
        let name = name.to_string_lossy();
        let touches = reads(Object(ENDS + u64::from(thread)));
        step(
            vm,
            touches,
            Need::Nothing,
            false,
            ("is_alive", Of::Words(&name)),
            |shared, _| shared.read(0),
        )?;
        Ok(baton::is_alive(thread))
    }

    /// Whether it is, without a step.
    #[pyfunction]
    fn lives(thread: u32) -> bool {
        baton::is_alive(thread)
    }

    /// This thread's number.
    #[pyfunction]
    fn me() -> u32 {
        baton::me()
    }

    /// `time.sleep`: others may go on.
    #[pyfunction]
    fn sleep(seconds: f64, vm: &VirtualMachine) -> PyResult<()> {
        if !baton::is_active() {
            baton::quietly(|shared| shared.passes(seconds));
            return Ok(());
        }
        let until_s = baton::time_s() + seconds;
        let told = format!("{seconds} s");
        step(
            vm,
            Vec::new(),
            Need::Nothing,
            false,
            ("sleep", Of::Words(&told)),
            |shared, _| {
                shared.slept(until_s);
                shared.read(0);
            },
        )
    }

    /// The virtual time, in seconds since the run began.
    #[pyfunction]
    fn now() -> f64 {
        baton::now_s()
    }

    /// Writes to standard output, 1, or error, 2.
    #[pyfunction]
    fn write(stream: u8, text: PyStrRef, vm: &VirtualMachine) -> PyResult<()> {
        let is_error = stream == Stream::Stderr as u8 + 1;
        let text = text.to_string_lossy().into_owned();
        let told = if is_error { "stderr" } else { "stdout" };
        step_of(
            caller(),
            vm,
            writes(OUTPUT),
            Need::Nothing,
            false,
            ("print", Of::Printed(told, &text)),
            |shared, _| {
                shared.prints(is_error, &text);
            },
        )
    }

    /// A step on standard input.
    #[pyfunction]
    fn reads_input(vm: &VirtualMachine) -> PyResult<()> {
        step(
            vm,
            writes(INPUT),
            Need::Nothing,
            false,
            ("input", Of::Words("stdin")),
            |_, _| (),
        )
    }

    /// `os._exit`.
    #[pyfunction]
    fn exit_now(status: i64, vm: &VirtualMachine) -> PyResult<()> {
        step(
            vm,
            writes(Object::EVERYTHING),
            Need::Nothing,
            false,
            ("exit", Of::Words("")),
            |shared, _| {
                shared.ends_with((status & 0xff) as u8);
            },
        )?;
        baton::ends(vm)
    }

    /// What has ended a thread that nobody caught.
    #[pyfunction]
    fn raised(error: PyBaseExceptionRef, name: PyStrRef, vm: &VirtualMachine) {
        let mut told = told(&error, vm);
        told.thread = name.to_string_lossy().into_owned();
        let text = match told.message.is_empty() {
            true => format!("Exception in thread {}: {}\n", told.thread, told.class),
            false => format!(
                "Exception in thread {}: {}: {}\n",
                told.thread, told.class, told.message
            ),
        };
        baton::raised(told, &text);
    }

    /// Something is beyond the search's control.
    #[pyfunction]
    fn uncontrolled(what: PyStrRef) {
        baton::uncontrolled(what.to_string_lossy().into_owned());
    }

    /// A module of the program's own is there.
    #[pyfunction]
    fn knows(names: PyObjectRef) {
        baton::knows(names);
    }

    /// Whether what this thread does is no step.
    #[pyfunction]
    fn is_quiet() -> bool {
        baton::is_quiet()
    }

    /// From here on what this thread does is no step; or again.
    #[pyfunction]
    fn quiet(more: bool) {
        baton::quiet(more);
    }
}
