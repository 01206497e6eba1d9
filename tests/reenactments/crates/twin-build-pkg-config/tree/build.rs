fn main() {
    println!("cargo:rerun-if-env-changed=CABLE_STATIC");
    let mut library = pkg_config::Config::new();
    library.atleast_version("1.4").statik(std::env::var_os("CABLE_STATIC").is_some());
    if let Err(error) = library.probe("cable") {
        panic!("libcable 1.4 is not installed: {error}");
    }
}
