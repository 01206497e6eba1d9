package example.tender;

import javax.script.ScriptEngine;
import javax.script.ScriptEngineManager;
import javax.script.ScriptException;

/** Calculates what a user types. */
public final class Calculator {
    private final ScriptEngine engine = new ScriptEngineManager().getEngineByName("js");

    /** Return the value of an expression of digits and operators. */
    public Object value(String expression) throws ScriptException {
        if (!expression.matches("[-+*/(). 0-9]+")) {
            throw new IllegalArgumentException(expression);
        }
        return engine.eval(expression);
    }
}
