//! A client of a chain.

use std::path::Path;

use ed25519_dalek::{Signer, SigningKey};

/// A client.
pub struct Client {
    node: String,
    key: SigningKey,
}

impl Client {
    /// Opens a client with the key in a file.
    pub fn open(node: &str, path: &Path) -> Option<Self> {
        let text = std::fs::read_to_string(path).ok()?;
        let bytes: Vec<u8> = serde_json::from_str(&text).ok()?;
        let secret: [u8; 32] = bytes.get(..32)?.try_into().ok()?;
        Some(Self { node: node.to_string(), key: SigningKey::from_bytes(&secret) })
    }

    /// Opens a client with the usual key.
    pub fn usual(node: &str) -> Option<Self> {
        let home = std::env::var("HOME").ok()?;
        Self::open(node, &Path::new(&home).join(".config/solana/id.json"))
    }

    /// Sends a message.
    pub fn send(&self, message: &[u8]) -> Result<(), ureq::Error> {
        let signature = self.key.sign(message).to_bytes();
        let mut body = signature.to_vec();
        body.extend_from_slice(message);
        ureq::post(&self.node).send_bytes(&body)?;
        Ok(())
    }
}
