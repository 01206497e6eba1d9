package org.springframework.boot;

/** Stands for Spring's interface. */
public interface ApplicationRunner {
    /** Run. */
    void run(ApplicationArguments arguments) throws Exception;
}
