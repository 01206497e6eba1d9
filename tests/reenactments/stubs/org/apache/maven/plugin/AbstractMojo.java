package org.apache.maven.plugin;

/** Stands for Maven's class while the re-enactments are compiled; it is in no jar. */
public abstract class AbstractMojo {
    /** Return the log. */
    public org.apache.maven.plugin.logging.Log getLog() {
        return null;
    }

    /** Run the goal. */
    public abstract void execute() throws MojoExecutionException;
}
