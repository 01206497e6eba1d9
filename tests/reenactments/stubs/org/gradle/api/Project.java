package org.gradle.api;

import java.io.File;

public interface Project {
    File getRootDir();

    Object getVersion();

    void setVersion(Object version);
}
