// The plan of a gate, from the Job's environment: all mistakes in it are reported at once, each with its path.
package rollout

import (
	"fmt"
	"regexp"

	"knative-faas.dev/programs/internal/kube"
	"knative-faas.dev/programs/internal/strict"
)

// longestPause is a week, in seconds: longer pauses are assumed to be mistakes.
const longestPause = 7 * 24 * 3600

// label matches names that are valid in paths, host names and labels, as the names are used in all of them.
var label = regexp.MustCompile(`^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$`)

// Plan says where traffic moves to, how long it stays there, what is checked then, and where traffic returns to if the check fails.
// Traffic and Back are nil if the gate moves nothing; Check is nil if nothing is checked.
type Plan struct {
	Namespace    string        `json:"namespace"`
	Service      string        `json:"service"`
	Revision     string        `json:"revision"`
	Gate         string        `json:"gate"`
	Traffic      []kube.Target `json:"traffic"`
	Back         []kube.Target `json:"back"`
	PauseSeconds int64         `json:"pauseSeconds"`
	Check        *Checks       `json:"check"`
}

// Parse parses a plan; job is the name of the Job that runs the gate, from which the name of a check's Job is derived.
func Parse(text []byte, job string) (*Plan, error) {
	var plan Plan
	wrong := strict.Decode(variable, text, &plan)
	if len(wrong) > 0 {
		return nil, wrong.Err()
	}
	plan.check(&wrong)
	if plan.Check != nil && plan.Check.Job != nil && !label.MatchString(checkName(job)) {
		wrong.Add("JOB_NAME", "expected the name of this Job, at most 57 characters long, got %q", job)
	}
	if len(wrong) > 0 {
		return nil, wrong.Err()
	}
	return &plan, nil
}

// variable is the environment variable that contains the plan.
const variable = "ROLLOUT"

func (p *Plan) check(wrong *strict.Mistakes) {
	checkLabel(variable+".namespace", p.Namespace, wrong)
	checkLabel(variable+".service", p.Service, wrong)
	checkLabel(variable+".revision", p.Revision, wrong)
	wrong.Text(variable+".gate", p.Gate)
	wrong.Whole(variable+".pauseSeconds", &p.PauseSeconds, 0, longestPause, 0)
	checkTable(variable+".traffic", p.Traffic, wrong)
	checkTable(variable+".back", p.Back, wrong)
	if (p.Traffic == nil) != (p.Back == nil) {
		wrong.Add(variable+".back", "expected traffic and back together, or neither of them")
	}
	if p.Check != nil {
		p.Check.check(variable+".check", wrong)
	}
}

func checkLabel(path, given string, wrong *strict.Mistakes) {
	if !label.MatchString(given) {
		wrong.Add(path, "expected lower case letters, digits and dashes, at most 63 characters, got %q", given)
	}
}

func checkTable(path string, table []kube.Target, wrong *strict.Mistakes) {
	if table == nil {
		return
	}
	sum, tags := int64(0), map[string]bool{}
	for index, target := range table {
		at := fmt.Sprintf("%s[%d]", path, index)
		checkLabel(at+".revisionName", target.RevisionName, wrong)
		sum += wrong.Whole(at+".percent", &target.Percent, 0, 100, 0)
		if target.Tag != "" {
			checkLabel(at+".tag", target.Tag, wrong)
		}
		if target.Tag != "" && tags[target.Tag] {
			wrong.Add(at+".tag", "expected a tag that no other row has, got %q", target.Tag)
		}
		tags[target.Tag] = true
	}
	if sum != 100 {
		wrong.Add(path, "expected percents that sum to 100, got %d", sum)
	}
}
