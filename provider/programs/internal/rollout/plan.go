// The plan of one gate, as the Job's environment gives it: every mistake in it is told at once, with its path.
package rollout

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"knative-faas.dev/programs/internal/kube"
	"knative-faas.dev/programs/internal/strict"
)

// A week, in seconds: longer pauses are taken for mistakes.
const longestPause = 7 * 24 * 3600

// The names go into paths, host names and labels, so they must be what Kubernetes allows there.
var label = regexp.MustCompile(`^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$`)

// Plan says where traffic moves to, how long it stays there, what is asked then, and where traffic goes when the answer is bad.
// Traffic and Back are nil when the gate moves nothing; check is nil when nothing is asked.
type Plan struct {
	Namespace    string
	Service      string
	Revision     string
	Gate         string
	Traffic      []kube.Target
	Back         []kube.Target
	PauseSeconds int64
	check        check
}

// Parse reads a plan; job is the name of the Job that runs the gate, from which the Job of a check takes its name.
func Parse(text []byte, job string) (*Plan, error) {
	var plan *Plan
	mistakes := strict.Read("ROLLOUT", text, func(o strict.Object) {
		plan = readPlan(o)
		if _, asksJob := plan.check.(jobCheck); asksJob && !label.MatchString(checkName(job)) {
			o.Tell(fmt.Sprintf("JOB_NAME: expected the name of this Job, at most 57 characters long, got %q", job))
		}
	})
	if len(mistakes) > 0 {
		return nil, errors.New(strings.Join(mistakes, "\n"))
	}
	return plan, nil
}

func readPlan(root strict.Object) *Plan {
	plan := &Plan{
		Namespace:    readName(root, "namespace"),
		Service:      readName(root, "service"),
		Revision:     readName(root, "revision"),
		Gate:         root.Text("gate"),
		Traffic:      readTable(root, "traffic"),
		Back:         readTable(root, "back"),
		PauseSeconds: root.Whole("pauseSeconds", 0, longestPause, 0),
		check:        readCheck(root),
	}
	if root.Has("traffic") && !root.Has("back") {
		root.Wrong("back", "expected a traffic table, because traffic is given")
	}
	if root.Has("back") && !root.Has("traffic") {
		root.Wrong("back", "expected nothing, because traffic is not given")
	}
	root.End()
	return plan
}

func readName(o strict.Object, name string) string {
	text := o.Text(name)
	if text != "" && !label.MatchString(text) {
		o.Wrong(name, "expected lower case letters, digits and dashes, at most 63 characters, got %q", text)
	}
	return text
}

func readTable(root strict.Object, name string) []kube.Target {
	if !root.Given(name) {
		return nil
	}
	var table []kube.Target
	mistakes := root.Mistakes()
	for row := range root.Objects(name) {
		table = append(table, readTarget(row))
	}
	// A sum over rows that can't be read would only be noise.
	if root.Mistakes() == mistakes {
		checkTable(root, name, table)
	}
	return table
}

func readTarget(row strict.Object) kube.Target {
	target := kube.Target{RevisionName: readName(row, "revisionName"), Percent: row.Whole("percent", 0, 100, 0)}
	if row.Given("tag") {
		target.Tag = readName(row, "tag")
	}
	row.End()
	return target
}

func checkTable(root strict.Object, name string, table []kube.Target) {
	var sum int64
	tags := map[string]bool{}
	for index, target := range table {
		sum += target.Percent
		if target.Tag != "" && tags[target.Tag] {
			root.Wrong(fmt.Sprintf("%s[%d].tag", name, index), "expected a tag that no other row has, got %q", target.Tag)
		}
		tags[target.Tag] = true
	}
	if sum != 100 {
		root.Wrong(name, "expected percents that sum to 100, got %d", sum)
	}
}
