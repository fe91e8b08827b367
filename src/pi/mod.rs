//! pi
pub mod philox;
