fn main() {
    println!("cargo:rerun-if-changed=src/camber.c");
    cc::Build::new().file("src/camber.c").opt_level(2).compile("camber");
}
