//! Python's clocks over the platform's one: all threads of a program read the same, and it never goes backwards.

use crate::platform::clock;
use rustpython_vm::{PyResult, VirtualMachine};
use std::sync::atomic::{AtomicU64, Ordering};

pub(crate) use clocks::module_def;

/// When the program began, by the platform's clock, as the bits of a number of microseconds.
static BEGAN_US: AtomicU64 = AtomicU64::new(0);

/// A program's clocks begin here, so that none of its threads reads a time before: theirs may differ a little.
const AHEAD_US: f64 = 1e6;

pub(super) fn begin() {
    BEGAN_US.store((clock::now_us() - AHEAD_US).to_bits(), Ordering::Relaxed);
}

fn since_began_us() -> f64 {
    clock::now_us() - f64::from_bits(BEGAN_US.load(Ordering::Relaxed))
}

/// How long the program has run, in seconds. A page is not told how much of it a processor worked.
pub(super) fn process_s() -> f64 {
    (since_began_us() - AHEAD_US).max(0.0) / 1e6
}

/// Sets the clocks of `time` to these, since those of the interpreter panic in a browser; and mends its calendar, which
/// counts the days of the week from Sunday there, and knows no summer.
pub(super) fn install(vm: &VirtualMachine) -> PyResult<()> {
    let time = vm.import("time", 0)?;
    let ours = vm.import("_clocks", 0)?;
    for (name, kept) in [("gmtime", "usual_gmtime"), ("localtime", "usual_localtime")] {
        ours.set_attr(kept, time.get_attr(name, vm)?, vm)?;
    }
    for name in [
        "get_clock_info",
        "gmtime",
        "localtime",
        "monotonic",
        "monotonic_ns",
        "perf_counter",
        "perf_counter_ns",
        "process_time",
        "process_time_ns",
        "thread_time",
        "thread_time_ns",
        "time",
        "time_ns",
    ] {
        time.set_attr(name, ours.get_attr(name, vm)?, vm)?;
    }
    zones(&time, vm)
}

/// `time.timezone` and the others, by what the browser says of two days half a year apart.
fn zones(time: &rustpython_vm::PyObject, vm: &VirtualMachine) -> PyResult<()> {
    let year = js_sys::Date::new_0().get_full_year();
    let days = [0, 6].map(|month| {
        let day = js_sys::Date::new_with_year_month_day(year, month, 1);
        (day.get_timezone_offset() * 60.0, day.get_time() / 1e3)
    });
    let [standard, summer] = match days {
        [january, july] if july.0 > january.0 => [july, january],
        other => other,
    };
    let name = |(_, seconds): (f64, f64)| -> PyResult {
        let seconds = vm.ctx.new_int(seconds as i64);
        time.get_attr("localtime", vm)?
            .call((seconds,), vm)?
            .get_attr("tm_zone", vm)
    };
    let names = vm.ctx.new_tuple(vec![name(standard)?, name(summer)?]);
    time.set_attr("timezone", vm.ctx.new_int(standard.0 as i64), vm)?;
    time.set_attr("altzone", vm.ctx.new_int(summer.0 as i64), vm)?;
    let daylight = i32::from(standard.0 != summer.0);
    time.set_attr("daylight", vm.ctx.new_int(daylight), vm)?;
    time.set_attr("tzname", names, vm)
}

#[rustpython_vm::pymodule(name = "_clocks")]
mod clocks {
    use super::{process_s, since_began_us};
    use crate::platform::clock;
    use rustpython_vm::builtins::{PyStrRef, PyTupleRef};
    use rustpython_vm::function::OptionalArg;
    use rustpython_vm::{PyObjectRef, PyResult, VirtualMachine};

    #[pyfunction]
    fn time() -> f64 {
        clock::now_us() / 1e6
    }

    #[pyfunction]
    fn time_ns() -> u64 {
        (clock::now_us() * 1e3) as u64
    }

    #[pyfunction]
    #[pyfunction(name = "perf_counter")]
    fn monotonic() -> f64 {
        since_began_us() / 1e6
    }

    #[pyfunction]
    #[pyfunction(name = "perf_counter_ns")]
    fn monotonic_ns() -> u64 {
        (since_began_us() * 1e3) as u64
    }

    #[pyfunction]
    #[pyfunction(name = "thread_time")]
    fn process_time() -> f64 {
        process_s()
    }

    #[pyfunction]
    #[pyfunction(name = "thread_time_ns")]
    fn process_time_ns() -> u64 {
        (process_s() * 1e9) as u64
    }

    #[pyfunction]
    fn gmtime(seconds: OptionalArg<Option<PyObjectRef>>, vm: &VirtualMachine) -> PyResult {
        mended("usual_gmtime", seconds, vm)
    }

    #[pyfunction]
    fn localtime(seconds: OptionalArg<Option<PyObjectRef>>, vm: &VirtualMachine) -> PyResult {
        mended("usual_localtime", seconds, vm)
    }

    /// What the interpreter's own function says, with the day of the week from Monday, and whether it is summer.
    fn mended(
        usual: &'static str,
        seconds: OptionalArg<Option<PyObjectRef>>,
        vm: &VirtualMachine,
    ) -> PyResult {
        const WEEKDAY: usize = 6;
        const IS_SUMMER: usize = 8;
        let usual = vm.import("_clocks", 0)?.get_attr(usual, vm)?;
        let told = match seconds {
            OptionalArg::Present(Some(seconds)) => usual.call((seconds,), vm)?,
            _ => usual.call((), vm)?,
        };
        let time = vm.import("time", 0)?;
        let (zone, offset) = (
            told.get_attr("tm_zone", vm)?,
            told.get_attr("tm_gmtoff", vm)?,
        );
        let east: i64 = offset.clone().try_into_value(vm)?;
        let of = |name: &'static str| -> PyResult<Option<i64>> {
            let value = vm.get_attribute_opt(&time, name)?;
            value.map(|value| value.try_into_value(vm)).transpose()
        };
        let (summer, standard) = (of("altzone")?, of("timezone")?);
        let is_summer = summer != standard && summer == Some(-east);
        let told: PyTupleRef = told.try_into_value(vm)?;
        let mut parts = told.as_slice()[..=IS_SUMMER].to_vec();
        let from_sunday: i32 = parts[WEEKDAY].clone().try_into_value(vm)?;
        parts[WEEKDAY] = vm.ctx.new_int((from_sunday + 6) % 7).into();
        parts[IS_SUMMER] = vm.ctx.new_int(i32::from(is_summer)).into();
        parts.extend([zone, offset]);
        time.get_attr("struct_time", vm)?
            .call((vm.ctx.new_tuple(parts),), vm)
    }

    #[pyfunction]
    fn get_clock_info(name: PyStrRef, vm: &VirtualMachine) -> PyResult<PyObjectRef> {
        let monotonic = match name.to_str() {
            Some("monotonic" | "perf_counter" | "process_time" | "thread_time") => true,
            Some("time") => false,
            _ => return Err(vm.new_value_error("unknown clock")),
        };
        Ok(rustpython_vm::py_namespace!(vm, {
            "implementation" => vm.ctx.new_str("performance.now()"),
            "monotonic" => vm.ctx.new_bool(monotonic),
            "adjustable" => vm.ctx.new_bool(!monotonic),
            "resolution" => vm.ctx.new_float(clock::tick_us() / 1e6),
        })
        .into())
    }
}
