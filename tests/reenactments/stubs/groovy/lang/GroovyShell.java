package groovy.lang;

public class GroovyShell {
    public Object evaluate(String text) {
        return null;
    }
}
