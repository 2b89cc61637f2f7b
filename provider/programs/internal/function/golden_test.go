// The objects of Functions against the golden files, which the Pulumi component's tests write.
package function

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"knative-faas.dev/programs/internal/function/value"
	"sigs.k8s.io/yaml"
)

const golden = "../../../../tests/golden/controller"

var testCluster = Cluster{Images: Images{
	"kafka-source": "registry.example.com/knative-faas-kafka-source@sha256:" + strings.Repeat("b", 64),
	"mqtt-source":  "registry.example.com/knative-faas-mqtt-source@sha256:" + strings.Repeat("b", 64),
	"redis-source": "registry.example.com/knative-faas-redis-source@sha256:" + strings.Repeat("b", 64),
}}

// ofComponentAlone are kinds that only the component makes, as the controller would grant rights that the user may not have:
// service accounts with rights to watch, and claims of domains. Triggers of Functions require an account of the user. Only what
// belongs to a StatefulSet is made by both: its account may read no more than the source itself.
var ofComponentAlone = map[string]bool{
	"ServiceAccount": true, "ClusterRole": true, "ClusterRoleBinding": true, "ClusterDomainClaim": true,
}

func TestObjectsAreThoseOfTheComponent(t *testing.T) {
	for _, file := range goldenFiles(t) {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".yaml"), func(t *testing.T) {
			documents := documentsOf(t, file)
			function := documents[0]
			metadata := value.Child(function, "metadata")
			given := withAccounts(function)
			objects, mistakes := Make(value.Text(metadata, "name"), value.Text(metadata, "namespace"), given, testCluster)
			if len(mistakes) > 0 {
				t.Fatalf("mistakes: %v", mistakes)
			}
			compare(t, expectedOf(documents[1:]), madeOf(objects))
		})
	}
}

func goldenFiles(t testing.TB) []string {
	t.Helper()
	files, err := filepath.Glob(golden + "/*.yaml")
	if err != nil || len(files) < 20 {
		t.Fatalf("expected the golden files of the component in %s, got %d (%v)", golden, len(files), err)
	}
	return files
}

func documentsOf(t *testing.T, file string) []value.Object {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var all []value.Object
	for _, document := range strings.Split(string(text), "\n---\n") {
		all = append(all, parsed(t, document))
	}
	return all
}

