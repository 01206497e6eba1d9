//! Bearings.

/// Returns the opposite bearing.
pub fn back(bearing: u16) -> u16 {
    (bearing + 180) % 360
}
