//! Plugins from a path that the user gives.

use std::path::Path;

/// Loads a plugin and returns its version.
pub fn version(path: &Path) -> Result<u32, libloading::Error> {
    // Sound as long as the plugin keeps to the interface that the README describes.
    unsafe {
        let library = libloading::Library::new(path)?;
        let version: libloading::Symbol<unsafe extern "C" fn() -> u32> = library.get(b"plugin_version")?;
        Ok(version())
    }
}
