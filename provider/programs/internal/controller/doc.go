// An overview of the package.

// Package controller applies the objects of each Function and reports their state in its status.
//
// A pass over a Function applies, server-side and in this order: the rights of the queue scaler, the Knative Service with its
// template, its traffic once the revision is ready, domains, triggers. Then it deletes what was removed from the spec. If the
// revision fails, traffic and the later objects are left unchanged. Everything is owned by the Function, so that Kubernetes' garbage
// collection deletes it; objects with other owners are never changed.
package controller
