//! Taking a post away on request, and everything at once by the panic button.

mod bounds;
mod journey;
mod panic;
pub mod requests;
