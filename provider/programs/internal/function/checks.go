// Rules that the CRD can't express: paths that are equal in different spellings, and lists without a bound.
package function

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"knative-faas.dev/programs/internal/function/spec"
	"knative-faas.dev/programs/internal/function/value"
	"knative-faas.dev/programs/internal/strict"
)

// checking collects the mistakes in a spec.
type checking struct{ found []strict.Mistake }

func (c *checking) wrong(at, format string, values ...any) {
	c.found = append(c.found, strict.Wrong(specPath+"."+at, format, values...))
}

func mistakesIn(given spec.Function) []strict.Mistake {
	c := &checking{}
	c.mountedOnce(given)
	for _, name := range value.Names(given.Volumes) {
		if projected := given.Volumes[name].Projected; projected != nil {
			for index, source := range projected.Sources {
				c.projection(fmt.Sprintf("volumes.%s.projected.sources[%d]", name, index), source)
			}
		}
	}
	return c.found
}

func (c *checking) mountedOnce(given spec.Function) {
	seen := map[string]bool{}
	for _, name := range value.Names(given.Volumes) {
		if mount := given.Volumes[name].MountPath; mount != nil {
			c.mountPath(seen, "volumes."+name+".mountPath", *mount)
		}
	}
	if given.Pod == nil {
		return
	}
	for index, one := range given.Pod.InitContainers {
		c.mounts(fmt.Sprintf("pod.initContainers[%d]", index), one.VolumeMounts)
	}
	for index, one := range given.Pod.Sidecars {
		c.mounts(fmt.Sprintf("pod.sidecars[%d]", index), one.VolumeMounts)
	}
}

func (c *checking) mounts(container string, mounts []spec.VolumeMount) {
	seen := map[string]bool{}
	for index, mount := range mounts {
		c.mountPath(seen, fmt.Sprintf("%s.volumeMounts[%d].mountPath", container, index), mount.MountPath)
	}
}

func (c *checking) mountPath(seen map[string]bool, at, given string) {
	clean := path.Clean(given)
	if seen[clean] {
		c.wrong(at, "another volume is mounted at %q; choose another path", clean)
	}
	seen[clean] = true
}

func (c *checking) projection(at string, source spec.ProjectedSource) {
	if source.Secret != nil {
		c.items(at+".secret", source.Secret.Items)
	}
	if source.ConfigMap != nil {
		c.items(at+".configMap", source.ConfigMap.Items)
	}
	if source.DownwardAPI != nil {
		for index, file := range source.DownwardAPI.Items {
			c.pathInVolume(fmt.Sprintf("%s.downwardAPI.items[%d].path", at, index), file.Path)
		}
	}
}

var dataKey = regexp.MustCompile(`^[-._a-zA-Z0-9]{1,253}$`)

func (c *checking) items(at string, items []spec.VolumeItem) {
	for index, item := range items {
		if !dataKey.MatchString(item.Key) || item.Key == "." || strings.HasPrefix(item.Key, "..") {
			c.wrong(fmt.Sprintf("%s.items[%d].key", at, index),
				`expected a key of a ConfigMap or Secret: letters, digits, "-", "_" and ".", got %s`, strict.Show(item.Key))
		}
		c.pathInVolume(fmt.Sprintf("%s.items[%d].path", at, index), item.Path)
	}
}

func (c *checking) pathInVolume(at, given string) {
	leaves := path.IsAbs(given) || slices.Contains(strings.Split(given, "/"), "..")
	if given == "" || leaves || strings.ContainsAny(given, "\n\r") {
		c.wrong(at, `expected a relative path without "..", got %s`, strict.Show(given))
	}
}
