// The Pod of one of this project's programs: its settings, login, probes and rights.
package trigger

import (
	"k8s.io/utils/ptr"

	"knative-faas.dev/programs/internal/function/value"
)

const adapterPort = int64(9090)

// program is what runs in the Pod. Its variables and ports are in addition to those of all programs.
type program struct {
	container          string
	image, cpu, memory *string
	config             value.Object
	variables, ports   []any
	login              podLogin
}

func podOf(p program, at place) value.Object {
	return value.Object{
		"terminationGracePeriodSeconds": int64(30),
		"automountServiceAccountToken":  false,
		"securityContext":               value.Object{"runAsNonRoot": true, "seccompProfile": value.Object{"type": "RuntimeDefault"}},
		"imagePullSecrets":              pullSecrets(at),
		"containers":                    []any{containerOf(p)},
		"volumes":                       p.login.volumes,
	}
}

func pullSecrets(at place) any {
	var all []any
	for _, name := range at.PullSecrets {
		all = append(all, value.Object{"name": name})
	}
	return value.Filled(all)
}

func containerOf(p program) value.Object {
	variables := []any{
		value.Object{"name": "SOURCE", "value": value.Canonical(p.config)},
		value.Object{"name": "POD_NAME", "valueFrom": value.Object{"fieldRef": value.Object{"fieldPath": "metadata.name"}}},
	}
	metrics := []any{value.Object{"name": "metrics", "containerPort": adapterPort}}
	return value.Object{
		"name":           p.container,
		"image":          p.image,
		"env":            append(append(variables, p.variables...), p.login.variables...),
		"volumeMounts":   p.login.mounts,
		"ports":          append(metrics, p.ports...),
		"readinessProbe": adapterProbe("/readyz", 1),
		"livenessProbe":  adapterProbe("/healthz", 10),
		"resources": value.Object{
			"requests": value.Object{"cpu": ptr.Deref(p.cpu, "10m"), "memory": ptr.Deref(p.memory, "32Mi")},
			"limits":   value.Object{"memory": value.Larger("256Mi", p.memory)},
		},
		"securityContext": value.Object{
			"allowPrivilegeEscalation": false,
			"readOnlyRootFilesystem":   true,
			"capabilities":             value.Object{"drop": []any{"ALL"}},
		},
		"terminationMessagePolicy": "FallbackToLogsOnError",
	}
}

func adapterProbe(path string, period int64) value.Object {
	return value.Object{"httpGet": value.Object{"path": path, "port": adapterPort}, "periodSeconds": period}
}
