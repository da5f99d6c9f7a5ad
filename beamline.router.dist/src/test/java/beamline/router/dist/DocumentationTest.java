package beamline.router.dist;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever is exported says what it promises. The compiler has already read what is written; this
 * finds what is not.
 */
final class DocumentationTest {
  static List<House.Shipped> shipped() {
    return House.shipped();
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void everythingExportedHasAComment(House.Shipped shipped) throws IOException {
    List<Path> sources = exportedSources(shipped);
    List<String> silent = new ArrayList<>();
    if (!sources.isEmpty()) {
      JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
      var files = compiler.getStandardFileManager(null, null, null);
      var task =
          (JavacTask)
              compiler.getTask(
                  null,
                  files,
                  null,
                  List.of("-proc:none"),
                  null,
                  files.getJavaFileObjectsFromPaths(sources));
      DocTrees docs = DocTrees.instance(task);
      for (CompilationUnitTree unit : task.parse()) {
        new Exported(docs, unit, silent).scan(unit, null);
      }
    }
    assertThat(silent).isEmpty();
  }

  private static List<Path> exportedSources(House.Shipped shipped) {
    ModuleDescriptor module =
        ModuleFinder.of(shipped.jar()).findAll().iterator().next().descriptor();
    return module.exports().stream()
        .map(it -> shipped.sources().resolve(it.source().replace('.', '/')))
        .filter(Files::isDirectory)
        .flatMap(it -> House.javaFiles(it).stream().filter(file -> file.getParent().equals(it)))
        .toList();
  }

  /**
   * Goes through what a user can see: public and protected, down to the members of public types.
   */
  private static final class Exported extends TreePathScanner<Void, Void> {
    private final DocTrees docs;
    private final CompilationUnitTree unit;
    private final List<String> silent;

    Exported(DocTrees docs, CompilationUnitTree unit, List<String> silent) {
      this.docs = docs;
      this.unit = unit;
      this.silent = silent;
    }

    @Override
    public Void visitClass(ClassTree type, Void unused) {
      if (!isVisible(type.getModifiers())) {
        return null;
      }
      check(type.getSimpleName().toString());
      return super.visitClass(type, null);
    }

    @Override
    public Void visitMethod(MethodTree method, Void unused) {
      if (isVisible(method.getModifiers())
          && !isOverride(method)
          && !isConstructorOfRecord(method)) {
        check(method.getName().toString());
      }
      return null;
    }

    @Override
    public Void visitVariable(VariableTree field, Void unused) {
      boolean component =
          enclosing().getKind() == Tree.Kind.RECORD
              && !field.getModifiers().getFlags().contains(Modifier.STATIC);
      if (isVisible(field.getModifiers()) && !component && !isRowOfATable(field)) {
        check(field.getName().toString());
      }
      return null;
    }

    /**
     * An enum constant with arguments, such as an error with its codes: the row says what it is.
     */
    private boolean isRowOfATable(VariableTree field) {
      return enclosing().getKind() == Tree.Kind.ENUM
          && field.getInitializer() instanceof NewClassTree constant
          && !constant.getArguments().isEmpty();
    }

    private void check(String name) {
      String comment = docs.getDocComment(getCurrentPath());
      if (comment == null || comment.isBlank()) {
        silent.add(Path.of(unit.getSourceFile().getName()).getFileName() + ": " + name);
      }
    }

    private boolean isVisible(ModifiersTree modifiers) {
      boolean member = getCurrentPath().getParentPath().getLeaf() instanceof ClassTree;
      boolean inInterface =
          member
              && List.of(Tree.Kind.INTERFACE, Tree.Kind.ANNOTATION_TYPE)
                  .contains(enclosing().getKind());
      return (inInterface && !modifiers.getFlags().contains(Modifier.PRIVATE))
          || modifiers.getFlags().contains(Modifier.PUBLIC)
          || modifiers.getFlags().contains(Modifier.PROTECTED);
    }

    private ClassTree enclosing() {
      return (ClassTree) getCurrentPath().getParentPath().getLeaf();
    }

    private static boolean isOverride(MethodTree method) {
      return method.getModifiers().getAnnotations().stream()
          .anyMatch(it -> it.getAnnotationType().toString().equals("Override"));
    }

    /** Its parameters are the components, which the type's own comment names. */
    private boolean isConstructorOfRecord(MethodTree method) {
      return method.getReturnType() == null && enclosing().getKind() == Tree.Kind.RECORD;
    }
  }
}
