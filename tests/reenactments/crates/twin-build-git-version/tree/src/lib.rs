//! The version of a build.

/// Returns version and commit.
pub fn version() -> &'static str {
    concat!(env!("CARGO_PKG_VERSION"), " (", env!("CARLIN_COMMIT"), ")")
}
