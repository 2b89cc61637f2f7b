// The identity of this cluster, at servers that several clusters use.
package controller

import (
	"context"
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

// ClusterID is the beginning of the uid of the namespace kube-system, which every cluster has and never recreates.
func ClusterID(ctx context.Context, config *rest.Config) (string, error) {
	reader, err := client.New(config, client.Options{})
	if err != nil {
		return "", err
	}
	var system corev1.Namespace
	if err := reader.Get(ctx, client.ObjectKey{Name: "kube-system"}, &system); err != nil {
		return "", fmt.Errorf("reading the uid of the namespace kube-system, which identifies this cluster: %w", err)
	}
	id, _, _ := strings.Cut(string(system.UID), "-")
	return id, nil
}
