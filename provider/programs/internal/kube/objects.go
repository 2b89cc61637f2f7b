// The parts of the API's objects that a rollout reads, and the paths under which they are.
package kube

import (
	"cmp"
	"time"
)

// Service is a Knative Service.
type Service struct {
	Metadata Metadata `json:"metadata"`
	Spec     struct {
		Template struct {
			Metadata Metadata `json:"metadata"`
		} `json:"template"`
		Traffic []Target `json:"traffic"`
	} `json:"spec"`
	Status struct {
		ObservedGeneration        int64       `json:"observedGeneration"`
		LatestCreatedRevisionName string      `json:"latestCreatedRevisionName"`
		Conditions                []Condition `json:"conditions"`
		Traffic                   []Target    `json:"traffic"`
	} `json:"status"`
}

// Newest is the revision of the template: Knative itself names that of a template without a name.
func (s *Service) Newest() string {
	return cmp.Or(s.Spec.Template.Metadata.Name, s.Status.LatestCreatedRevisionName)
}

// Target is one row of a traffic table. What Knative adds to a row (url, latestRevision) is not read.
type Target struct {
	RevisionName string `json:"revisionName,omitempty"`
	Percent      int64  `json:"percent"`
	Tag          string `json:"tag,omitempty"`
}

// Job is a Job of the group batch.
type Job struct {
	Metadata Metadata `json:"metadata"`
	Status   struct {
		Conditions []Condition `json:"conditions"`
	} `json:"status"`
}

// Pod is a Pod of a Job.
type Pod struct {
	Metadata Metadata `json:"metadata"`
	Spec     struct {
		Containers []struct {
			Name string `json:"name"`
		} `json:"containers"`
	} `json:"spec"`
	Status struct {
		InitContainerStatuses []ContainerStatus `json:"initContainerStatuses"`
		ContainerStatuses     []ContainerStatus `json:"containerStatuses"`
	} `json:"status"`
}

// PodList is what a list of Pods answers.
type PodList struct {
	Items []Pod `json:"items"`
}

// ContainerStatus says how a container ended, or why it has not begun; what it is not in is nil.
type ContainerStatus struct {
	Name  string `json:"name"`
	State struct {
		Waiting *struct {
			Reason  string `json:"reason"`
			Message string `json:"message"`
		} `json:"waiting"`
		Terminated *struct {
			ExitCode int `json:"exitCode"`
		} `json:"terminated"`
	} `json:"state"`
}

// Metadata is the part of every object's metadata that is read here.
type Metadata struct {
	Name              string            `json:"name"`
	UID               string            `json:"uid"`
	ResourceVersion   string            `json:"resourceVersion"`
	Generation        int64             `json:"generation"`
	CreationTimestamp time.Time         `json:"creationTimestamp"`
	DeletionTimestamp *time.Time        `json:"deletionTimestamp"`
	Labels            map[string]string `json:"labels"`
}

// Condition is one line of an object's status.
type Condition struct {
	Type    string `json:"type"`
	Status  string `json:"status"`
	Reason  string `json:"reason"`
	Message string `json:"message"`
}

// Find returns the condition of a type; an absent one is Unknown, as Kubernetes reads it.
func Find(conditions []Condition, kind string) Condition {
	for _, condition := range conditions {
		if condition.Type == kind {
			return condition
		}
	}
	return Condition{Type: kind, Status: "Unknown"}
}

// ServicePath is the path of a Knative Service.
func ServicePath(namespace, name string) string {
	return "/apis/serving.knative.dev/v1/namespaces/" + namespace + "/services/" + name
}

// JobsPath is the path of a namespace's Jobs.
func JobsPath(namespace string) string {
	return "/apis/batch/v1/namespaces/" + namespace + "/jobs"
}

// PodsPath is the path of a namespace's Pods.
func PodsPath(namespace string) string {
	return "/api/v1/namespaces/" + namespace + "/pods"
}
