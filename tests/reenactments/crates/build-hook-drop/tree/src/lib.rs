//! Distances on a chart.

/// Returns the sum of all legs.
pub fn total(legs: &[f64]) -> f64 {
    legs.iter().sum()
}
