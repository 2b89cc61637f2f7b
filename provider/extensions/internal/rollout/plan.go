// The plan of one gate, as the Job's environment gives it: every mistake in it is told at once, with its path.
package rollout

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"knative-faas.dev/extensions/internal/kube"
)

const rootPath = "ROLLOUT"

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
	value, err := decoded(text)
	if err != nil {
		return nil, fmt.Errorf("%s: expected a plan in JSON: %w", rootPath, err)
	}
	var mistakes []string
	var plan *Plan
	if root, ok := newObject(rootPath, value, &mistakes); ok {
		plan = readPlan(root)
		if _, asksJob := plan.check.(jobCheck); asksJob && !label.MatchString(checkName(job)) {
			mistakes = append(mistakes, fmt.Sprintf("JOB_NAME: expected the name of this Job, at most 57 characters long, got %q", job))
		}
	}
	if len(mistakes) > 0 {
		return nil, errors.New(strings.Join(mistakes, "\n"))
	}
	return plan, nil
}

func readPlan(root object) *Plan {
	plan := &Plan{
		Namespace:    readName(root, "namespace"),
		Service:      readName(root, "service"),
		Revision:     readName(root, "revision"),
		Gate:         root.text("gate", true),
		Traffic:      readTable(root, "traffic"),
		Back:         readTable(root, "back"),
		PauseSeconds: root.whole("pauseSeconds", 0, longestPause, 0),
		check:        readCheck(root),
	}
	if root.has("traffic") && !root.has("back") {
		root.wrong("back", "expected a traffic table, because traffic is given")
	}
	if root.has("back") && !root.has("traffic") {
		root.wrong("back", "expected nothing, because traffic is not given")
	}
	root.end()
	return plan
}

func readName(o object, name string) string {
	text := o.text(name, true)
	if text != "" && !label.MatchString(text) {
		o.wrong(name, "expected lower case letters, digits and dashes, at most 63 characters, got %q", text)
	}
	return text
}

func readTable(root object, name string) []kube.Target {
	root.asked[name] = true
	if !root.has(name) {
		return nil
	}
	var table []kube.Target
	mistakes := len(*root.mistakes)
	for index, value := range root.list(name) {
		if row, ok := newObject(fmt.Sprintf("%s[%d]", root.at(name), index), value, root.mistakes); ok {
			table = append(table, readTarget(row))
		}
	}
	// A sum over rows that can't be read would only be noise.
	if len(*root.mistakes) == mistakes {
		checkTable(root, name, table)
	}
	return table
}

func readTarget(row object) kube.Target {
	target := kube.Target{RevisionName: readName(row, "revisionName"), Percent: row.whole("percent", 0, 100, 0)}
	if row.asked["tag"] = true; row.has("tag") {
		target.Tag = readName(row, "tag")
	}
	row.end()
	return target
}

func checkTable(root object, name string, table []kube.Target) {
	var sum int64
	tags := map[string]bool{}
	for index, target := range table {
		sum += target.Percent
		if target.Tag != "" && tags[target.Tag] {
			root.wrong(fmt.Sprintf("%s[%d].tag", name, index), "expected a tag that no other row has, got %q", target.Tag)
		}
		tags[target.Tag] = true
	}
	if sum != 100 {
		root.wrong(name, "expected percents that sum to 100, got %d", sum)
	}
}
