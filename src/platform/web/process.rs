//! Processes in a browser: workers with a wasm memory of their own.

use super::MAIN;
use super::panics::{Role, install};
use crate::contract::Error;
use crate::platform::channel;
use crate::platform::process::Heard;
use js_sys::{Function, JsString, Uint8Array};
use std::cell::{Cell, RefCell};
use wasm_bindgen::prelude::*;
use web_sys::Worker;

#[wasm_bindgen(module = "/src/platform/web/host.js")]
extern "C" {
    #[wasm_bindgen(js_name = startProcess)]
    fn start_process(
        main: &JsString,
        module: &JsValue,
        export: &str,
        end: Option<Uint8Array>,
        on_message: &Function,
    ) -> Worker;
    #[wasm_bindgen(js_name = endProcess)]
    fn end_process(worker: &Worker);
    #[wasm_bindgen(js_name = leaveProcess)]
    fn leave_process(worker: &Worker);
    #[wasm_bindgen(js_name = postToProcess)]
    fn post_to_process(worker: &Worker, frame: Uint8Array);
    #[wasm_bindgen(js_name = tellDeath)]
    fn tell_death(role: &str, message: &str);
    #[wasm_bindgen(js_name = postToParent)]
    fn post_up(frame: Uint8Array);
}

/// Whether a process starts workers of its own, and is never too busy to hear: programs in Python do.
#[cfg(feature = "python")]
const STARTS_WORKERS: bool = true;
#[cfg(not(feature = "python"))]
const STARTS_WORKERS: bool = false;

/// Ends this process: its worker is told of as dead, and never comes back from here.
pub fn end_this(code: i32) -> ! {
    tell_death("process", &format!("exit status: {code}"));
    wasm_bindgen::throw_str("this process has ended itself")
}

/// A running child.
#[derive(Debug)]
pub struct Child {
    worker: Worker,
    heard: Closure<dyn Fn(JsValue)>,
    /// Whether it is about to end.
    is_ending: Cell<bool>,
}

impl Child {
    /// Starts a child, which begins with this export, and ends with the frame `end`; `heard` is called on the coordinator.
    pub fn start(export: &str, end: &[u8], heard: impl Fn(Heard) + 'static) -> Result<Self, Error> {
        let heard = Closure::<dyn Fn(JsValue)>::new(move |message: JsValue| {
            match message.dyn_ref::<Uint8Array>() {
                Some(frame) => heard(Heard::Frame(frame.to_vec())),
                None => heard(Heard::Died(message.as_string().unwrap_or_default())),
            }
        });
        let worker = MAIN.with(|main| {
            start_process(
                main,
                &wasm_bindgen::module(),
                export,
                STARTS_WORKERS.then(|| Uint8Array::from(end)),
                heard.as_ref().unchecked_ref(),
            )
        });
        Ok(Self {
            worker,
            heard,
            is_ending: Cell::new(false),
        })
    }

    /// A browser gives them none.
    pub fn number(&self) -> Option<u32> {
        None
    }

    /// Ends it, and tells of its death: the browser does not.
    pub fn kill(&self) {
        self.worker.terminate();
        let heard: &Function = self.heard.as_ref().unchecked_ref();
        // It does not throw.
        let _ = heard.call1(&JsValue::NULL, &"signal: 9 (SIGKILL)".into());
    }

    /// Asks it to end. Soon after that it counts as dead.
    pub fn end(&self) {
        if !self.is_ending.replace(true) {
            end_process(&self.worker);
        }
    }

    /// Sends a frame.
    pub fn post(&self, frame: Vec<u8>) {
        // A copy in JavaScript's own heap, because what is shared cannot be handed over.
        post_to_process(&self.worker, Uint8Array::from(frame.as_slice()));
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        match self.is_ending.get() {
            true => leave_process(&self.worker),
            false => self.worker.terminate(),
        }
    }
}

/// Sends a frame to the parent.
pub fn post_to_parent(frame: Vec<u8>) {
    post_up(Uint8Array::from(frame.as_slice()));
}

thread_local! {
    static FRAMES: RefCell<Option<channel::Sender<Vec<u8>>>> = const { RefCell::new(None) };
}

/// A process's life, which goes on after this returns.
///
/// # Errors
/// None: there is nothing to start.
pub fn serve<L: Future<Output = ()> + 'static>(
    life: impl FnOnce(channel::Receiver<Vec<u8>>) -> L,
) -> Result<(), Error> {
    install(Role::Process);
    let (send, frames) = channel::unbounded();
    FRAMES.set(Some(send));
    wasm_bindgen_futures::spawn_local(life(frames));
    Ok(())
}

/// A frame from the parent. Called by `host.js`.
#[wasm_bindgen]
pub fn process_receive(frame: Vec<u8>) {
    FRAMES.with_borrow(|frames| {
        if let Some(frames) = frames {
            // Refused only once the child's life is over.
            let _ = frames.send(frame);
        }
    });
}
