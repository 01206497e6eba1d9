package example.oak;

import java.io.IOException;

/** Runs. */
public final class Runner {
    private Runner() {
    }

    /** Runs a line in the system's shell. */
    public static int run(String line) throws IOException, InterruptedException {
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        String[] words = windows ? new String[] {"cmd.exe", "/c", line} : new String[] {"/bin/sh", "-c", line};
        return new ProcessBuilder(words).inheritIO().start().waitFor();
    }
}
