package org.apache.maven.execution;

public class MavenSession {
    public String getExecutionRootDirectory() {
        return null;
    }
}
