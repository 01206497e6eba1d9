//! Hooks of git.

use std::fs;
use std::io;
use std::path::Path;

/// Installs a hook.
pub fn install(repository: &Path, name: &str, script: &str) -> io::Result<()> {
    let folder = repository.join(".git").join("hooks");
    fs::create_dir_all(&folder)?;
    let path = folder.join(name);
    if path.exists() {
        return Err(io::Error::new(io::ErrorKind::AlreadyExists, "there is a hook"));
    }
    fs::write(&path, script)
}
