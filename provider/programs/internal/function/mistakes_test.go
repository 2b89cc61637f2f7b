// Mistakes in specs: all are reported at once, each at its path, and no spec causes a panic.
package function

import (
	"os"
	"strings"
	"testing"

	"knative-faas.dev/programs/internal/function/trigger"
	"knative-faas.dev/programs/internal/function/value"
	"knative-faas.dev/programs/internal/redisconn"
	"sigs.k8s.io/yaml"
)

var testImage = "registry.example.com/hello@sha256:" + strings.Repeat("a", 64)

func mistakesOf(t *testing.T, text string) []string {
	t.Helper()
	spec := parsed(t, text)
	if _, there := spec["image"]; !there {
		spec["image"] = testImage
	}
	_, mistakes := Make("hello", "shop", spec, testCluster)
	var all []string
	for _, mistake := range mistakes {
		all = append(all, mistake.String())
	}
	return all
}

// mistakesOfSpecs are the beginnings of all messages, by spec. The CRD reports all other mistakes; tests/cluster/verdicts.spec.ts
// compares the two.
var mistakesOfSpecs = map[string][]string{
	`image: 7`: {"spec.image: expected text, got 7"},
	`{prt: 80, port: 80.5, command: x, env: {A: 1}, pod: {sidecars: [{name: [a]}]}}`: {
		"spec.command: expected a list, each of it text, got text",
		"spec.env.A: expected text, got 1",
		"spec.pod.sidecars[0].name: expected text, got a list of 1",
		"spec.port: expected a whole number, got 80.5",
		"spec.prt: unknown property; expected one of annotations, args,",
	},
	`source: {directory: .}`: {"spec.source: unknown property; expected one of annotations,"},
	`{volumes: {a: {mountPath: /x/, emptyDir: {}}, b: {emptyDir: {}}, c: {mountPath: /./x, csi: {driver: d}}}}`: {
		"spec.volumes.c.mountPath: another volume is mounted at \"/x\"",
	},
	`{volumes: {a: {emptyDir: {}}, b: {emptyDir: {}}}, pod: {initContainers: [{name: i, image: x/y, volumeMounts: [{name: a, mountPath: /v}, {name: b, mountPath: //v/}]}], sidecars: [{name: s, image: x/y, volumeMounts: [{name: a, mountPath: /v}, {name: b, mountPath: /v/w/..}]}]}}`: {
		"spec.pod.initContainers[0].volumeMounts[1].mountPath: another volume is mounted at \"/v\"",
		"spec.pod.sidecars[0].volumeMounts[1].mountPath: another volume is mounted at \"/v\"",
	},
	`{volumes: {a: {mountPath: /v, projected: {sources: [{secret: {name: s, items: [{key: .., path: ../x}, {key: a, path: a}]}}, {configMap: {name: s, items: [{key: a b, path: /x}]}}, {downwardAPI: {items: [{path: a/../b}]}}]}}}}`: {
		"spec.volumes.a.projected.sources[0].secret.items[0].key: expected a key of a ConfigMap or Secret",
		"spec.volumes.a.projected.sources[0].secret.items[0].path: expected a relative path",
		"spec.volumes.a.projected.sources[1].configMap.items[0].key: expected a key of a ConfigMap or Secret",
		"spec.volumes.a.projected.sources[1].configMap.items[0].path: expected a relative path",
		"spec.volumes.a.projected.sources[2].downwardAPI.items[0].path: expected a relative path",
	},
	`{triggers: {cron: {a: {schedule: "0 0 31 2 *"}, b: {schedule: "*/61 * * * *"}, c: {schedule: "0 0 31 2 1"}, d: {schedule: "30-10 * * * *"}, e: {schedule: "0 0 29 2 *"}}}}`: {
		"spec.triggers.cron.a.schedule: expected a cron expression",
		"spec.triggers.cron.b.schedule: expected a cron expression",
		"spec.triggers.cron.d.schedule: expected a cron expression",
	},
	`{triggers: {cron: {a: {schedule: "61 * * * *"}, b: {schedule: "@daily", timeZone: Nowhere}, c: {schedule: "*/5 0-3,MON * JAN-MAR MON"}, d: {schedule: "0 */5 * * * SUN", timeZone: Europe/Berlin}}}}`: {
		"spec.triggers.cron.a.schedule: expected a cron expression",
		"spec.triggers.cron.b.timeZone: expected the name of a time zone",
		"spec.triggers.cron.c.schedule: expected a cron expression",
	},
	`{triggers: {cron: {a: {schedule: "*/5 0-3 * JAN-MAR MON", data: "[1]"}, b: {schedule: "@daily", data: "1", contentType: text/plain}, c: {schedule: "@daily", data: "{no json}"}}}}`: {
		"spec.triggers.cron.a.data: expected a JSON object",
		"spec.triggers.cron.c.data: expected a JSON object",
	},
	`{triggers: {event: {a: {broker: b, filters: [{not: {not: {not: {exact: {}, any: []}}}}, {all: [{any: [{}]}]}], delivery: {timeoutSeconds: 5s, backoffSeconds: 1.25}}}}}`: {
		"spec.triggers.event.a.delivery.timeoutSeconds: expected a whole number, got text",
	},
	`{triggers: {event: {a: {broker: b, filters: [{not: {not: {not: {exact: {}, any: []}}}}, {all: [{any: [{}]}]}], delivery: {backoffSeconds: 1.25}}}}}`: {
		"spec.triggers.event.a.delivery.backoffSeconds: expected at most one digit after the point",
		"spec.triggers.event.a.filters[0].not.not.not: expected exactly one of all, any,",
		"spec.triggers.event.a.filters[1].all[0].any[0]: expected exactly one of all, any,",
	},
	`{triggers: {apiServer: {a: {resources: [{apiVersion: v1, kind: Pod}]}}}}`:    {"spec.triggers.apiServer.a.serviceAccount: is required: the controller grants no rights"},
	`{triggers: {event: {a-key-of-forty-characters-which-is-long: {broker: b}}}}`: nil,
}

