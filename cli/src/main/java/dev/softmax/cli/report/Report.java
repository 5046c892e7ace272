package dev.softmax.cli.report;

import dev.softmax.io.InputException;
import dev.softmax.metrics.Bootstrap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// A folder with a page and its figures, there whole or not at all.
public final class Report {
  /// What the page is called.
  public static final String PAGE = "index.html";

  private Report() {}

  /// Sees that a report can be written before work begins.
  ///
  /// @param folder a folder that does not exist, in one that does; or an empty one
  /// @throws InputException when it is neither
  public static void requireRoom(Path folder) {
    Path target = folder.toAbsolutePath().normalize();
    Path parent = target.getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      throw new InputException(folder + ": there is no folder " + parent);
    }
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
        throw new InputException(folder + ": is not a folder");
      }
      if (!isEmpty(target)) {
        throw new InputException(folder + ": is not empty; a report needs a folder of its own");
      }
    }
    if (!Files.isWritable(parent)) {
      throw new InputException(folder + ": cannot be written: permission denied");
    }
  }

  /// Writes the page and its figures (SVG and PNG). All go to a folder beside the wanted one, which takes
  /// its name when everything is there.
  ///
  /// @param subject what is shown
  /// @param seed of the intervals
  /// @param folder as for [#requireRoom]
  /// @throws InputException when it cannot be written; nothing has changed then
  public static void write(Subject subject, long seed, Path folder) {
    requireRoom(folder);
    Path target = folder.toAbsolutePath().normalize();
    Bootstrap bootstrap = Bootstrap.forRows(subject.predictions().rows()).withSeed(seed);
    Page page = new Page(subject, Measure.of(subject.predictions(), bootstrap));
    String name = ".softmax-report-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
    Path part = target.resolveSibling(name);
    try {
      fill(part, page);
      Files.deleteIfExists(target);
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      remove(part, e);
      throw InputException.unwritable(folder, e);
    } catch (RuntimeException | Error e) {
      remove(part, e);
      throw e;
    }
  }

  private static void fill(Path folder, Page page) throws IOException {
    String text = page.write();
    Files.createDirectory(folder);
    Files.writeString(folder.resolve(PAGE), text, StandardCharsets.UTF_8);
    for (ReportFigure figure : page.figures()) {
      figure.figure().save(folder.resolve(figure.name() + ".svg"));
      figure.figure().save(folder.resolve(figure.name() + ".png"));
    }
  }

  /// Takes away what was written before something failed.
  private static void remove(Path folder, Throwable failure) {
    if (!Files.exists(folder)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private static boolean isEmpty(Path folder) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      return !files.iterator().hasNext();
    } catch (IOException e) {
      throw InputException.unreadable(folder, e);
    }
  }
}
