package org.springframework.boot;

/** Stands for Spring's interface. */
public interface ApplicationArguments {
}
