//! Bindings of libcable.

use std::os::raw::c_int;

extern "C" {
    /// Returns the version of the library.
    pub fn cable_version() -> c_int;
}
