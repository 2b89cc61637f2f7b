// Mistakes in specs: each is told at its path, all at once, and no spec makes a panic.
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

func told(t *testing.T, text string) []string {
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

// By spec, how each mistake begins.
var mistakesOfSpecs = map[string][]string{
	`image: nginx`: {"spec.image: expected an image reference with a digest"},
	`image: 7`:     {"spec.image: expected an image reference with a digest"},
	`image: null`:  {"spec.image: expected an image reference with a digest"},
	`{prt: 80, port: 9090, concurrency: -1, env: {PORT: "1", "1A": "2"}, command: x}`: {
		`spec.command: expected a list, got "x"`,
		"spec.concurrency: expected a whole number from 0 to 2147483647, got -1",
		"spec.env.1A: an environment variable's name has",
		"spec.env.PORT: is set by Knative itself",
		"spec.port: is used by Knative's queue-proxy",
		`spec.prt: unknown property; did you mean "port"?`,
	},
	`{pullSecrets: [a, b, a]}`: {`spec.pullSecrets[2]: is in the list already, got "a"`},
	`{volumes: {a: {mountPath: /dev/../dev, emptyDir: {}}, b: {mountPath: /./dev/./log/, emptyDir: {}}}}`: {
		`spec.volumes.a.mountPath: expected an absolute path without ":" and ".."`,
		"spec.volumes.b.mountPath: is a path that Knative reserves",
	},
	`{domains: {10.0.0.1: {}}, network: {certificateClass: a b}}`: {
		"spec.domains.10.0.0.1: expected a full DNS name",
		"spec.network.certificateClass: expected the name of a class",
	},
	`{triggers: {cron: {a: {schedule: "0 0 31 2 *"}, b: {schedule: "*/61 * * * *"}, c: {schedule: "0 0 31 2 1", contentType: "a\nb"}}}}`: {
		"spec.triggers.cron.a.schedule: expected a cron expression",
		"spec.triggers.cron.b.schedule: expected a cron expression",
		"spec.triggers.cron.c.contentType: expected a media type",
	},
	`source: {directory: .}`: {"spec.source: unknown property; expected one of annotations,"},
	`scale: {min: 3, max: 2, activation: 2, targetBurstCapacity: -0.5, metric: cpu}`: {
		"spec.scale.min: expected at most scale.max (2), got 3",
		"spec.scale.activation: expected at least scale.min (3), got 2",
		"spec.scale.metric: expected concurrency or rps",
		"spec.scale.targetBurstCapacity: expected -1 or at least 0, got -0.5",
	},
	`timeouts: {requestSeconds: 5, idleSeconds: 6}`: {"spec.timeouts.idleSeconds: expected at most timeouts.requestSeconds (5), got 6"},
	`{traffic: [{latest: true, percent: 60, tag: a}, {revision: x, percent: 30, tag: a}, {percent: 10}, {latest: true, revision: z}]}`: {
		"spec.traffic[2]: expected exactly one of latest, revision",
		"spec.traffic[3].revision: latest and revision are mutually exclusive",
	},
	`{traffic: [{latest: true, percent: 60, tag: a}, {latest: false, percent: 30, tag: a}]}`: {
		"spec.traffic: expected shares that sum up to 100 percent, got 60 + 30 = 90",
		"spec.traffic[1].tag: is the tag of another share too",
		"spec.traffic[1].latest: expected true, got false",
	},
	`{labels: {knative-faas.dev/function: other}, annotations: {autoscaling.knative.dev/min-scale: "1", serving.knative.dev/creator: me}, pod: {annotations: {serving.knative.dev/progress-deadline: 1s}}}`: {
		"spec.labels.knative-faas.dev/function: is written by the controller itself",
		"spec.annotations.autoscaling.knative.dev/min-scale: is set by the property scale.min",
		"spec.annotations.serving.knative.dev/creator: is written by Knative itself",
		"spec.pod.annotations.serving.knative.dev/progress-deadline: is set by the property timeouts.readySeconds",
	},
	`{volumes: {a: {emptyDir: {}}, b: {mountPath: /x/, secret: {secretName: s}, readOnly: false}, c: {mountPath: /x, csi: {driver: d}}, d: {}, e: {mountPath: /dev, emptyDir: {}}}}`: {
		"spec.volumes.d: expected exactly one of secret, configMap,",
		"spec.volumes.e.mountPath: is a path that Knative reserves",
	},
	`{volumes: {a: {emptyDir: {}}, b: {mountPath: /x/, secret: {secretName: s}, readOnly: false}, c: {mountPath: /x, csi: {driver: d}}}}`: {
		"spec.volumes.a: is seen by no container",
		"spec.volumes.c.mountPath: another volume is mounted at \"/x\"",
		"spec.volumes.b.readOnly: can be false for emptyDir,",
	},
	`{env: {A: b}, envValueFrom: {A: {fieldRef: {fieldPath: metadata.name}}}}`: {"spec.envValueFrom.A: is in env too"},
	`{probes: {readiness: {timeoutSeconds: 1}, liveness: {successThreshold: 2}, startup: {exec: {command: [x]}, grpc: {}}}}`: {
		"spec.probes.readiness.timeoutSeconds: has no meaning without periodSeconds",
		"spec.probes.liveness: expected exactly one of httpGet,",
		"spec.probes.liveness.successThreshold: expected 1",
		"spec.probes.startup.exec: grpc and exec are mutually exclusive",
	},
	`{resources: {requests: {cpu: 2, memory: 1Gi}, limits: {cpu: "1"}}}`: {"spec.resources.requests.cpu: expected a Kubernetes quantity"},
	`{resources: {requests: {cpu: "2", extended: {nvidia.com/gpu: "1"}}, limits: {cpu: 1500m}}}`: {
		"spec.resources.requests.cpu: expected at most the limit (1500m), got 2",
		"spec.resources.requests.extended.nvidia.com/gpu: expected the same amount as in limits.extended (nothing there), got 1",
	},
	`{resources: {requests: {cpu: 13m, extended: {example.com/gpu: "1"}}, limits: {cpu: "0.013", extended: {example.com/gpu: "01"}}}}`: {},
	`{pod: {sidecars: [{name: a, image: x/y, volumeMounts: [{name: v, mountPath: /v}], probes: {liveness: {tcpSocket: {}}}}], initContainers: [{name: a, image: x/y, securityContext: {seccompProfile: {type: Localhost}}}]}}`: {
		"spec.pod.sidecars[0].name: \"a\" is the name of another container",
		"spec.pod.sidecars[0].probes.liveness.tcpSocket.port: is required in a sidecar",
		"spec.pod.initContainers[0].securityContext.seccompProfile.localhostProfile: is required",
		"spec.pod.sidecars[0].volumeMounts[0].name: expected the name of a volume (volumes is empty), got \"v\"",
	},
	`{pod: {tolerations: [{effect: NoSchedule, tolerationSeconds: 3}], dnsPolicy: None, topologySpreadConstraints: [{topologyKey: z, maxSkew: 1, whenUnsatisfiable: ScheduleAnyway, minDomains: 2, labelSelector: {matchExpressions: [{key: a, operator: In}]}}]}}`: {
		"spec.pod.tolerations[0].operator: expected \"Exists\"",
		"spec.pod.tolerations[0].tolerationSeconds: is for the effect",
		"spec.pod.topologySpreadConstraints[0].labelSelector.matchExpressions[0].values: expected at least one value",
		"spec.pod.topologySpreadConstraints[0].minDomains: is for whenUnsatisfiable",
		"spec.pod.dnsConfig.nameservers: is required",
	},
	`{network: {externalDomainTls: true}, domains: {a.svc.cluster.local: {}}}`: {"spec.domains.a.svc.cluster.local: is inside the cluster's own domain"},
	`{triggers: {cron: {a: {schedule: "61 * * * *"}, b: {schedule: "@daily", timeZone: Nowhere}, c: {schedule: "CRON_TZ=UTC 0 0 * * *"}}}}`: {
		"spec.triggers.cron.a.schedule: expected a cron expression",
		"spec.triggers.cron.b.timeZone: expected the name of a time zone",
		"spec.triggers.cron.c.schedule: expected a cron expression",
	},
	`{triggers: {cron: {a: {schedule: "*/5 0-3,MON * JAN-MAR MON", data: "[1]"}, b: {schedule: "0 */5 * * * SUN", data: "1", dataBase64: MQ==}}}}`: {
		"spec.triggers.cron.a.schedule: expected a cron expression",
	},
	`{triggers: {cron: {a: {schedule: "*/5 0-3 * JAN-MAR MON", data: "[1]"}, b: {schedule: "0 */5 * * * SUN", data: "1", dataBase64: MQ==, contentType: text/plain}}}}`: {
		"spec.triggers.cron.a.data: expected a JSON object",
		"spec.triggers.cron.b.dataBase64: data and dataBase64 are mutually exclusive",
	},
	`{triggers: {event: {a: {broker: b, filters: [{exact: {Type: x}}, {not: {}}], delivery: {timeoutSeconds: 5s, backoffSeconds: 1.25}}}}}`: {
		"spec.triggers.event.a.delivery.backoffSeconds: expected at most one decimal place",
		"spec.triggers.event.a.delivery.timeoutSeconds: expected a whole number from 1 to 604800",
		"spec.triggers.event.a.filters[0].exact.Type: expected the name of a CloudEvents attribute",
		"spec.triggers.event.a.filters[1].not: expected exactly one of exact,",
	},
	`{triggers: {event: {a-key-of-forty-characters-which-is-long: {broker: b}}}}`: nil,
	// What YAML of version 1.1 makes of a name.
	`{triggers: {apiServer: {a: {resources: [{apiVersion: v1, kind: Pod}]}}}}`: {"spec.triggers.apiServer.a.serviceAccount: is required: the controller gives no rights"},
	`{triggers: {mqtt: {a: {address: mqtt://b, topics: [$share/g/x], replicas: 2, tls: {cert: {name: s, key: k}}, event: {id: "{topic"}}}}}`: {
		"spec.triggers.mqtt.a.topics[0]: expected a topic",
	},
	`{triggers: {mqtt: {a: {address: mqtt://b, topics: [x], replicas: 2, tls: {cert: {name: s, key: k}}, event: {id: "{topic", subject: "{top}"}}}}}`: {
		"spec.triggers.mqtt.a.tls.key: is required with cert",
		"spec.triggers.mqtt.a.event.subject: unknown placeholder {top}; did you mean \"topic\"?",
		"spec.triggers.mqtt.a.event.id: has an unpaired brace",
		"spec.triggers.mqtt.a.replicas: requires group",
		"spec.triggers.mqtt.a.tls: is only valid with mqtts:// and wss://",
	},
	`{triggers: {redis: {a: {addresses: ["r:1", "r:2"], user: {name: s, key: u}, channel: {}, scale: {target: 1}}, b: {addresses: ["r:1"], cluster: true, database: 1, list: {key: "a}"}, scale: {target: 1}}}}}`: {
		"spec.triggers.redis.b.scale: triggers.redis.a.scale and triggers.redis.b.scale are mutually exclusive",
		"spec.scale.max: is needed with triggers.redis.a.scale",
		"spec.triggers.redis.a.addresses: expected one address",
		"spec.triggers.redis.a.password: is required with user",
		"spec.triggers.redis.a.channel: names no channel",
		"spec.triggers.redis.a.scale: requires one list, or one stream, got a channel",
		"spec.triggers.redis.b.database: expected 0 with cluster",
		"spec.triggers.redis.b.list.key: requires the list",
	},
	`{scale: {class: hpa, metric: cpu, max: 3, queue: {prometheus: {address: http://p, query: x, target: 1, tls: {key: {name: a, key: b}}}}}}`: {
		"spec.scale.class: expected \"kpa\" with scale.queue",
		"spec.scale.queue.prometheus.tls.cert: is required with key",
	},
}

func TestEveryMistakeIsTold(t *testing.T) {
	for spec, expected := range mistakesOfSpecs {
		got := told(t, spec)
		for _, beginning := range expected {
			if !tells(got, beginning) {
				t.Errorf("%s\nexpected %s\ngot      %s", spec, beginning, strings.Join(got, "\n         "))
			}
		}
		if len(got) != len(expected) {
			t.Errorf("%s\nexpected %d mistakes, got %d:\n%s", spec, len(expected), len(got), strings.Join(got, "\n"))
		}
	}
}

func tells(all []string, beginning string) bool {
	for _, one := range all {
		if strings.HasPrefix(one, beginning) {
			return true
		}
	}
	return false
}

func TestImagesOfProgramsAreAskedFor(t *testing.T) {
	spec := parsed(t, "triggers: {mqtt: {a: {address: mqtt://b, topics: [x]}}}")
	spec["image"] = testImage
	_, mistakes := Make("hello", "shop", spec, Cluster{})
	if len(mistakes) != 1 || mistakes[0].Path != "spec.triggers.mqtt.a.image" {
		t.Errorf("expected a mistake at spec.triggers.mqtt.a.image, got %v", mistakes)
	}
}

func TestLongNamesOfTriggers(t *testing.T) {
	spec := value.Object{"image": testImage, "triggers": value.Object{"event": value.Object{
		strings.Repeat("k", 40): value.Object{"broker": "b"},
	}}}
	if _, mistakes := Make(strings.Repeat("n", 17), "shop", spec, Cluster{}); len(mistakes) != 1 {
		t.Errorf("expected one mistake, got %v", mistakes)
	}
	if _, mistakes := Make(strings.Repeat("n", 16), "shop", spec, Cluster{}); len(mistakes) != 0 {
		t.Errorf("expected none, got %v", mistakes)
	}
}

func TestListsInWorkAreNamedAsTheSourceNamesThem(t *testing.T) {
	for _, list := range []string{"jobs", "{shop}:jobs", "a{b}c", "{}x", "a}", "a{}{b}"} {
		expected := redisconn.ProcessingKey(list, "hello-jobs-0")
		if got := trigger.ProcessingKey(list, "hello-jobs-0"); got != expected {
			t.Errorf("%s: expected %s, got %s", list, expected, got)
		}
	}
}

// Any JSON is either carried out or full of mistakes.
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
