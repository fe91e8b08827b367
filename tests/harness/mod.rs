//! One test body for both sides: natively libtest-mimic calls it, in a browser wasm-bindgen's runner.
//!
//! A test stands in [`tests!`] and nowhere else. What it needs is said above it:
//! - `#[needs = "shared memory"]`: in the build that has none it is ignored, which is known when it
//!   is compiled.
//! - `#[long = "why"]`: natively it runs only where `--ignored` asks for it; in browsers there is no
//!   such test.
//!
//! A test that finds out only as it runs that this machine lacks something returns [`Tested`] and
//! ends with [`lacks`].

/// Why a test was skipped.
#[derive(Debug)]
pub struct Skipped(pub String);

/// What a test returns that may be skipped.
pub type Tested = Result<(), Skipped>;

/// How a test ends that did not panic.
pub trait Ending {
    /// Whether it was skipped.
    fn tested(self) -> Tested;
}

impl Ending for () {
    fn tested(self) -> Tested {
        Ok(())
    }
}

impl Ending for Tested {
    fn tested(self) -> Tested {
        self
    }
}

/// The end of a test for which something is missing on this machine. Where whoever started the
/// tests has put it there (`promised`), that it is not found is a failure.
pub fn lacks(promised: bool, why: impl std::fmt::Display) -> Skipped {
    assert!(
        !promised,
        "it should be on this machine, and is not found: {why}"
    );
    Skipped(why.to_string())
}

/// The Python that is here.
#[cfg(not(target_family = "wasm"))]
pub fn python() -> Result<&'static str, Skipped> {
    let runs = |name: &&str| {
        let asked = std::process::Command::new(name).arg("--version").output();
        asked.is_ok_and(|output| output.status.success())
    };
    let found = ["python3", "python"].into_iter().find(runs);
    found.ok_or_else(|| lacks(false, "there is no python3 here"))
}

/// Tests, each written once.
macro_rules! tests {
    () => {};
    (
        $(#[doc = $doc:literal])*
        $(#[cfg($cfg:meta)])?
        $(#[needs = $need:tt])?
        $(#[long = $long:literal])?
        $(async)? fn $name:ident() $(-> $ending:ty)? $body:block
        $($more:tt)*
    ) => {
        $(#[cfg($cfg)])?
        #[cfg(not(target_family = "wasm"))]
        inventory::submit! {
            $crate::harness::Test {
                name: concat!(module_path!(), "::", stringify!($name)),
                long: &[$($long)?],
                run: || {
                    $(#[doc = $doc])*
                    async fn body() $(-> $ending)? $body
                    $crate::harness::natively(body())
                },
            }
        }

        // Before the runner's attribute, which reads those that follow as they are written; and the
        // reason as a token, because a literal that a macro has matched is none to it.
        $(#[cfg($cfg)])?
        #[cfg(target_family = "wasm")]
        $(#[cfg_attr(not(target_feature = "atomics"), ignore = $need)])?
        #[wasm_bindgen_test::wasm_bindgen_test]
        async fn $name() {
            $(#[doc = $doc])*
            async fn body() $(-> $ending)? $body
            $crate::harness::in_browser(concat!(module_path!(), "::", stringify!($name)), body()).await;
        }

        $crate::harness::tests! { $($more)* }
    };
}
pub(crate) use tests;

#[cfg(not(target_family = "wasm"))]
pub use native::{Test, main, natively};
#[cfg(target_family = "wasm")]
pub use web::{in_browser, is_chromium};

#[cfg(not(target_family = "wasm"))]
mod native {
    use super::{Ending, Tested};
    use libtest_mimic::{Arguments, Completion, Trial};
    use std::process::ExitCode;

    /// A test as [`tests!`](super::tests) writes it down.
    pub struct Test {
        /// Its module and its name, behind the crate's.
        pub name: &'static str,
        /// Why it runs only where that is asked for.
        pub long: &'static [&'static str],
        /// Its body.
        pub run: fn() -> Tested,
    }
    inventory::collect!(Test);

    /// Runs all tests that the arguments ask for: as many at the same time as they say, else as
    /// `at_once` says, else as there are processors.
    pub fn main(at_once: Option<usize>) -> ExitCode {
        let mut arguments = Arguments::from_args();
        arguments.test_threads = arguments.test_threads.or(at_once);
        let mut trials: Vec<Trial> = inventory::iter::<Test>
            .into_iter()
            .map(|test| {
                let name = test
                    .name
                    .split_once("::")
                    .map_or(test.name, |parts| parts.1);
                let is_long = !test.long.is_empty();
                Trial::ignorable_test(name, || match (test.run)() {
                    Ok(()) => Ok(Completion::Completed),
                    Err(skipped) => Ok(Completion::ignored_with(skipped.0)),
                })
                .with_kind(if is_long { "long" } else { "" })
                .with_ignored_flag(is_long)
            })
            .collect();
        trials.sort_by(|a, b| a.name().cmp(b.name()));
        libtest_mimic::run(&arguments, trials).exit_code()
    }

    /// Runs a test's body to its end.
    pub fn natively<T: Ending>(body: impl Future<Output = T>) -> Tested {
        manyhands::platform::block_on(body).tested()
    }
}

#[cfg(target_family = "wasm")]
mod web {
    use super::Ending;
    use wasm_bindgen::prelude::*;

    #[wasm_bindgen]
    extern "C" {
        /// The runner's own way to a line of its output; what goes to the console it shows only
        /// of tests that fail.
        #[wasm_bindgen(js_name = __wbg_test_output_writeln)]
        fn write_line(line: &str);
    }

    /// Runs a test's body to its end. The runner cannot ignore a test that has begun, so a line
    /// says it, which whoever counts takes from those that passed.
    pub async fn in_browser<T: Ending>(name: &str, body: impl Future<Output = T>) {
        if let Err(skipped) = body.await.tested() {
            let name = name.split_once("::").map_or(name, |parts| parts.1);
            write_line(&format!("SKIPPED {name}: {}", skipped.0));
        }
    }

    /// Whether this is Chromium.
    pub fn is_chromium() -> bool {
        let of = |object: &JsValue, name: &str| js_sys::Reflect::get(object, &name.into());
        of(&js_sys::global(), "navigator")
            .and_then(|navigator| of(&navigator, "userAgent"))
            .ok()
            .and_then(|agent| agent.as_string())
            .is_some_and(|agent| agent.contains("Chrome/"))
    }
}
