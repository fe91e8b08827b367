//! What is known of a GPU.

use serde::Serialize;

/// What is known of a GPU.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GpuInfo {
    /// The adapter's name; some browsers give none, and it is empty.
    pub name: String,
    /// The interface it is reached by: `WebGPU`, `Vulkan`, `Metal`, `Direct3D 12`.
    pub api: &'static str,
    /// The driver and its version, where they are told.
    pub driver: String,
    /// Whether it is a processor that plays the GPU's part, as SwiftShader and lavapipe do.
    pub software: bool,
    /// Whether it can say when its own work began and ended.
    pub timestamps: bool,
    /// The most invocations that a work-group may have.
    pub max_workgroup_size: u32,
}

impl GpuInfo {
    /// What to call it where a figure of it stands: a GPU in software is no GPU, and is called so.
    pub fn called(&self) -> String {
        match self.software {
            true => format!("{} (a GPU in software)", self.title()),
            false => self.title().into(),
        }
    }

    /// What to call it; some browsers keep its name to themselves.
    pub fn title(&self) -> &str {
        match self.name.as_str() {
            "" if self.driver.is_empty() => "a GPU without a name",
            "" => &self.driver,
            name => name,
        }
    }
}
