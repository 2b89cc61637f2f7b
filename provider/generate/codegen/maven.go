// The project file that Maven builds the Java SDK with, which Pulumi's generator does not write.
package main

import (
	"fmt"

	"github.com/pulumi/pulumi-java/pkg/codegen/java"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
)

const (
	pulumiForJava  = "1.16.2"
	compilerPlugin = "3.14.1"
)

func mavenFiles(pkg *schema.Package) files {
	return files{
		".gitattributes": []byte("* linguist-generated\n"),
		".gitignore":     []byte("target/\n"),
		"pom.xml":        []byte(project(pkg)),
	}
}

func project(pkg *schema.Package) string {
	return fmt.Sprintf(`<?xml version="1.0" encoding="UTF-8"?>
<!-- Generated; do not edit. -->
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>%s</groupId>
  <artifactId>%s</artifactId>
  <version>%s</version>
  <properties>
    <maven.compiler.release>11</maven.compiler.release>
    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
  </properties>
  <dependencies>
    <dependency>
      <groupId>com.pulumi</groupId>
      <artifactId>pulumi</artifactId>
      <version>%s</version>
    </dependency>
    <dependency>
      <groupId>com.google.code.findbugs</groupId>
      <artifactId>jsr305</artifactId>
      <version>3.0.2</version>
    </dependency>
  </dependencies>
  <build>
    <plugins>
      <plugin>
        <groupId>org.apache.maven.plugins</groupId>
        <artifactId>maven-compiler-plugin</artifactId>
        <version>%s</version>
      </plugin>
    </plugins>
  </build>
</project>
`, group(pkg), pkg.Name, pkg.Version, pulumiForJava, compilerPlugin)
}

// group is the prefix of the Java packages.
func group(pkg *schema.Package) string {
	if err := pkg.ImportLanguages(map[string]schema.Language{"java": java.Importer}); err != nil {
		fail(err)
	}
	return pkg.Language["java"].(java.PackageInfo).BasePackage
}
