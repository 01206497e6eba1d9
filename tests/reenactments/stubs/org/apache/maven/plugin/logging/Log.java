package org.apache.maven.plugin.logging;

/** Stands for Maven's interface. */
public interface Log {
    /** Log a line. */
    void info(CharSequence text);

    /** Log a line. */
    void debug(CharSequence text);
}
