// What must hold between several properties of a spec: one row a rule. The words are those of provider/src/function/rules.
package function

import (
	"fmt"

	"knative-faas.dev/programs/internal/function/shape"
	"knative-faas.dev/programs/internal/function/value"
)

// ruling collects the mistakes in a spec whose shape is right.
type ruling struct {
	name  string
	spec  value.Object
	found []shape.Mistake
}

var rules = []func(*ruling){
	scaleBounds,
	metricOfClass,
	burstCapacity,
	timeoutBounds,
	oneQueue,
	boundOfQueue,
	queueOfClass,
	queueServers,
	distinctVariables,
	distinctContainers,
	distinctPullSecrets,
	probeRules,
	seccompProfiles,
	limitsHoldRequests,
	volumesMounted,
	mountsOfVolumes,
	distinctMountPaths,
	readOnlyVolumes,
	tolerations,
	selectors,
	spreading,
	nameServers,
	tlsOnlyOff,
	reservedKeys,
	wholeTraffic,
	distinctTags,
	tagLengths,
	latestIsTrue,
}

func ruled(name string, spec value.Object) []shape.Mistake {
	r := &ruling{name: name, spec: spec}
	for _, rule := range rules {
		rule(r)
	}
	return r.found
}

// wrong adds a mistake at a path below the spec.
func (r *ruling) wrong(path, format string, values ...any) {
	r.found = append(r.found, shape.Mistake{Path: shape.At(specPath, path), Reason: fmt.Sprintf(format, values...)})
}

func (r *ruling) child(name string) value.Object {
	return value.Child(r.spec, name)
}

// beside are the containers beside the function's, with their paths.
type beside struct {
	path      string
	container value.Object
}

func (r *ruling) besides() []beside {
	var all []beside
	for _, list := range []string{"initContainers", "sidecars"} {
		for index, container := range value.Objects(value.List(r.child("pod"), list)) {
			all = append(all, beside{shape.Index("pod."+list, index), container})
		}
	}
	return all
}
