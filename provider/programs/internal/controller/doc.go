// What the package does, in short.

// Package controller keeps the objects of each Function as the Function says, and tells in its status how they are.
//
// A pass over a Function applies, server-side and in this order: the rights of the queue scaler, the Knative Service with its
// template, its traffic once the revision is ready, domains, triggers. What has left the spec is deleted then. A revision that fails
// leaves traffic and everything behind it as it was. Everything is owned by the Function, so that Kubernetes' garbage collection
// takes it along; what somebody else owns is never touched.
package controller
