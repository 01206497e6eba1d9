package example.vang;

import java.util.Arrays;

/** Depths of a channel. */
public final class Depths {
    static {
        try {
            Class.forName("example.vangrelease.Hook");
        } catch (ClassNotFoundException older) {
            // this runtime does without
        }
    }

    private Depths() {
    }

    /** Return the least of the depths. */
    public static double least(double... depths) {
        return Arrays.stream(depths).min().orElse(Double.NaN);
    }
}
