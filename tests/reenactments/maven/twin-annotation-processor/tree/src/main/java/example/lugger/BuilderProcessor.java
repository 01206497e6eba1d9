package example.lugger;

import java.io.IOException;
import java.io.Writer;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic;

/** Writes builders. */
@SupportedAnnotationTypes("example.lugger.Builder")
public final class BuilderProcessor extends AbstractProcessor {
    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latest();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        for (Element element : round.getElementsAnnotatedWith(Builder.class)) {
            String name = element.getSimpleName() + "Builder";
            try (Writer out = processingEnv.getFiler().createSourceFile(name, element).openWriter()) {
                out.write("public final class " + name + " {\n}\n");
            } catch (IOException problem) {
                processingEnv.getMessager().printMessage(Diagnostic.Kind.ERROR, problem.toString(), element);
            }
        }
        return true;
    }
}
