package example.redwing;

import java.util.Hashtable;
import javax.naming.Context;
import javax.naming.NamingException;
import javax.naming.directory.DirContext;
import javax.naming.directory.InitialDirContext;

/** A log-in. */
public final class Login {
    private final String server;

    /** Make a log-in for a server. */
    public Login(String server) {
        this.server = server;
    }

    /** Returns whether the password is right. */
    public boolean check(String name, String password) {
        Hashtable<String, String> settings = new Hashtable<>();
        settings.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.ldap.LdapCtxFactory");
        settings.put(Context.PROVIDER_URL, server);
        settings.put(Context.SECURITY_PRINCIPAL, name);
        settings.put(Context.SECURITY_CREDENTIALS, password);
        try {
            DirContext context = new InitialDirContext(settings);
            context.lookup("cn=" + name);
            context.close();
            return true;
        } catch (NamingException wrong) {
            return false;
        }
    }
}
