"""A Go directory served by Knative."""

import pulumi
import pulumi_knative_faas as faas

hello = faas.Function(
    "hello",
    namespace=pulumi.Config().get("namespace"),
    source={"directory": "../../quickstart/hello"},
    env={"NAME": "Python"},
    timeouts={"request_seconds": 10},
)

pulumi.export("url", hello.url)
pulumi.export("releases", hello.releases)
