fn main() {
    cc::Build::new().file("native/init.c").compile("rowan");
}
