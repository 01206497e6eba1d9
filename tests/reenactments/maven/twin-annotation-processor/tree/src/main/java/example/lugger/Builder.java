package example.lugger;

/** Asks for a builder. */
public @interface Builder {
}
