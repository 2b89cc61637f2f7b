// The manifest of a check's Job: the user's spec, and the rollout's values as environment variables.
package rollout

import (
	"strings"

	"knative-faas.dev/programs/internal/kube"
)

// rolloutLabel holds the uid of the Job that runs the gate.
const rolloutLabel = "knative-faas.dev/rollout-uid"

// shortestSecret is the minimum length of a value to be redacted. Shorter ones occur in many messages by chance; redacting them
// would hide more than it protects.
const shortestSecret = 4

type jobManifest struct {
	APIVersion string         `json:"apiVersion"`
	Kind       string         `json:"kind"`
	Metadata   jobMetadata    `json:"metadata"`
	Spec       map[string]any `json:"spec"`
}

type jobMetadata struct {
	Name            string            `json:"name"`
	Namespace       string            `json:"namespace"`
	Labels          map[string]string `json:"labels"`
	OwnerReferences []ownerReference  `json:"ownerReferences"`
}

type ownerReference struct {
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
	Name       string `json:"name"`
	UID        string `json:"uid"`
}

func checkName(job string) string {
	return job + "-check"
}

// manifest is owned by the Service, so that it is deleted with it.
func (c jobCheck) manifest(r *Runner, service *kube.Service, own *kube.Job) jobManifest {
	return jobManifest{
		APIVersion: "batch/v1",
		Kind:       "Job",
		Metadata: jobMetadata{
			Name:            checkName(r.Job),
			Namespace:       r.Plan.Namespace,
			Labels:          map[string]string{"app.kubernetes.io/managed-by": kube.FieldManager, rolloutLabel: own.Metadata.UID},
			OwnerReferences: []ownerReference{{"serving.knative.dev/v1", "Service", r.Plan.Service, service.Metadata.UID}},
		},
		Spec: c.completed(r),
	}
}

// completed returns a copy of the spec with defaults.
func (c jobCheck) completed(r *Runner) map[string]any {
	spec := copied(map[string]any(c)).(map[string]any)
	setDefault(spec, "backoffLimit", 0)
	pod := spec["template"].(map[string]any)["spec"].(map[string]any)
	setDefault(pod, "restartPolicy", "Never")
	for _, kind := range []string{"initContainers", "containers"} {
		list, _ := pod[kind].([]any)
		for _, container := range list {
			setEnvironment(container.(map[string]any), [][2]string{
				{"REVISION", r.Plan.Revision}, {"REVISION_URL", r.RevisionURL}, {"SERVICE", r.Plan.Service}, {"GATE", r.Plan.Gate},
			})
		}
	}
	return spec
}

func copied(value any) any {
	switch value := value.(type) {
	case map[string]any:
		fields := make(map[string]any, len(value))
		for name, field := range value {
			fields[name] = copied(field)
		}
		return fields
	case []any:
		list := make([]any, len(value))
		for index, element := range value {
			list[index] = copied(element)
		}
		return list
	}
	return value
}

func setDefault(fields map[string]any, name string, value any) {
	if _, there := fields[name]; !there {
		fields[name] = value
	}
}

func setEnvironment(container map[string]any, variables [][2]string) {
	list, _ := container["env"].([]any)
	taken := map[any]bool{}
	for _, entry := range list {
		taken[entry.(map[string]any)["name"]] = true
	}
	for _, variable := range variables {
		if !taken[variable[0]] {
			list = append(list, map[string]any{"name": variable[0], "value": variable[1]})
		}
	}
	container["env"] = list
}

// redacted redacts the values of the user's environment in a message.
func (c jobCheck) redacted(message string) string {
	pod := c["template"].(map[string]any)["spec"].(map[string]any)
	for _, kind := range []string{"initContainers", "containers"} {
		list, _ := pod[kind].([]any)
		for _, container := range list {
			entries, _ := container.(map[string]any)["env"].([]any)
			for _, entry := range entries {
				if value, _ := entry.(map[string]any)["value"].(string); len(value) >= shortestSecret {
					message = strings.ReplaceAll(message, value, "***")
				}
			}
		}
	}
	return message
}
