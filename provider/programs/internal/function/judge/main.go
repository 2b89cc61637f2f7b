// Prints the mistakes or objects of Functions, for a comparison with the Pulumi component (tests/generated/verdicts.ts).

// Command judge reads Functions as JSON, one per line, and writes for each a line of JSON with its mistakes or its objects. It is
// part of the tests and is not deployed.
package main

import (
	"bufio"
	"bytes"
	"io"
	"log"
	"os"

	"k8s.io/apimachinery/pkg/util/json"

	"knative-faas.dev/programs/internal/function"
	"knative-faas.dev/programs/internal/function/value"
)

func main() {
	if err := judge(os.Stdin, os.Stdout); err != nil {
		log.Fatal(err)
	}
}

func judge(from io.Reader, to io.Writer) error {
	lines := bufio.NewReader(from)
	for {
		line, err := lines.ReadBytes('\n')
		if len(bytes.TrimSpace(line)) > 0 {
			var object value.Object
			// Like the API's decoder: numbers are int64 or float64.
			if err := json.Unmarshal(line, &object); err != nil {
				return err
			}
			if _, err := io.WriteString(to, value.Canonical(verdict(object))+"\n"); err != nil {
				return err
			}
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func verdict(object value.Object) value.Object {
	metadata := value.Child(object, "metadata")
	made, mistakes := function.Make(value.Text(metadata, "name"), value.Text(metadata, "namespace"), object["spec"], function.Cluster{})
	if len(mistakes) > 0 {
		var told []any
		for _, mistake := range mistakes {
			told = append(told, mistake.String())
		}
		return value.Object{"mistakes": told}
	}
	return value.Object{"objects": objectsOf(made)}
}

func objectsOf(made *function.Objects) []any {
	var all []any
	add := func(objects ...value.Object) {
		for _, object := range objects {
			all = append(all, object)
		}
	}
	add(made.Service, made.Traffic)
	add(made.Rights...)
	add(made.Domains...)
	for _, trigger := range made.Triggers {
		add(trigger.Objects...)
	}
	return all
}
