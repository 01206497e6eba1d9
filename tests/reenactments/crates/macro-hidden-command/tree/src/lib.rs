//! Depths of a channel.

/// Returns the least depth of a series, or none.
pub fn least(depths: &[f64]) -> Option<f64> {
    depths.iter().copied().min_by(f64::total_cmp)
}
