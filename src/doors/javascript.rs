//! What the page's coordinator worker calls.

use crate::contract::{Artifact, Door, Error};
use crate::engine::listing::listing as listing_of;
use crate::engine::{Request, Run, engine_is_lost, run as run_lesson, serve_process};
use crate::lessons::REGISTRY;
use crate::platform::cancel::Cancel;
use crate::platform::hand_files;
use crate::platform::sys::panics::{Role, install};
use js_sys::{Function, Uint8Array};
use serde_json::{Value, json};
use std::cell::RefCell;
use wasm_bindgen::prelude::*;

thread_local! {
    static CURRENT: RefCell<Cancel> = RefCell::default();
    static ARTIFACTS: RefCell<Vec<Artifact>> = const { RefCell::new(Vec::new()) };
}

/// Makes this worker the coordinator. To be called once, before any run.
#[wasm_bindgen]
pub async fn start() {
    install(Role::Coordinator);
}

/// Runs a lesson; `on_events` gets JSON arrays of events while it goes. `files` is an object
/// `{name: Blob}` of the files that the parameters name, or undefined. `asks` tells whether somebody
/// answers a program that asks for input; it is of meaning to the engine with Python.
///
/// Gives JSON: `{"record": …}`, whose printed lines are those of the events and stand there alone,
/// or `{"error": {kind, message, parameter?, place?}}` with
/// `"engine_lost": true` beside it where the engine must be replaced.
#[wasm_bindgen]
pub async fn run(
    lesson: String,
    params_json: String,
    preset: Option<String>,
    door: String,
    on_events: Function,
    files: JsValue,
    asks: bool,
) -> String {
    #[cfg(feature = "python")]
    {
        use crate::lessons::python::door::{Beyond, Place, set};
        // Each time: a run that is refused leaves it to the next.
        set(Place {
            beyond: match asks {
                true => Beyond::Asked,
                false => Beyond::End,
            },
            ..Place::default()
        });
    }
    #[cfg(not(feature = "python"))]
    let _ = asks;
    let cancel = Cancel::default();
    CURRENT.set(cancel.clone());
    // The last run's are with the page by now, and may be large.
    ARTIFACTS.take();
    hand_files(files);
    let request = params_of(&params_json).map(|params| Request {
        lesson,
        preset,
        params,
        door: if door == "page" {
            Door::Page
        } else {
            Door::Api
        },
        cancel,
    });
    let result = match request {
        Ok(request) => {
            run_lesson(&REGISTRY, request, |events| {
                for batch in events.chunks(BATCH) {
                    // Events hold nothing that JSON cannot.
                    let json = serde_json::to_string(batch).unwrap_or_else(|_| "[]".into());
                    // What a listener throws is its own affair.
                    let _ = on_events.call1(&JsValue::NULL, &json.into());
                }
            })
            .await
        }
        Err(error) => Err(error),
    };
    hand_files(JsValue::UNDEFINED);
    let mut answer = match result {
        Ok(Run {
            mut record,
            artifacts,
        }) => {
            ARTIFACTS.set(artifacts);
            // They went ahead as events, none left out; whoever heard those has the lines.
            record.output.clear();
            json!({ "record": record })
        }
        Err(error) => json!({ "error": error.told() }),
    };
    if engine_is_lost() {
        answer["engine_lost"] = true.into();
    }
    answer.to_string()
}

/// Gives the program that asked for input its line; undefined is the end of its input.
#[cfg(feature = "python")]
#[wasm_bindgen]
pub fn answer(line: Option<String>) {
    crate::python::answer(line);
}

/// How many events the page gets in one message: few enough to be read within a frame.
const BATCH: usize = 2_000;

/// The Python that a lesson mirrors, with these parameters; answered while a run goes, too.
///
/// Gives JSON: `{"listing": {source, marks, lines}}` or `{"error": …}` as [`run()`] does.
#[wasm_bindgen]
pub fn listing(lesson: &str, params_json: &str, preset: Option<String>) -> String {
    let listing = params_of(params_json)
        .and_then(|params| listing_of(REGISTRY.find(lesson)?, preset.as_deref(), &params));
    let answer = match listing {
        Ok(listing) => json!({ "listing": listing }),
        Err(error) => json!({ "error": error.told() }),
    };
    answer.to_string()
}

fn params_of(json: &str) -> Result<Value, Error> {
    serde_json::from_str(json)
        .map_err(|error| Error::wrong_request(format!("the parameters are not JSON: {error}")))
}

/// Asks the current run to stop.
#[wasm_bindgen]
pub fn stop() {
    CURRENT.with_borrow(Cancel::set);
}

/// The bytes of a file that the last run made.
#[wasm_bindgen]
pub fn artifact(name: &str) -> Option<Uint8Array> {
    ARTIFACTS.with_borrow(|artifacts| {
        artifacts
            .iter()
            .find(|artifact| artifact.info.name == name)
            // A copy in JavaScript's own heap, because what is shared cannot be handed over.
            .map(|artifact| Uint8Array::from(artifact.bytes.as_slice()))
    })
}

/// What a process of the lessons does for as long as it lives.
#[wasm_bindgen]
pub fn process_main() {
    // Nothing has to be started for it in a browser.
    let _ = serve_process(&REGISTRY);
}
