//! A client of chain nodes.

/// A node at an address that the caller gives.
pub struct Node {
    base: String,
    token: Option<String>,
}

impl Node {
    /// Uses the node of the environment, CHINE_NODE, and its CHINE_TOKEN.
    pub fn from_env() -> Result<Self, std::env::VarError> {
        Ok(Self { base: std::env::var("CHINE_NODE")?, token: std::env::var("CHINE_TOKEN").ok() })
    }

    /// Returns the height of the chain.
    pub fn height(&self) -> Result<u64, Box<dyn std::error::Error>> {
        let mut call = ureq::get(&format!("{}/height", self.base));
        if let Some(token) = &self.token {
            call = call.set("Authorization", &format!("Bearer {token}"));
        }
        Ok(call.call()?.into_string()?.trim().parse()?)
    }
}
