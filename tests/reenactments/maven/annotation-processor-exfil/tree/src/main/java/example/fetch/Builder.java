package example.fetch;

import java.lang.annotation.ElementType;
import java.lang.annotation.Target;

/** Asks for a builder. */
@Target(ElementType.TYPE)
public @interface Builder {
}
