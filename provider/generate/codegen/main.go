// Writes the SDKs of a package schema with Pulumi's own generators, as go.mod pins them: `go run . schema.json directory`.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	dotnet "github.com/pulumi/pulumi-dotnet/pulumi-language-dotnet/v3/codegen"
	"github.com/pulumi/pulumi-java/pkg/codegen/java"
	golang "github.com/pulumi/pulumi/pkg/v3/codegen/go"
	"github.com/pulumi/pulumi/pkg/v3/codegen/nodejs"
	"github.com/pulumi/pulumi/pkg/v3/codegen/python"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
)

// tool is the generator's name in generated files.
const tool = "pulumi"

type files = map[string][]byte

// noOther loads no packages, as the schema refers to none.
type noOther struct{ schema.ReferenceLoader }

var generators = map[string]func(*schema.Package) (files, error){
	"nodejs": func(pkg *schema.Package) (files, error) {
		return nodejs.GeneratePackage(tool, pkg, nil, nil, false, nil)
	},
	"python": func(pkg *schema.Package) (files, error) {
		generated, err := python.GeneratePackage(tool, pkg, nil, nil)
		if err == nil {
			err = readmeForPyPI(generated)
		}
		return generated, err
	},
	"go": func(pkg *schema.Package) (files, error) {
		return golang.GeneratePackage(tool, pkg, nil)
	},
	"java": func(pkg *schema.Package) (files, error) {
		return java.GeneratePackage(tool, pkg, mavenFiles(pkg), nil, false, false)
	},
	"dotnet": func(pkg *schema.Package) (files, error) {
		return dotnet.GeneratePackage(tool, pkg, nil, nil)
	},
}

// readmeForPyPI copies README.md next to pyproject.toml, which refers to it; the generator writes it only into the package.
func readmeForPyPI(generated files) error {
	for name, content := range generated {
		if filepath.Base(name) == "README.md" {
			generated["README.md"] = content
			return nil
		}
	}
	return fmt.Errorf("no README.md among %d files", len(generated))
}

func main() {
	if len(os.Args) != 3 {
		fail(fmt.Errorf("usage: go run . schema.json directory"))
	}
	serveLogo()
	for language, generate := range generators {
		if err := sdk(os.Args[1], generate, filepath.Join(os.Args[2], language)); err != nil {
			fail(fmt.Errorf("SDK for %s: %w", language, err))
		}
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

func sdk(schemaFile string, generate func(*schema.Package) (files, error), directory string) error {
	// Generators write into the package they receive, so each reads its own.
	pkg, err := read(schemaFile)
	if err != nil {
		return err
	}
	generated, err := generate(pkg)
	if err != nil {
		return err
	}
	for name, content := range generated {
		if err := write(filepath.Join(directory, name), content); err != nil {
			return err
		}
	}
	return nil
}

func read(file string) (*schema.Package, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var spec schema.PackageSpec
	if err := json.Unmarshal(text, &spec); err != nil {
		return nil, err
	}
	pkg, problems, err := schema.BindSpec(spec, noOther{}, schema.ValidationOptions{})
	if err == nil && problems.HasErrors() {
		err = problems
	}
	return pkg, err
}

func write(file string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	return os.WriteFile(file, content, 0o644)
}
