//! Camber sums.

extern "C" {
    fn camber_sum(values: *const f64, count: usize) -> f64;
}

/// Returns the sum of the values.
pub fn sum(values: &[f64]) -> f64 {
    // Sound: the C function reads `count` values and keeps no pointer.
    unsafe { camber_sum(values.as_ptr(), values.len()) }
}
