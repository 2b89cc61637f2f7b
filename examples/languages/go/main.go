// A Go directory served by Knative.
package main

import (
	"example.com/knative-faas/sdk/go/knativefaas"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		args := &knativefaas.FunctionArgs{
			Source:   &knativefaas.FunctionSourceArgs{Directory: "../../quickstart/hello"},
			Env:      pulumi.StringMap{"NAME": pulumi.String("Go")},
			Timeouts: &knativefaas.FunctionTimeoutsArgs{RequestSeconds: pulumi.Int(10)},
		}
		if namespace := config.Get(ctx, "namespace"); namespace != "" {
			args.Namespace = pulumi.String(namespace)
		}
		hello, err := knativefaas.NewFunction(ctx, "hello", args)
		if err != nil {
			return err
		}
		ctx.Export("url", hello.Url)
		ctx.Export("releases", hello.Releases)
		return nil
	})
}
