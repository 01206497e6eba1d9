package org.gradle.api;

public interface Plugin<T> {
    void apply(T target);
}
