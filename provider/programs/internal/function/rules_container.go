// What must hold for containers: their names, variables, probes and rights.
package function

import (
	"cmp"
	"strings"

	"knative-faas.dev/programs/internal/function/shape"
	"knative-faas.dev/programs/internal/function/value"
)

// All become environment variables of one container.
func distinctVariables(r *ruling) {
	r.variablesIn("", r.spec)
	for _, one := range r.besides() {
		r.variablesIn(one.path, one.container)
	}
}

func (r *ruling) variablesIn(path string, container value.Object) {
	env := value.Child(container, "env")
	for _, name := range value.Names(value.Child(container, "envValueFrom")) {
		if value.Has(env, name) {
			r.wrong(shape.At(path, "envValueFrom."+name), "is in env too; keep %q in one of them", name)
		}
	}
}

func distinctContainers(r *ruling) {
	seen := map[string]bool{}
	for _, one := range r.besides() {
		name := value.Text(one.container, "name")
		if seen[name] {
			r.wrong(one.path+".name", "%q is the name of another container; rename one", name)
		}
		seen[name] = true
	}
}

// Kubernetes keeps them as a map by their names.
func distinctPullSecrets(r *ruling) {
	seen := map[any]bool{}
	for index, name := range value.List(r.spec, "pullSecrets") {
		if seen[name] {
			r.wrong(shape.Index("pullSecrets", index), "is in the list already, got %s; leave it out", shape.Show(name))
		}
		seen[name] = true
	}
}

func probeRules(r *ruling) {
	r.probesIn("probes", r.child("probes"), false)
	for _, one := range r.besides() {
		r.probesIn(one.path+".probes", value.Child(one.container, "probes"), true)
	}
}

func (r *ruling) probesIn(path string, probes value.Object, isSidecar bool) {
	for _, kind := range []string{"readiness", "liveness", "startup"} {
		if !value.Has(probes, kind) {
			continue
		}
		at, probe := path+"."+kind, value.Child(probes, kind)
		r.oneCheck(at, kind, probe, isSidecar)
		if isSidecar {
			r.sidecarPorts(at, probe)
		}
		if kind == "readiness" {
			r.readiness(at, probe)
		} else if successes, ok := value.Whole(probe, "successThreshold"); ok && successes != 1 {
			r.wrong(at+".successThreshold", "expected 1 for %s, got %d", kind, successes)
		}
	}
}

// Knative gives the function's own readiness a check when it has none.
func (r *ruling) oneCheck(at, kind string, probe value.Object, isSidecar bool) {
	given := checksOf(probe)
	switch {
	case len(given) == 1 || (len(given) == 0 && kind == "readiness" && !isSidecar):
	case len(given) > 1:
		r.wrong(shape.At(at, given[1]), "%s are mutually exclusive; set only one", strings.Join(given, " and "))
	default:
		r.wrong(at, "expected exactly one of %s; set one of them", strings.Join(checks, ", "))
	}
}

func (r *ruling) sidecarPorts(at string, probe value.Object) {
	for _, check := range []string{"httpGet", "tcpSocket", "grpc"} {
		if value.Has(probe, check) && !value.Has(value.Child(probe, check), "port") {
			r.wrong(at+"."+check+".port", "is required in a sidecar: name the port that is asked")
		}
	}
}

// serving v0.50, pkg/apis/serving/k8s_validation.go: validateReadinessProbe.
func (r *ruling) readiness(at string, probe value.Object) {
	if period, _ := value.Whole(probe, "periodSeconds"); period == 0 {
		for _, name := range []string{"timeoutSeconds", "failureThreshold"} {
			if given, ok := value.Whole(probe, name); ok {
				r.wrong(at+"."+name,
					"has no meaning without periodSeconds, as Knative then asks in its own rhythm, got %d; give periodSeconds too", given)
			}
		}
	}
}

func seccompProfiles(r *ruling) {
	r.seccompIn("", r.spec)
	r.seccompIn("pod", r.child("pod"))
	for _, one := range r.besides() {
		r.seccompIn(one.path, one.container)
	}
}

func (r *ruling) seccompIn(path string, of value.Object) {
	profile := value.Child(value.Child(of, "securityContext"), "seccompProfile")
	kind := value.Text(profile, "type")
	at := shape.At(path, "securityContext.seccompProfile.localhostProfile")
	switch hasFile := value.Has(profile, "localhostProfile"); {
	case kind == "Localhost" && !hasFile:
		r.wrong(at, `is required with the type "Localhost"`)
	case kind != "Localhost" && hasFile:
		r.wrong(at, `is for the type "Localhost" only, and the type is %q; leave it out`, cmp.Or(kind, "none"))
	}
}
