package dev.softmax.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// No part of the archive has a licence that is unknown, or that asks more of those who pass it on than
/// Apache-2.0 does.
class LicencesTest {
  private static final Path BOM = Path.of("target/made/bom.json");

  /// A part of the bill of materials, with identifiers of its licences, or their names.
  private record Part(String group, String name, Set<String> licences) {}

  @Test
  void everyLicenceIsKnownAndFits() throws IOException {
    assumeTrue(
        Files.exists(BOM) || !"offline: true".equals(System.getProperty("softmax.maven")),
        "no bill of materials to check: Maven makes none when it is offline (-o)");
    Set<String> allowed = new TreeSet<>();
    List<String[]> exceptions = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of("licences.txt"))) {
      String[] fields = line.split("\\s*\\|\\s*", -1);
      switch (fields[0]) {
        case "allowed" -> allowed.add(fields[1]);
        case "part" -> {
          assertThat(fields).as(line).hasSize(4);
          exceptions.add(fields);
        }
        default -> assertThat(line).startsWith("#");
      }
    }
    List<Part> parts = parts();
    assertThat(parts).extracting(Part::name).contains("picocli", "softmax-core");
    for (Part part : parts) {
      Set<String> licences = new TreeSet<>(part.licences());
      exceptions.stream()
          .filter(exception -> part.group().startsWith(exception[1]))
          .forEach(exception -> licences.add(exception[2]));
      assertThat(licences)
          .as("licences of %s:%s, of which licences.txt allows none", part.group(), part.name())
          .containsAnyElementsOf(allowed);
    }
    assertThat(exceptions)
        .as("exceptions in licences.txt for parts that are there")
        .allMatch(one -> parts.stream().anyMatch(part -> part.group().startsWith(one[1])));
  }

  private static List<Part> parts() throws IOException {
    List<Part> parts = new ArrayList<>();
    try (JsonParser json =
        new JsonFactory().createParser(ObjectReadContext.empty(), Files.readString(BOM))) {
      json.nextToken();
      while (json.nextToken() != JsonToken.END_OBJECT) {
        boolean components = json.currentName().equals("components");
        json.nextToken();
        if (components) {
          while (json.nextToken() != JsonToken.END_ARRAY) {
            parts.add(part(json));
          }
        } else {
          json.skipChildren();
        }
      }
    }
    return parts;
  }

  private static Part part(JsonParser json) {
    String group = "";
    String name = "";
    Set<String> licences = new TreeSet<>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String key = json.currentName();
      json.nextToken();
      switch (key) {
        case "group" -> group = json.getString();
        case "name" -> name = json.getString();
        case "licenses" -> readLicences(json, licences);
        default -> json.skipChildren();
      }
    }
    return new Part(group, name, licences);
  }

  /// Adds each `id`, `name` and `expression` inside the array.
  private static void readLicences(JsonParser json, Set<String> licences) {
    int depth = 1;
    while (depth > 0) {
      switch (json.nextToken()) {
        case START_ARRAY, START_OBJECT -> depth++;
        case END_ARRAY, END_OBJECT -> depth--;
        case VALUE_STRING -> {
          if (Set.of("id", "name", "expression").contains(json.currentName())) {
            licences.add(json.getString());
          }
        }
        default -> {}
      }
    }
  }
}
