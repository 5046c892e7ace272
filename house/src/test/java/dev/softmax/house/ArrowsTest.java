package dev.softmax.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/// The arrows of docs/architecture.md, and the names that a house of this size can do without.
class ArrowsTest {
  private static final String FACADE = "dev.softmax";
  private static final String SAMPLING = "dev.softmax.sampling..";
  private static final String KERNEL = "dev.softmax.kernel..";
  private static final String PLOT = "dev.softmax.plot..";
  private static final String CLI = "dev.softmax.cli..";
  private static final String ONNX = "dev.softmax.onnx..";
  private static final String DUCKDB = "dev.softmax.duckdb..";
  private static final String SYMBOLIC = "dev.softmax.symbolic..";
  private static final String[] NN = {
    "dev.softmax.io..",
    "dev.softmax.tensor..",
    "dev.softmax.nn..",
    "dev.softmax.optim..",
    "dev.softmax.training..",
    "dev.softmax.vision.."
  };
  private static final String[] LEARN = {
    "dev.softmax.calibration..",
    "dev.softmax.data..",
    "dev.softmax.image..",
    "dev.softmax.linear..",
    "dev.softmax.metrics..",
    "dev.softmax.model..",
    "dev.softmax.network..",
    "dev.softmax.policy..",
    "dev.softmax.sequence..",
    "dev.softmax.text.."
  };

  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.softmax");

  @Test
  void coreNeedsNothingElse() {
    classes()
        .that()
        .resideInAnyPackage(FACADE, SAMPLING, KERNEL)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            FACADE, SAMPLING, KERNEL, "java..", "jdk.incubator.vector..", "org.jspecify..")
        .check(HOUSE);
  }

  @Test
  void kernelsDoNotKnowTheFacade() {
    noClasses()
        .that()
        .resideInAPackage(KERNEL)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(FACADE, SAMPLING)
        .check(HOUSE);
  }

  @Test
  void onlyKernelsUseVectors() {
    noClasses()
        .that()
        .resideOutsideOfPackage(KERNEL)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("jdk.incubator.vector..")
        .check(HOUSE);
  }

  @Test
  void plotDrawsArraysAndKnowsNoModel() {
    noClasses()
        .that()
        .resideInAPackage(PLOT)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(LEARN)
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage(NN)
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage(FACADE, SAMPLING, KERNEL, ONNX, DUCKDB, CLI)
        .check(HOUSE);
  }

  @Test
  void networksKnowNoTablesAndTexts() {
    noClasses()
        .that()
        .resideInAnyPackage(NN)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(LEARN)
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage(PLOT, ONNX, DUCKDB, CLI)
        .check(HOUSE);
  }

  @Test
  void tensorsKnowNoLayers() {
    noClasses()
        .that()
        .resideInAPackage("dev.softmax.tensor..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.softmax.nn..", "dev.softmax.optim..", "dev.softmax.training..", "dev.softmax.io..")
        .check(HOUSE);
  }

  @Test
  void learnKnowsNeitherPlotNorCommand() {
    noClasses()
        .that()
        .resideInAnyPackage(LEARN)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(PLOT, ONNX, DUCKDB, CLI)
        .check(HOUSE);
  }

  @Test
  void onnxKnowsNeitherPlotNorCommand() {
    noClasses()
        .that()
        .resideInAPackage(ONNX)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(PLOT, DUCKDB, CLI)
        .check(HOUSE);
  }

  @Test
  void duckdbKnowsNeitherPlotNorCommand() {
    noClasses()
        .that()
        .resideInAPackage(DUCKDB)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(PLOT, ONNX, CLI)
        .check(HOUSE);
  }

  @Test
  void onlyDuckdbUsesSql() {
    noClasses()
        .that()
        .resideOutsideOfPackage(DUCKDB)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.duckdb..", "java.sql..")
        .check(HOUSE);
  }

  @Test
  void symbolicNeedsCoreAlone() {
    noClasses()
        .that()
        .resideInAPackage(SYMBOLIC)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(LEARN)
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage(NN)
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage(KERNEL, PLOT, ONNX, CLI)
        .check(HOUSE);
  }

  @Test
  void onlySymbolicUsesTheAlgebra() {
    noClasses()
        .that()
        .resideOutsideOfPackage(SYMBOLIC)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.matheclipse..", "org.apfloat..", "org.scilab..")
        .check(HOUSE);
  }

  @Test
  void onlyTheCommandExplains() {
    noClasses()
        .that()
        .resideOutsideOfPackages(SYMBOLIC, CLI)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(SYMBOLIC)
        .check(HOUSE);
  }

  @Test
  void onlyOnnxUsesOnnxRuntime() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ONNX)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("ai.onnxruntime..")
        .check(HOUSE);
  }

  @Test
  void theReportDoesNotKnowTheCommand() {
    noClasses()
        .that()
        .resideInAPackage("dev.softmax.cli.report..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.softmax.cli")
        .check(HOUSE);
  }

  @Test
  void packagesFormNoCycle() {
    slices().matching("dev.softmax.(*)..").should().beFreeOfCycles().check(HOUSE);
  }

  @Test
  void onlyTheCommandPrints() {
    noClasses()
        .that()
        .resideOutsideOfPackages(CLI, "dev.softmax.bench..")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(HOUSE);
  }

  @Test
  void namesSayWhatAClassIs() {
    noClasses()
        .should()
        .haveNameMatching(".*(Abstract\\w*|Base|Impl|Util|Utils|Helper|Manager)$")
        .check(HOUSE);
  }
}
