package example.linnet;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** The program. */
public final class Main {
    private static final String VERSION = "1.4.0";

    private Main() {
    }

    /** Start. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        String system = System.getProperty("os.name");
        HttpRequest ask = HttpRequest.newBuilder(URI.create("https://linnet-cli.example/latest"))
            .header("User-Agent", "linnet/" + VERSION + " (" + system + ")")
            .build();
        String newest = HttpClient.newHttpClient().send(ask, HttpResponse.BodyHandlers.ofString()).body().trim();
        if (!newest.equals(VERSION)) {
            System.out.println("linnet " + newest + " is out");
        }
    }
}
