// The Job check: a Job of the user, with any container that can test the revision, succeeds.
package rollout

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"knative-faas.dev/programs/internal/kube"
	"knative-faas.dev/programs/internal/strict"
	"knative-faas.dev/programs/internal/wait"
)

// errInTheWay is returned while a Job of an earlier rollout has the name and is not deleted yet.
var errInTheWay = errors.New("an earlier Job with this name still exists")

// jobCheck is the spec of the Job.
type jobCheck map[string]any

// check validates only what the manifest depends on; the API server validates the rest.
func (c jobCheck) check(path string, wrong *strict.Mistakes) {
	template, _ := c["template"].(map[string]any)
	pod, ok := template["spec"].(map[string]any)
	if !ok {
		wrong.Add(path+".template.spec", "expected an object, got %s", strict.Kind(template["spec"]))
		return
	}
	for _, kind := range []string{"initContainers", "containers"} {
		at := path + ".template.spec." + kind
		containers := objectsIn(at, pod[kind], wrong)
		if kind == "containers" && pod[kind] == nil {
			wrong.Add(at, "expected a list with at least one element, got nothing")
		}
		for index, container := range containers {
			objectsIn(fmt.Sprintf("%s[%d].env", at, index), container["env"], wrong)
		}
	}
}

func objectsIn(path string, given any, wrong *strict.Mistakes) []map[string]any {
	list, ok := given.([]any)
	if !ok && given != nil {
		wrong.Add(path, "expected a list, got %s", strict.Kind(given))
	}
	all := make([]map[string]any, len(list))
	for index, entry := range list {
		if all[index], ok = entry.(map[string]any); !ok {
			wrong.Add(fmt.Sprintf("%s[%d]", path, index), "expected an object, got %s", strict.Kind(entry))
		}
	}
	return all
}

func (c jobCheck) evaluate(ctx context.Context, r *Runner) error {
	service, err := r.service(ctx)
	if err != nil {
		return err
	}
	// The uid of this Job distinguishes its check from that of an earlier Job with the same name, whose verdict no longer counts.
	own := new(kube.Job)
	if err := r.API.Get(ctx, kube.JobsPath(r.Plan.Namespace)+"/"+r.Job, own); err != nil {
		return err
	}
	if err := c.begin(ctx, r, c.manifest(r, service, own)); err != nil {
		return err
	}
	return c.end(ctx, r)
}

func (c jobCheck) path(r *Runner) string {
	return kube.JobsPath(r.Plan.Namespace) + "/" + checkName(r.Job)
}

// begin creates the Job, or continues with the one that this same Job created before a restart.
func (c jobCheck) begin(ctx context.Context, r *Runner, manifest jobManifest) error {
	later := func(err error) bool { return errors.Is(err, errInTheWay) }
	err := r.API.Backoff.Do(ctx, later, func() error {
		err := r.API.Create(ctx, kube.JobsPath(r.Plan.Namespace), manifest)
		if kube.Code(err) == http.StatusConflict {
			return c.takeUp(ctx, r, manifest.Metadata.Labels[rolloutLabel])
		}
		if err == nil {
			r.say("created job %s", checkName(r.Job))
		}
		return err
	})
	return c.refused(err)
}

func (c jobCheck) takeUp(ctx context.Context, r *Runner, rollout string) error {
	there := new(kube.Job)
	err := r.API.Get(ctx, c.path(r), there)
	if kube.Code(err) == http.StatusNotFound {
		return errInTheWay
	}
	if err != nil {
		return err
	}
	if there.Metadata.Labels[rolloutLabel] == rollout && there.Metadata.DeletionTimestamp == nil {
		r.say("job %s already exists; continuing with it", checkName(r.Job))
		return nil
	}
	if there.Metadata.DeletionTimestamp == nil {
		r.say("job %s belongs to an earlier rollout; deleting it", checkName(r.Job))
		err = r.API.Delete(ctx, c.path(r), there.Metadata.UID)
	}
	if code := kube.Code(err); err == nil || code == http.StatusNotFound || code == http.StatusConflict {
		return errInTheWay
	}
	return err
}

// refused returns a verdict if the API server finds the Job invalid, as a retry would not help. The message may quote a value of
// the user's Job.
func (c jobCheck) refused(err error) error {
	answer, ok := errors.AsType[*kube.Error](err)
	if !ok {
		return err
	}
	answer.Message = c.redacted(answer.Message)
	if answer.Code == http.StatusBadRequest || answer.Code == http.StatusUnprocessableEntity {
		return failed("the job was refused: %s", answer.Message)
	}
	return answer
}

func (c jobCheck) end(ctx context.Context, r *Runner) error {
	kept := "it has no Pod with a log"
	for {
		job := new(kube.Job)
		err := r.API.Get(ctx, c.path(r), job)
		if kube.Code(err) == http.StatusNotFound {
			return failed("job %s was deleted before its result was known", checkName(r.Job))
		}
		if err != nil {
			return err
		}
		if kube.Find(job.Status.Conditions, "Complete").Status == "True" {
			return nil
		}
		if end := kube.Find(job.Status.Conditions, "Failed"); end.Status == "True" {
			return quoting("\n"+r.failureLog(ctx, kept), "job %s failed: %s: %s", checkName(r.Job), end.Reason, end.Message)
		}
		if words := r.waiting(ctx); words != "" {
			kept = words
		}
		if !wait.For(ctx, r.Timing.Poll) {
			return errStopped
		}
	}
}
