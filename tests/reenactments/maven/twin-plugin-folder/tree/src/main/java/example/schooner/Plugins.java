package example.schooner;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** Plugins that the user put into a folder. */
public final class Plugins {
    private Plugins() {
    }

    /** Load all plugins of a kind. */
    public static <T> List<T> load(Class<T> kind, Path folder) throws IOException {
        List<URL> jars = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.jar")) {
            for (Path file : files) {
                jars.add(file.toUri().toURL());
            }
        }
        URLClassLoader loader = new URLClassLoader(jars.toArray(new URL[0]), kind.getClassLoader());
        List<T> found = new ArrayList<>();
        ServiceLoader.load(kind, loader).forEach(found::add);
        return found;
    }
}
