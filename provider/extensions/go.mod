module knative-faas.dev/extensions

go 1.26
