//! What wgpu is in a browser, whose WebGPU it calls; the native side is `native.rs`.

use super::{GpuError, Named};
use js_sys::{Function, Promise, Reflect};
use std::time::Duration;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

pub struct StillBusy;

/// A browser has no environment's variables.
pub fn with_env(wanted: wgpu::InstanceDescriptor) -> wgpu::InstanceDescriptor {
    wanted
}

/// `navigator.gpu`, or what is known of why it is not there.
pub fn check_webgpu() -> Result<(), GpuError> {
    let global: JsValue = js_sys::global().into();
    let get = |object: &JsValue, name: &str| {
        Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED)
    };
    if get(&get(&global, "navigator"), "gpu").is_object() {
        complete_adapter_info();
        return Ok(());
    }
    Err(GpuError::NoWebGpu {
        reason: if get(&global, "isSecureContext").is_falsy() {
            "navigator.gpu is only there on pages served by https or from localhost".into()
        } else {
            "this browser has no navigator.gpu in a worker".into()
        },
    })
}

pub fn looked_for(_: &wgpu::RequestAdapterError) -> String {
    "one by navigator.gpu.requestAdapter(), which gave none".into()
}

/// A browser calls back by itself.
pub fn poll(_: &wgpu::Device, _: Duration) -> Result<(), StillBusy> {
    Ok(())
}

#[wasm_bindgen(module = "/src/platform/web/environment.js")]
extern "C" {
    #[wasm_bindgen(js_name = aboutAdapter)]
    fn about_adapter(info: &JsValue) -> JsValue;
    #[wasm_bindgen(js_name = completeAdapterInfo)]
    fn complete_adapter_info();
}

/// What a browser answers is for its console, and no sentence.
pub fn refusal(_: &wgpu::RequestDeviceError) -> String {
    String::new()
}

/// The adapter's vendor and architecture, which are all that most browsers tell of it.
pub fn about(device: &wgpu::Device) -> Named {
    let get = |object: &JsValue, name: &str| {
        Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED)
    };
    let info = device.as_webgpu().map(|device| get(device, "adapterInfo"));
    let about = about_adapter(&info.unwrap_or(JsValue::UNDEFINED));
    Named {
        name: get(&about, "name").as_string().unwrap_or_default(),
        software: get(&about, "software").is_truthy(),
    }
}

/// Catches errors of the kind `internal`, which a driver that cannot compile a shader reports.
/// wgpu 30 would panic on one, so its device is asked behind its back.
pub struct InternalErrors(Option<JsValue>);

impl InternalErrors {
    pub fn catch(device: &wgpu::Device) -> Self {
        let device = device
            .as_webgpu()
            .map(|device| JsValue::from(device.clone()));
        let kind = [JsValue::from_str("internal")];
        Self(device.filter(|device| call(device, "pushErrorScope", &kind).is_some()))
    }

    pub fn release(self) -> impl Future<Output = Option<String>> {
        // Popped now, so that scopes close in the order in which they were opened.
        let popped = self
            .0
            .and_then(|device| call(&device, "popErrorScope", &[]));
        async move {
            let error = JsFuture::from(popped?.dyn_into::<Promise>().ok()?)
                .await
                .ok()?;
            let message = Reflect::get(&error, &"message".into()).ok()?;
            message.as_string()
        }
    }
}

fn call(object: &JsValue, method: &str, arguments: &[JsValue]) -> Option<JsValue> {
    let function: Function = Reflect::get(object, &method.into()).ok()?.dyn_into().ok()?;
    function.apply(object, &arguments.iter().collect()).ok()
}
