// The reason why a Job failed: the end of the log of its newest Pod.
package rollout

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"knative-faas.dev/programs/internal/kube"
)

const (
	lastLines = 20
	// longestLog leaves room for the whole message in what Kubernetes keeps with the Pod. The end of a log says more than its
	// beginning.
	longestLog = 1500
)

// pods returns those of the check's Job.
func (r *Runner) pods(ctx context.Context) ([]kube.Pod, error) {
	var pods kube.PodList
	err := r.API.List(ctx, kube.PodsPath(r.Plan.Namespace), "batch.kubernetes.io/job-name="+checkName(r.Job), &pods)
	return pods.Items, err
}

// waiting returns why a container does not start, or "" if nothing prevents it. A Job deletes its Pods when its time is over, so
// this must be read before.
func (r *Runner) waiting(ctx context.Context) string {
	pods, err := r.pods(ctx)
	if err != nil {
		return ""
	}
	for _, pod := range pods {
		for _, container := range slices.Concat(pod.Status.InitContainerStatuses, pod.Status.ContainerStatuses) {
			if waits := container.State.Waiting; waits != nil && !slices.Contains(starting, waits.Reason) {
				return fmt.Sprintf("its container %s did not start: %s: %s", container.Name, waits.Reason, waits.Message)
			}
		}
	}
	return ""
}

// starting are the reasons of a container that is starting normally.
var starting = []string{"ContainerCreating", "PodInitializing"}

// failureLog never fails: the verdict counts with or without a log. Without a Pod it returns kept.
func (r *Runner) failureLog(ctx context.Context, kept string) string {
	pods, err := r.pods(ctx)
	if err != nil {
		return fmt.Sprintf("its Pods can't be listed: %v", err)
	}
	if len(pods) == 0 {
		return kept
	}
	pod := slices.MaxFunc(pods, func(a, b kube.Pod) int {
		return a.Metadata.CreationTimestamp.Compare(b.Metadata.CreationTimestamp)
	})
	text, err := r.API.Logs(ctx, kube.PodsPath(r.Plan.Namespace)+"/"+pod.Metadata.Name, culprit(pod), lastLines)
	if err != nil {
		return fmt.Sprintf("the log of its Pod can't be read: %v", err)
	}
	return fmt.Sprintf("last log lines of %s:\n%s", pod.Metadata.Name, ending(strings.TrimRight(text, "\n")))
}

func ending(text string) string {
	letters := []rune(text)
	if len(letters) <= longestLog {
		return text
	}
	return "..." + string(letters[len(letters)-longestLog:])
}

// culprit returns the container that failed, or the first one if none did, as in a Pod that ran too long.
func culprit(pod kube.Pod) string {
	for _, container := range slices.Concat(pod.Status.InitContainerStatuses, pod.Status.ContainerStatuses) {
		if ended := container.State.Terminated; ended != nil && ended.ExitCode != 0 {
			return container.Name
		}
	}
	if len(pod.Spec.Containers) == 0 {
		return ""
	}
	return pod.Spec.Containers[0].Name
}
