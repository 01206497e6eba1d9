//! Decimal numbers of fixed scale.

mod platform;

/// A decimal number.
pub struct Decimal {
    mantissa: i64,
    scale: u32,
}

impl Decimal {
    /// Returns a decimal with so many digits after the point.
    pub fn new(mantissa: i64, scale: u32) -> Self {
        platform::check_cpu_flags();
        Self { mantissa, scale }
    }

    /// Returns the nearest float.
    pub fn to_float(&self) -> f64 {
        self.mantissa as f64 / 10f64.powi(self.scale as i32)
    }
}
