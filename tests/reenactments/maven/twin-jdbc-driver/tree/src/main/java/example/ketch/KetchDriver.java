package example.ketch;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.logging.Logger;

/** The driver. */
public final class KetchDriver implements Driver {
    static {
        try {
            DriverManager.registerDriver(new KetchDriver());
        } catch (SQLException problem) {
            throw new ExceptionInInitializerError(problem);
        }
    }

    @Override
    public Connection connect(String url, Properties options) throws SQLException {
        if (!acceptsURL(url)) {
            return null;
        }
        throw new SQLException(url + ": this build has no network");
    }

    @Override
    public boolean acceptsURL(String url) {
        return url.startsWith("jdbc:ketch:");
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
