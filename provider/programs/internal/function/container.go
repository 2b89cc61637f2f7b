// The containers of a revision: the function's own, and those beside it.
package function

import (
	"knative-faas.dev/programs/internal/function/value"
)

// The name that Knative gives to a container without one: written out, a Service can be changed beside its template.
const userContainerName = "user-container"

func userContainer(s spec) value.Object {
	port := value.Given(value.Object{"name": s.protocol, "containerPort": s.port})
	return value.Given(value.Merged(
		probesOf(s.probes, s.port),
		value.Object{
			"name":            userContainerName,
			"image":           s.image,
			"command":         s.command,
			"args":            s.args,
			"workingDir":      s.workingDir,
			"ports":           []any{port},
			"env":             variables(s.env, s.envValueFrom),
			"envFrom":         value.Filled(s.envFrom),
			"volumeMounts":    functionMounts(s.volumes),
			"resources":       value.Object{"requests": resourceList(s.requests), "limits": resourceList(s.limits)},
			"securityContext": hardened(s.securityContext),
		},
	))
}

func sidecarContainer(sidecar, volumes value.Object) value.Object {
	return value.Merged(besideContainer(sidecar, volumes), sidecarProbes(value.Child(sidecar, "probes")))
}

func besideContainer(container, volumes value.Object) value.Object {
	same := value.Object{}
	for _, name := range []string{"name", "image", "command", "args", "workingDir", "terminationMessagePolicy"} {
		same[name] = container[name]
	}
	return value.Given(value.Merged(same, value.Object{
		"env":             variables(value.Child(container, "env"), value.Child(container, "envValueFrom")),
		"envFrom":         value.Filled(value.List(container, "envFrom")),
		"volumeMounts":    mountsOf(value.List(container, "volumeMounts"), volumes),
		"resources":       resourcesOf(container),
		"securityContext": hardened(value.Child(container, "securityContext")),
	}))
}

func resourcesOf(container value.Object) any {
	if !value.Has(container, "resources") {
		return nil
	}
	all := value.Object{}
	for kind, amounts := range value.Child(container, "resources") {
		all[kind] = resourceList(amounts.(value.Object))
	}
	return all
}

func resourceList(amounts value.Object) value.Object {
	plain := value.Without(amounts, "ephemeralStorage", "extended")
	disk := value.Object{"ephemeral-storage": amounts["ephemeralStorage"]}
	return value.Given(value.Merged(plain, disk, value.Child(amounts, "extended")))
}

// hardened allows nothing beyond what an HTTP server needs, unless the user says so.
func hardened(context value.Object) value.Object {
	capabilities := value.Merged(value.Object{"drop": []any{"ALL"}}, value.Child(context, "capabilities"))
	return value.Merged(
		value.Object{"allowPrivilegeEscalation": false, "seccompProfile": value.Object{"type": "RuntimeDefault"}},
		context,
		value.Object{"capabilities": capabilities},
	)
}
