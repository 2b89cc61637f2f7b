// The environment of a container as a list: sorted by name, each variable after those that its value refers to.
package function

import (
	"regexp"
	"slices"

	"knative-faas.dev/programs/internal/function/spec"
	"knative-faas.dev/programs/internal/function/value"
)

// variables returns a fixed order, so that reordering them creates no revision. Kubernetes expands only references to earlier
// variables.
func variables(env map[string]string, from map[string]spec.EnvValueFrom) any {
	var all []variable
	for _, name := range value.Names(env) {
		all = append(all, variable{name, value.Object{"name": name, "value": env[name]}, namesIn(env[name])})
	}
	for _, name := range value.Names(from) {
		all = append(all, variable{name, value.Object{"name": name, "valueFrom": from[name]}, nil})
	}
	return value.Filled(behind(all))
}

type variable struct {
	name  string
	entry value.Object
	// needs are the names that its value refers to.
	needs []string
}

var reference = regexp.MustCompile(`\$\$|\$\(([-._a-zA-Z0-9]+)\)`)

// namesIn returns the references that Kubernetes expands; `$$` is an escaped dollar sign.
func namesIn(text string) []string {
	var names []string
	for _, found := range reference.FindAllStringSubmatch(text, -1) {
		if found[1] != "" {
			names = append(names, found[1])
		}
	}
	return names
}

// behind puts each variable after those that it needs; a cycle is cut where it closes. It is not recursive, as chains may be long.
func behind(all []variable) []any {
	byName := map[string]int{}
	for index, one := range all {
		byName[one.name] = index
	}
	var done []any
	begun, put := make([]bool, len(all)), make([]bool, len(all))
	var open []int
	for index := range slices.Backward(all) {
		open = append(open, index)
	}
	for len(open) > 0 {
		top := open[len(open)-1]
		if begun[top] {
			open = open[:len(open)-1]
			if !put[top] {
				put[top], done = true, append(done, all[top].entry)
			}
			continue
		}
		begun[top] = true
		for _, name := range slices.Backward(all[top].needs) {
			if other, found := byName[name]; found && !begun[other] {
				open = append(open, other)
			}
		}
	}
	return done
}
