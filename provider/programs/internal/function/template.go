// The template of a revision: what runs and how it is scaled.
package function

import (
	"maps"

	"knative-faas.dev/programs/internal/function/value"
)

// makeTemplate returns the template without its name, which is a hash of the whole template.
func makeTemplate(f function) value.Object {
	annotations := templateAnnotations(f)
	for name, given := range f.Pod.Annotations {
		annotations[name] = given
	}
	return value.Made(value.Object{
		"metadata": value.Object{"annotations": annotations, "labels": f.Pod.Labels},
		"spec":     podOf(f),
	})
}

func podOf(f function) value.Object {
	pod := value.Of(f.Pod).(value.Object)
	delete(pod, "labels")
	delete(pod, "annotations")
	delete(pod, "sidecars")
	containers := []any{userContainer(f)}
	for _, sidecar := range f.Pod.Sidecars {
		containers = append(containers, sidecarContainer(sidecar, f.Volumes))
	}
	maps.Copy(pod, access(f))
	maps.Copy(pod, value.Object{
		"containerConcurrency":        f.Concurrency,
		"timeoutSeconds":              f.Timeouts.RequestSeconds,
		"responseStartTimeoutSeconds": f.Timeouts.ResponseStartSeconds,
		"idleTimeoutSeconds":          f.Timeouts.IdleSeconds,
		"initContainers":              initContainers(f),
		"containers":                  containers,
		"volumes":                     podVolumes(f.Volumes),
	})
	return pod
}

func initContainers(f function) any {
	if f.Pod.InitContainers == nil {
		return nil
	}
	containers := []any{}
	for _, container := range f.Pod.InitContainers {
		containers = append(containers, besideContainer(container, f.Volumes))
	}
	return containers
}

// access omits the token only with `false`, the one value that Knative accepts: without the field Kubernetes mounts a token.
func access(f function) value.Object {
	var token any
	if !*f.ServiceAccountToken {
		token = false
	}
	var secrets []any
	for _, name := range f.PullSecrets {
		secrets = append(secrets, value.Object{"name": name})
	}
	return value.Object{
		"automountServiceAccountToken": token,
		"serviceAccountName":           f.ServiceAccount,
		"imagePullSecrets":             value.Filled(secrets),
	}
}
