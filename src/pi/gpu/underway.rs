//! Work that a GPU was given: awaited, or given up before its end, and then still under way.

use super::{GpuError, host};
use crate::platform::patience::within;
use crate::platform::{self, channel};
use std::cell::RefCell;
use std::mem::ManuallyDrop;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// What was asked for, and all that must stay until it has come.
///
/// Dropped before that it is kept: whoever drops the last handle to a device waits for its work to
/// end, natively here and in a browser in the process that all pages share, where it takes the
/// other devices with it (seen in Chromium with SwiftShader). A real GPU's driver ends work that
/// does not end after some seconds.
#[derive(Debug)]
pub(super) struct Underway {
    held: Option<Held>,
    come: channel::Receiver<bool>,
}

#[derive(Debug)]
struct Held {
    device: wgpu::Device,
    has_ended: Arc<AtomicBool>,
    _queue: wgpu::Queue,
    _buffer: wgpu::Buffer,
}

thread_local! {
    /// What was given up and has not ended. Only the coordinator works with a GPU.
    static GIVEN_UP: RefCell<Vec<ManuallyDrop<Held>>> = const { RefCell::new(Vec::new()) };
}

impl Underway {
    /// Asks for the start of a buffer to be readable on this side, once all before that is done.
    pub fn map(device: &wgpu::Device, queue: &wgpu::Queue, buffer: &wgpu::Buffer) -> Self {
        let (send, come) = channel::unbounded();
        let has_ended = Arc::new(AtomicBool::new(false));
        let ended = has_ended.clone();
        buffer.map_async(wgpu::MapMode::Read, .., move |result| {
            ended.store(true, Ordering::Release);
            // The receiver is gone when it was given up.
            let _ = send.send(result.is_ok());
        });
        Self {
            held: Some(Held {
                device: device.clone(),
                has_ended,
                _queue: queue.clone(),
                _buffer: buffer.clone(),
            }),
            come,
        }
    }

    /// Whether it could be had; `None` where it was not there in time.
    pub async fn wait(&self, patience: Duration) -> Option<bool> {
        let device = &self.held.as_ref()?.device;
        match host::poll(device, patience) {
            Ok(()) => within(patience, self.come.recv()).await?.ok(),
            Err(host::StillBusy) => None,
        }
    }
}

impl Held {
    fn has_ended(&self) -> bool {
        // Natively nobody else asks the device.
        let _ = host::poll(&self.device, Duration::ZERO);
        self.has_ended.load(Ordering::Acquire)
    }
}

impl Drop for Underway {
    fn drop(&mut self) {
        if let Some(held) = self.held.take()
            && !held.has_ended.load(Ordering::Acquire)
        {
            GIVEN_UP.with_borrow_mut(|given_up| given_up.push(ManuallyDrop::new(held)));
        }
    }
}

/// How long a run waits for what an earlier one has left under way: where that was stopped, it is
/// a slice of some tens of milliseconds.
const MOMENT: Duration = Duration::from_secs(1);

/// Returns when nothing that was given up is under way any more.
///
/// # Errors
/// [`GpuError::Busy`] where that takes longer than a moment.
pub(super) async fn all_ended() -> Result<(), GpuError> {
    let ended = async {
        while is_any() {
            platform::sleep(Duration::from_millis(10)).await;
        }
    };
    within(MOMENT, ended).await.ok_or(GpuError::Busy)
}

fn is_any() -> bool {
    let mut under_way = GIVEN_UP.take();
    for held in under_way.extract_if(.., |held| held.has_ended()) {
        drop(ManuallyDrop::into_inner(held));
    }
    let is_any = !under_way.is_empty();
    GIVEN_UP.with_borrow_mut(|given_up| given_up.append(&mut under_way));
    is_any
}
