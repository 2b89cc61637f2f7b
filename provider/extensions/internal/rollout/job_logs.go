// The last words of a Job that failed: the end of the log of its newest Pod.
package rollout

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"knative-faas.dev/extensions/internal/kube"
)

const (
	lastLines = 20
	// The end of a log says more than its beginning, and all of it must fit into the message on the Service.
	longestLog = 1500
)

// lastWords never fails: the verdict stands, with or without a log.
func (r *Runner) lastWords(ctx context.Context) string {
	var pods kube.PodList
	path := kube.PodsPath(r.Plan.Namespace)
	if err := r.API.List(ctx, path, "batch.kubernetes.io/job-name="+checkName(r.Job), &pods); err != nil {
		return fmt.Sprintf("its Pods can't be listed: %v", err)
	}
	if len(pods.Items) == 0 {
		return "it has no Pod whose log could be read"
	}
	pod := slices.MaxFunc(pods.Items, func(a, b kube.Pod) int {
		return a.Metadata.CreationTimestamp.Compare(b.Metadata.CreationTimestamp)
	})
	text, err := r.API.Logs(ctx, path+"/"+pod.Metadata.Name, culprit(pod), lastLines)
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

// culprit is the container that ended badly, or the first one when none did, as in a Pod that ran too long.
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
