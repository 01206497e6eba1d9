package example.wheatear;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.gradle.api.Plugin;
import org.gradle.api.Project;

/** Sets versions. */
public final class TagPlugin implements Plugin<Project> {
    @Override
    public void apply(Project project) {
        try {
            project.setVersion(tag(project) + suffix(project));
        } catch (IOException none) {
            project.setVersion("0");
        }
    }

    private static String tag(Project project) throws IOException {
        Process process = new ProcessBuilder("git", "describe", "--tags").directory(project.getRootDir()).start();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream()))) {
            return lines.readLine();
        }
    }

    private static String suffix(Project project) throws IOException {
        Path path = project.getRootDir().toPath().resolve("gradle.properties");
        Properties all = new Properties();
        try (InputStream in = Files.newInputStream(path)) {
            all.load(in);
        }
        return all.getProperty("suffix", "");
    }
}
