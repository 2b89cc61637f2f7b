// The service account of a source that finds out whether it is deleted: it may read its own two objects.
package trigger

import "knative-faas.dev/programs/internal/function/value"

// withAccount runs the Pods of a source as a service account of their own.
func withAccount(source []value.Object, at place) []value.Object {
	pod := value.Child(value.Child(value.Child(source[0], "spec"), "template"), "spec")
	delete(pod, "automountServiceAccountToken")
	pod["serviceAccountName"] = at.name
	const rbac = "rbac.authorization.k8s.io"
	return append([]value.Object{
		{"apiVersion": "v1", "kind": "ServiceAccount", "metadata": at.metadata()},
		{"apiVersion": rbac + "/v1", "kind": "Role", "metadata": at.metadata(), "rules": []any{
			readable("apps", "statefulsets", at.name), readable("sources.knative.dev", "sinkbindings", at.name),
		}},
		{
			"apiVersion": rbac + "/v1",
			"kind":       "RoleBinding",
			"metadata":   at.metadata(),
			"roleRef":    value.Object{"apiGroup": rbac, "kind": "Role", "name": at.name},
			"subjects":   []any{value.Object{"kind": "ServiceAccount", "name": at.name, "namespace": at.Namespace}},
		},
	}, source...)
}

func readable(group, resource, name string) value.Object {
	return value.Object{
		"apiGroups": []any{group}, "resources": []any{resource}, "resourceNames": []any{name}, "verbs": []any{"get", "watch"},
	}
}
