// The Job of a check as it is created: the user's spec, and what every check is told about its rollout.
package rollout

import (
	"strings"

	"knative-faas.dev/programs/internal/kube"
)

// rolloutLabel holds the uid of the Job that runs the gate.
const rolloutLabel = "knative-faas.dev/rollout-uid"

// A value this short is in many messages by chance; to blank it out would hide more than it keeps secret.
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

// manifest is owned by the Service, so that it goes when the Service goes.
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

// completed fills a copy of the spec with what the user left out.
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

// discreet blanks the values of the user's environment out of a message.
func (c jobCheck) discreet(message string) string {
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
