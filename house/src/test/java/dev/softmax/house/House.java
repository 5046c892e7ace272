package dev.softmax.house;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/// Where the files of the house are.
final class House {
  /// The repository's root: tests run in the folder of their module.
  static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  /// Folders of what is made, not written.
  private static final Set<String> MADE = Set.of("target", "__pycache__");

  private House() {}

  /// All files of the repository in a fixed order, less what builds and editors leave.
  static List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        ROOT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            String name = folder.getFileName().toString();
            boolean hidden = name.startsWith(".") && !name.equals(".ci");
            return !folder.equals(ROOT) && (hidden || MADE.contains(name))
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            // In a linked worktree this file holds the path of the repository.
            if (attributes.isRegularFile() && !file.endsWith(".git")) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    Collections.sort(files);
    return files;
  }

  /// All Java sources of the modules, tests included, in a fixed order.
  static List<Path> javaFiles() throws IOException {
    return files().stream()
        .filter(file -> file.toString().endsWith(".java"))
        .filter(file -> name(file).contains("/src/"))
        .toList();
  }

  /// A file's path from the root, with slashes.
  static String name(Path file) {
    return ROOT.relativize(file).toString().replace('\\', '/');
  }
}
