// The template of a revision: what runs and how it is scaled.
package function

import (
	"knative-faas.dev/programs/internal/function/value"
)

// makeTemplate returns the template without its name, which is made from all of it.
func makeTemplate(s spec) value.Object {
	return value.Object{
		"metadata": value.Given(value.Object{
			"annotations": value.Merged(templateAnnotations(s), value.Child(s.pod, "annotations")),
			"labels":      s.pod["labels"],
		}),
		"spec": podOf(s),
	}
}

func podOf(s spec) value.Object {
	settings := value.Without(s.pod, "labels", "annotations", "sidecars", "initContainers")
	containers := []any{userContainer(s)}
	for _, sidecar := range value.Objects(value.List(s.pod, "sidecars")) {
		containers = append(containers, sidecarContainer(sidecar, s.volumes))
	}
	return value.Given(value.Merged(
		value.Object{
			"containerConcurrency":        s.concurrency,
			"timeoutSeconds":              s.timeouts["requestSeconds"],
			"responseStartTimeoutSeconds": s.timeouts["responseStartSeconds"],
			"idleTimeoutSeconds":          s.timeouts["idleSeconds"],
		},
		access(s),
		settings,
		value.Object{
			"initContainers": initContainers(s),
			"containers":     containers,
			"volumes":        podVolumes(s.volumes),
		},
	))
}

func initContainers(s spec) any {
	if !value.Has(s.pod, "initContainers") {
		return nil
	}
	containers := []any{}
	for _, container := range value.Objects(value.List(s.pod, "initContainers")) {
		containers = append(containers, besideContainer(container, s.volumes))
	}
	return containers
}

// Knative takes only `false` for the token: without the field Kubernetes mounts one.
func access(s spec) value.Object {
	var token any
	if !s.serviceAccountToken {
		token = false
	}
	var secrets []any
	for _, name := range s.pullSecrets {
		secrets = append(secrets, value.Object{"name": name})
	}
	return value.Object{
		"automountServiceAccountToken": token,
		"serviceAccountName":           s.serviceAccount,
		"imagePullSecrets":             value.Filled(secrets),
	}
}
