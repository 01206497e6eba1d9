package example.pine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/** A vault. */
public final class Vault {
    private final SecretKey key;

    /** Make a vault. */
    public Vault(SecretKey key) {
        this.key = key;
    }

    /** Seals a file. */
    public void seal(Path source, Path target) throws IOException, GeneralSecurityException {
        byte[] iv = new byte[12];
        new SecureRandom().nextBytes(iv);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, iv));
        Files.write(target, cipher.doFinal(Files.readAllBytes(source)));
        Files.deleteIfExists(source);
    }
}
