//! Units of a chain.

mod version;

/// Returns the version of the machine.
pub fn machine_version() -> &'static str {
    let _ = version::look();
    "0.9"
}
