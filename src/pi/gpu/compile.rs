//! From the text of a shader to a pipeline, or to what is wrong with it, and where.

use super::{Gpu, GpuError, ShaderMessage, host};

impl Gpu {
    /// Compiles a shader and makes a pipeline of its entry point.
    ///
    /// # Errors
    /// [`GpuError::Shader`] with the place of each mistake; [`GpuError::Lost`].
    pub(in crate::pi) async fn compute_pipeline(
        &self,
        source: &str,
        layout: &wgpu::PipelineLayout,
        entry_point: &str,
        constants: &[(&str, f64)],
    ) -> Result<wgpu::ComputePipeline, GpuError> {
        let internal = host::InternalErrors::catch(&self.device);
        let scope = self.device.push_error_scope(wgpu::ErrorFilter::Validation);
        let module = self
            .device
            .create_shader_module(wgpu::ShaderModuleDescriptor {
                label: Some(entry_point),
                source: wgpu::ShaderSource::Wgsl(source.into()),
            });
        let error = scope.pop();
        let information = module.get_compilation_info();
        let internal = internal.release();
        let error = error.await;
        let mut messages: Vec<_> = (information.await.messages.into_iter())
            .filter(|message| message.message_type == wgpu::CompilationMessageType::Error)
            .map(|message| place(source, message))
            .collect();
        // Some errors come with no message, some messages with no error.
        if messages.is_empty() {
            let others = error.map(|e| e.to_string()).into_iter();
            messages.extend(others.chain(internal.await).map(nowhere));
        }
        if !messages.is_empty() {
            self.check()?;
            return Err(GpuError::Shader { messages });
        }

        let internal = host::InternalErrors::catch(&self.device);
        let scope = self.device.push_error_scope(wgpu::ErrorFilter::Validation);
        let pipeline = self
            .device
            .create_compute_pipeline(&wgpu::ComputePipelineDescriptor {
                label: Some(entry_point),
                layout: Some(layout),
                module: &module,
                entry_point: Some(entry_point),
                compilation_options: wgpu::PipelineCompilationOptions {
                    constants,
                    ..Default::default()
                },
                cache: None,
            });
        let error = scope.pop();
        let internal = internal.release();
        let error = error.await.map(|e| e.to_string());
        match error.or(internal.await) {
            None => self.check().map(|()| pipeline),
            Some(text) => {
                self.check()?;
                Err(GpuError::Shader {
                    messages: vec![nowhere(text)],
                })
            }
        }
    }
}

fn nowhere(text: String) -> ShaderMessage {
    ShaderMessage {
        line: None,
        column: None,
        length: 0,
        text,
    }
}

/// wgpu counts bytes from the start of the source; editors count UTF-16 code units in a line.
fn place(source: &str, message: wgpu::CompilationMessage) -> ShaderMessage {
    let utf16 = |text: &str| text.encode_utf16().count() as u32;
    // Some compilers begin with an empty line.
    let text = message.message.trim().to_owned();
    let Some(location) = message.location else {
        return nowhere(text);
    };
    let at = location.offset as usize;
    let (Some(before), Some(after)) = (source.get(..at), source.get(at..)) else {
        return ShaderMessage {
            line: Some(location.line_number),
            column: Some(location.line_position),
            length: 0,
            text,
        };
    };
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let rest_of_line = after.split('\n').next().unwrap_or_default();
    let about = rest_of_line.get(..location.length as usize);
    ShaderMessage {
        line: Some(location.line_number),
        column: Some(1 + utf16(&before[line_start..])),
        length: utf16(about.unwrap_or(rest_of_line)),
        text,
    }
}
