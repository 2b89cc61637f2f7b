// The fields of API objects that a rollout reads, and the objects' paths.
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

// Newest returns the revision of the template: if the template has no name, Knative chooses the revision's.
func (s *Service) Newest() string {
	return cmp.Or(s.Spec.Template.Metadata.Name, s.Status.LatestCreatedRevisionName)
}

// Target is a row of a traffic table. The fields that Knative adds to a row (url, latestRevision) are not read.
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

// PodList is the response to a request that lists Pods.
type PodList struct {
	Items []Pod `json:"items"`
}

// ContainerStatus tells how a container ended, or why it has not started; the states that it is not in are nil.
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

// Metadata are the fields of an object's metadata that are read here.
type Metadata struct {
	Name              string            `json:"name"`
	UID               string            `json:"uid"`
	ResourceVersion   string            `json:"resourceVersion"`
	Generation        int64             `json:"generation"`
	CreationTimestamp time.Time         `json:"creationTimestamp"`
	DeletionTimestamp *time.Time        `json:"deletionTimestamp"`
	Labels            map[string]string `json:"labels"`
}

// Condition is a condition of an object's status.
type Condition struct {
	Type    string `json:"type"`
	Status  string `json:"status"`
	Reason  string `json:"reason"`
	Message string `json:"message"`
}

// Find returns the condition of a type; an absent one is Unknown, as in Kubernetes.
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
