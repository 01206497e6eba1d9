package org.apache.maven.plugin;

/** Stands for Maven's class. */
public class MojoExecutionException extends Exception {
}
