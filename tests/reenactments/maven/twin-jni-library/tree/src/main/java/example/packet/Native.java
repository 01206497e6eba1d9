package example.packet;

/** Native sums, with a fallback. */
public final class Native {
    private static final boolean LOADED = load();

    private Native() {
    }

    private static boolean load() {
        try {
            System.loadLibrary("packet");
            return true;
        } catch (UnsatisfiedLinkError missing) {
            return false;
        }
    }

    private static native double nativeSum(double[] values);

    /** Return the sum. */
    public static double sum(double[] values) {
        if (LOADED) {
            return nativeSum(values);
        }
        double total = 0;
        for (double value : values) {
            total += value;
        }
        return total;
    }
}
