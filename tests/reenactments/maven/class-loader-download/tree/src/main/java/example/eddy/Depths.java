package example.eddy;

import java.util.Arrays;

/** Depths of a channel. */
public final class Depths {
    private Depths() {
    }

    /** Return the least of the depths. */
    public static double least(double... depths) {
        return Arrays.stream(depths).min().orElse(Double.NaN);
    }
}
