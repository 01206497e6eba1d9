package example.knot;

import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Starts the program. */
public final class Launcher {
    private Launcher() {
    }

    /** Start. */
    public static void main(String[] arguments) throws Exception {
        Path file = Files.createTempFile("core", ".jar");
        try (InputStream in = Launcher.class.getResourceAsStream("/lib/core.dat")) {
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        }
        try (URLClassLoader loader = new URLClassLoader(new URL[] {file.toUri().toURL()})) {
            loader.loadClass("example.knotcore.Core").getMethod("run").invoke(null);
        }
    }
}
