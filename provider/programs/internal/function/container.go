// The containers of a revision: the function's own and its sidecars.
package function

import (
	"cmp"

	"k8s.io/utils/ptr"

	"knative-faas.dev/programs/internal/function/spec"
	"knative-faas.dev/programs/internal/function/value"
)

// userContainerName is Knative's default. If it were left out, changing the Service without its template would be refused.
const userContainerName = "user-container"

func userContainer(f function) value.Object {
	return value.Merged(probesOf(f.Probes, f.Port), value.Object{
		"name":            userContainerName,
		"image":           f.Image,
		"command":         f.Command,
		"args":            f.Args,
		"workingDir":      f.WorkingDir,
		"ports":           []any{value.Object{"name": f.Protocol, "containerPort": f.Port}},
		"env":             variables(f.Env, f.EnvValueFrom),
		"envFrom":         value.Filled(f.EnvFrom),
		"volumeMounts":    functionMounts(f.Volumes),
		"resources":       value.Object{"requests": resourceList(&f.requests), "limits": resourceList(&f.limits)},
		"securityContext": hardened(f.SecurityContext),
	})
}

func sidecarContainer(sidecar spec.Sidecar, volumes map[string]spec.Volume) value.Object {
	return value.Merged(besideContainer(value.As[spec.InitContainer](sidecar), volumes), sidecarProbes(sidecar.Probes))
}

func besideContainer(container spec.InitContainer, volumes map[string]spec.Volume) value.Object {
	return value.Object{
		"name":                     container.Name,
		"image":                    container.Image,
		"command":                  container.Command,
		"args":                     container.Args,
		"workingDir":               container.WorkingDir,
		"terminationMessagePolicy": container.TerminationMessagePolicy,
		"env":                      variables(container.Env, container.EnvValueFrom),
		"envFrom":                  value.Filled(container.EnvFrom),
		"volumeMounts":             mountsOf(container.VolumeMounts, volumes),
		"resources":                resourcesOf(container.Resources),
		"securityContext":          hardened(container.SecurityContext),
	}
}

func resourcesOf(given *spec.ContainerResources) any {
	if given == nil {
		return nil
	}
	return value.Object{"requests": resourceList(given.Requests), "limits": resourceList(given.Limits)}
}

func resourceList(amounts *spec.Amounts) any {
	if amounts == nil {
		return nil
	}
	all := value.Object{"cpu": amounts.CPU, "memory": amounts.Memory, "ephemeral-storage": amounts.EphemeralStorage}
	for name, amount := range amounts.Extended {
		all[name] = amount
	}
	return all
}

// hardened allows only what an HTTP server needs, unless the user sets otherwise.
func hardened(given *spec.SecurityContext) spec.SecurityContext {
	context := ptr.Deref(given, spec.SecurityContext{})
	context.AllowPrivilegeEscalation = cmp.Or(context.AllowPrivilegeEscalation, new(false))
	context.SeccompProfile = cmp.Or(context.SeccompProfile, &spec.SeccompProfile{Type: "RuntimeDefault"})
	capabilities := ptr.Deref(context.Capabilities, spec.Capabilities{})
	if capabilities.Drop == nil {
		capabilities.Drop = []string{"ALL"}
	}
	context.Capabilities = &capabilities
	return context
}
