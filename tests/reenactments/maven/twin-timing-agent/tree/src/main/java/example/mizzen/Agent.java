package example.mizzen;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.concurrent.atomic.LongAdder;

/** Counts classes as they are loaded. */
public final class Agent {
    private static final LongAdder LOADED = new LongAdder();

    private Agent() {
    }

    /** Called before main. */
    public static void premain(String arguments, Instrumentation instrumentation) {
        instrumentation.addTransformer(new ClassFileTransformer() {
            @Override
            public byte[] transform(ClassLoader loader, String name, Class<?> kind, ProtectionDomain domain, byte[] body) {
                LOADED.increment();
                return null;
            }
        });
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.err.println(LOADED.sum() + " classes")));
    }
}