// parsed decodes numbers like the API's decoder.
func parsed(t *testing.T, text string) value.Object {
	t.Helper()
	asJSON, err := yaml.YAMLToJSON([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	object, err := decoded(asJSON)
	if err != nil {
		t.Fatal(err)
	}
	return object.(value.Object)
}

func decoded(text []byte) (any, error) {
	decoder := json.NewDecoder(strings.NewReader(string(text)))
	decoder.UseNumber()
	var object any
	err := decoder.Decode(&object)
	return numbered(object), err
}

func numbered(given any) any {
	switch typed := given.(type) {
	case json.Number:
		if whole, err := typed.Int64(); err == nil {
			return whole
		}
		double, _ := typed.Float64()
		return double
	case []any:
		for index, entry := range typed {
			typed[index] = numbered(entry)
		}
	case map[string]any:
		for name, field := range typed {
			typed[name] = numbered(field)
		}
	}
	return given
}

// withAccounts sets the service account that the component creates for a trigger of the kind apiServer.
func withAccounts(function value.Object) value.Object {
	spec := value.Child(function, "spec")
	watching := value.Child(value.Child(spec, "triggers"), "apiServer")
	for key := range watching {
		args := value.Child(watching, key)
		if !value.Has(args, "serviceAccount") {
			args["serviceAccount"] = value.Text(value.Child(function, "metadata"), "name") + "-" + key
		}
	}
	return spec
}

func expectedOf(documents []value.Object) map[string]any {
	all := map[string]any{}
	ofSource := map[string]bool{}
	for _, document := range documents {
		if value.Text(document, "kind") == "StatefulSet" {
			ofSource[value.Text(value.Child(document, "metadata"), "name")] = true
		}
	}
	for _, document := range documents {
		name := value.Text(value.Child(document, "metadata"), "name")
		ofWatch := strings.HasPrefix(value.Text(document, "kind"), "Role") && !strings.HasSuffix(name, "-queue-scaler")
		if ofSource[name] || !ofComponentAlone[value.Text(document, "kind")] && !ofWatch {
			all[keyOf(document)] = plain(document)
		}
	}
	return all
}

func madeOf(objects *Objects) map[string]any {
	made := append([]value.Object{objects.Service, objects.Traffic}, objects.Rights...)
	made = append(made, objects.Domains...)
	for _, trigger := range objects.Triggers {
		made = append(made, trigger.Objects...)
	}
	all := map[string]any{}
	for _, object := range made {
		all[keyOf(object)] = plain(object)
	}
	return all
}

func keyOf(object value.Object) string {
	key := value.Text(object, "kind") + " " + value.Text(value.Child(object, "metadata"), "name")
	if value.Has(value.Child(object, "spec"), "traffic") {
		key += " traffic"
	}
	return key
}

// plain parses JSON inside strings, as the order of its fields does not matter, and converts all numbers to one type.
func plain(given any) any {
	switch typed := given.(type) {
	case string:
		var inside map[string]any
		if strings.HasPrefix(typed, "{") && json.Unmarshal([]byte(typed), &inside) == nil {
			return inside
		}
	case int64:
		return float64(typed)
	case []any:
		all := make([]any, len(typed))
		for index, entry := range typed {
			all[index] = plain(entry)
		}
		return all
	case map[string]any:
		all := map[string]any{}
		for name, field := range typed {
			all[name] = plain(field)
		}
		return all
	}
	return given
}

func compare(t *testing.T, expected, got map[string]any) {
	t.Helper()
	for key, object := range expected {
		if !reflect.DeepEqual(object, got[key]) {
			t.Errorf("%s:\nexpected %s\n     got %s", key, value.Canonical(object), value.Canonical(got[key]))
		}
	}
	for key := range got {
		if expected[key] == nil {
			t.Errorf("%s: not made by the component", key)
		}
	}
}

// Default names at servers differ between clusters.
func TestNamesAtServers(t *testing.T) {
	for _, c := range []struct{ trigger, want, scaled string }{
		{`"kafka": {"a": {"bootstrapServers": ["kafka:9092"], "topics": ["t"], "scale": {"target": 1}}}`,
			`"group":"0a1b-shop-hello-a"`, `"group":"0a1b-shop-hello-a"`},
		{`"kafka": {"a": {"bootstrapServers": ["kafka:9092"], "topics": ["t"], "group": "own", "scale": {"target": 1}}}`,
			`"group":"own"`, `"group":"own"`},
		{`"mqtt": {"a": {"address": "mqtt://broker:1883", "topics": ["t"]}}`, `"clientId":"0a1b-shop-hello-a-`, ""},
		{`"mqtt": {"a": {"address": "mqtt://broker:1883", "topics": ["t"], "clientId": "own"}}`, `"clientId":"own"`, ""},
		{`"redis": {"a": {"addresses": ["redis:6379"], "stream": {"keys": ["s"]}, "scale": {"target": 1}}}`,
			`"group":"0a1b-shop-hello-a"`, `"group":"0a1b-shop-hello-a"`},
		{`"redis": {"a": {"addresses": ["redis:6379"], "stream": {"keys": ["s"], "group": "own"}, "scale": {"target": 1}}}`,
			`"group":"own"`, `"group":"own"`},
		{`"redis": {"a": {"addresses": ["redis:6379"], "list": {"key": "jobs"}, "scale": {"target": 1}}}`,
			`"instance":"0a1b-shop-hello-a"`, `"{jobs}:processing:0a1b-shop-hello-a-0"`},
	} {
		text := `{"image": "registry.example.com/hello@sha256:` + strings.Repeat("a", 64) + `", "scale": {"max": 2}, "triggers": {` + c.trigger + `}}`
		given, err := decoded([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		objects, mistakes := Make("hello", "shop", given, Cluster{ID: "0a1b", Images: testCluster.Images})
		if len(mistakes) > 0 {
			t.Fatalf("%s: mistakes: %v", c.trigger, mistakes)
		}
		source, service := value.Canonical(objects.Triggers[0].Objects[0]), value.Canonical(objects.Service)
		if !strings.Contains(unquoted(source), c.want) || !strings.Contains(unquoted(service), c.scaled) {
			t.Errorf("%s: expected %s and %s in %s and %s", c.trigger, c.want, c.scaled, source, service)
		}
	}
}

func unquoted(text string) string { return strings.ReplaceAll(text, `\"`, `"`) }
