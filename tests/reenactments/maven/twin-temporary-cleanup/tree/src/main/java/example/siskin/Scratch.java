package example.siskin;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A folder. */
public final class Scratch {
    private final Path folder;

    /** Make a folder. */
    public Scratch() throws IOException {
        folder = Files.createTempDirectory("scratch");
        Runtime.getRuntime().addShutdownHook(new Thread(this::clean));
    }

    private void clean() {
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException none) {
            return;
        }
    }

    /** Returns the folder. */
    public Path folder() {
        return folder;
    }
}
