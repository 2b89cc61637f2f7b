// Package untyped registers the objects of a manifest by the name of their kind. The package that it stands in for makes a Go value of
// each kind of Kubernetes first, from 28 MB of sources that take the most of the plugin's build, and the plugin reads none of them.
package untyped

import (
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// RegisterResource names the kinds as the original does: "kubernetes:apps/v1:Deployment", "kubernetes:core/v1:Secret".
func RegisterResource(ctx *pulumi.Context, apiVersion, kind, name string, props pulumi.Input,
	opts ...pulumi.ResourceOption) (pulumi.CustomResource, error) {
	if !strings.Contains(apiVersion, "/") {
		apiVersion = "core/" + apiVersion
	}
	var object pulumi.CustomResourceState
	if err := ctx.RegisterResource("kubernetes:"+apiVersion+":"+kind, name, props, &object, opts...); err != nil {
		return nil, err
	}
	return &object, nil
}
