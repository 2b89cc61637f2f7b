// Shapes of volumes: what they hold, and where the function's container sees them.
package function

import (
	"path"
	"slices"
	"strings"

	"knative-faas.dev/programs/internal/function/shape"
)

var fileMode = shape.Whole(0, 0o777)

var itemsShape = shape.List(shape.Of(shape.Fields{
	"key": shape.DataKey, "path": shape.RelativePath, "mode": fileMode,
}).Needs("key", "path"))

var projectionShape = shape.Of(shape.Fields{
	"name": shape.ObjectName, "items": itemsShape, "optional": shape.Flag(),
}).Needs("name")

var downwardFileShape = shape.Of(shape.Fields{
	"path": shape.RelativePath, "fieldRef": fieldRefShape, "resourceFieldRef": resourceFieldRefShape, "mode": fileMode,
}).Needs("path").One("fieldRef", "resourceFieldRef")

var projectedShape = shape.Of(shape.Fields{
	"sources": shape.Filled(shape.Of(shape.Fields{
		"secret":    projectionShape,
		"configMap": projectionShape,
		"serviceAccountToken": shape.Of(shape.Fields{
			"path": shape.RelativePath, "audience": shape.Text(), "expirationSeconds": shape.Whole(600, shape.MostWhole),
		}).Needs("path"),
		"downwardAPI": shape.Of(shape.Fields{"items": shape.Filled(downwardFileShape)}).Needs("items"),
	}).One("secret", "configMap", "serviceAccountToken", "downwardAPI")),
	"defaultMode": fileMode,
}).Needs("sources")

var hostPathTypes = shape.Words(
	"DirectoryOrCreate", "Directory", "FileOrCreate", "File", "Socket", "CharDevice", "BlockDevice")

// serving v0.50, pkg/apis/serving/k8s_validation.go: reservedPaths.
var mountPath = shape.Except(
	shape.Where(isMountPath, `expected an absolute path without ":" and ".."`),
	func(given string) bool { return slices.Contains([]string{"/", "/dev", "/dev/log"}, path.Clean(given)) },
	"is a path that Knative reserves (/, /dev and /dev/log); choose another",
)

func isMountPath(given string) bool {
	isBelow := !slices.Contains(strings.Split(given, "/"), "..")
	return isBelow && len(given) > 1 && path.IsAbs(given) && !strings.ContainsAny(given, ":")
}

var volumeKinds = []string{
	"secret", "configMap", "projected", "emptyDir", "persistentVolumeClaim", "hostPath", "csi", "ephemeral", "image",
}

var volumeShape = shape.Of(shape.Fields{
	"mountPath": mountPath,
	"subPath":   shape.RelativePath,
	"readOnly":  shape.Flag(),
	"secret": shape.Of(shape.Fields{
		"secretName": shape.ObjectName, "items": itemsShape, "defaultMode": fileMode, "optional": shape.Flag(),
	}).Needs("secretName"),
	"configMap": shape.Of(shape.Fields{
		"name": shape.ObjectName, "items": itemsShape, "defaultMode": fileMode, "optional": shape.Flag(),
	}).Needs("name"),
	"projected": projectedShape,
	"emptyDir":  shape.Of(shape.Fields{"medium": shape.Words("Memory"), "sizeLimit": shape.Quantity}),
	"persistentVolumeClaim": shape.Of(shape.Fields{"claimName": shape.ObjectName, "readOnly": shape.Flag()}).
		Needs("claimName"),
	"hostPath": shape.Of(shape.Fields{"path": shape.Text(), "type": hostPathTypes}).Needs("path"),
	"csi": shape.Of(shape.Fields{
		"driver":           shape.ObjectName,
		"readOnly":         shape.Flag(),
		"fsType":           shape.Text(),
		"volumeAttributes": shape.Map(shape.AnyText(), shape.AnyText()),
	}).Needs("driver"),
	"ephemeral": shape.Of(shape.Fields{
		"accessModes":      shape.Filled(shape.Words("ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod")),
		"storage":          shape.Quantity,
		"storageClassName": shape.ObjectName,
	}).Needs("accessModes", "storage"),
	"image": shape.Of(shape.Fields{
		"reference": shape.Text(), "pullPolicy": shape.Words("Always", "IfNotPresent", "Never"),
	}).Needs("reference"),
}).One(volumeKinds...)