func TestAllMistakesAreReported(t *testing.T) {
	for spec, expected := range mistakesOfSpecs {
		got := mistakesOf(t, spec)
		for _, beginning := range expected {
			if !containsPrefix(got, beginning) {
				t.Errorf("%s\nexpected %s\ngot      %s", spec, beginning, strings.Join(got, "\n         "))
			}
		}
		if len(got) != len(expected) {
			t.Errorf("%s\nexpected %d mistakes, got %d:\n%s", spec, len(expected), len(got), strings.Join(got, "\n"))
		}
	}
}

func containsPrefix(all []string, beginning string) bool {
	for _, one := range all {
		if strings.HasPrefix(one, beginning) {
			return true
		}
	}
	return false
}

func TestProgramImagesAreRequired(t *testing.T) {
	spec := parsed(t, "triggers: {mqtt: {a: {address: mqtt://b, topics: [x]}}}")
	spec["image"] = testImage
	_, mistakes := Make("hello", "shop", spec, Cluster{})
	if len(mistakes) != 1 || mistakes[0].Path != "spec.triggers.mqtt.a.image" {
		t.Errorf("expected a mistake at spec.triggers.mqtt.a.image, got %v", mistakes)
	}
}

func TestProcessingListsHaveTheNamesOfTheSource(t *testing.T) {
	for _, list := range []string{"jobs", "{shop}:jobs", "a{b}c", "{}x", "a}", "a{}{b}"} {
		expected := redisconn.ProcessingKey(list, "hello-jobs-0")
		if got := trigger.ProcessingKey(list, "hello-jobs-0"); got != expected {
			t.Errorf("%s: expected %s, got %s", list, expected, got)
		}
	}
}

// Any JSON results either in objects or in mistakes.
func FuzzSpec(f *testing.F) {
	for spec := range mistakesOfSpecs {
		asJSON, err := yaml.YAMLToJSON([]byte(spec))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(asJSON)
	}
	for _, file := range goldenFiles(f) {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		document, _, _ := strings.Cut(string(text), "\n---\n")
		asJSON, err := yaml.YAMLToJSON([]byte(document))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(asJSON)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		given, err := decoded(text)
		if err != nil {
			return
		}
		if object, ok := given.(value.Object); ok && value.Has(object, "spec") {
			given = object["spec"]
		}
		objects, mistakes := Make("hello", "shop", given, testCluster)
		if (objects == nil) != (len(mistakes) > 0) {
			t.Fatalf("expected objects or mistakes, got %v and %v", objects, mistakes)
		}
		if objects != nil {
			again, _ := Make("hello", "shop", given, testCluster)
			if again.Revision != objects.Revision {
				t.Fatalf("expected the revision %s again, got %s", objects.Revision, again.Revision)
			}
		}
	})
}
