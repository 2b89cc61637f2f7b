// Functions-as-a-Service on Knative as one Pulumi component graph: image build, Knative, services, revisions and triggers.
package knativefaas
