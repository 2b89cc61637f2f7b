// Canonical JSON and its hash, against the results of JSON.stringify and the component's contentHash (provider/src/pulumi/hash.ts).
package value

import (
	"encoding/json"
	"testing"
)

// canonicalCases have the last two columns from Node.js.
var canonicalCases = []struct{ given, canonical, hash string }{
	{`null`, `null`, "74234e98af"},
	{`true`, `true`, "b5bea41b6c"},
	{`0`, `0`, "5feceb66ff"},
	{`-0`, `0`, "5feceb66ff"},
	{`1.0`, `1`, "6b86b273ff"},
	{`50.5`, `50.5`, "e4b95f6bd6"},
	{`1e21`, `1e+21`, "241c4643fa"},
	{`1e20`, `100000000000000000000`, "c344e9487b"},
	{`123456789012345680000`, `123456789012345680000`, "725abf1752"},
	{`1e-6`, `0.000001`, "159fb29a82"},
	{`1e-7`, `1e-7`, "5b33e02f2c"},
	{`0.1`, `0.1`, "14be4b45f1"},
	{`-1.5e-9`, `-1.5e-9`, "065ce5543d"},
	{`9007199254740993`, `9007199254740992`, "c681da39d7"},
	{`1.7976931348623157e308`, `1.7976931348623157e+308`, "c2784e1abd"},
	{`5e-324`, `5e-324`, "c46e7ca1be"},
	{`100000`, `100000`, "3bb78535cc"},
	{"\"<a href='x'>&\u2028\u2029\u007f/\"", "\"<a href='x'>&\u2028\u2029\u007f/\"", "520f93b746"},
	{`"\b\f\n\r\t\u0000\u001f\"\\"`, `"\b\f\n\r\t\u0000\u001f\"\\"`, "57281505a8"},
	{"\"\u00fc\u20ac\U0001f600\ufffd\"", "\"\u00fc\u20ac\U0001f600\ufffd\"", "0507d07809"},
	{"{\"9\":7,\"10\":6,\"\U0001f600\":1,\"\uff5e\":2,\"b\":3,\"a\":4,\"A\":5,\"\":8}", "{\"\":8,\"10\":6,\"9\":7,\"A\":5,\"a\":4,\"b\":3,\"\U0001f600\":1,\"\uff5e\":2}", "d152c7c8c6"},
	{`{"a":[1,"2",{"c":null,"b":[]}],"z":{}}`, `{"a":[1,"2",{"b":[],"c":null}],"z":{}}`, "c8ab299459"},
}

func TestCanonicalIsThatOfJavaScript(t *testing.T) {
	for _, one := range canonicalCases {
		var given any
		if err := json.Unmarshal([]byte(one.given), &given); err != nil {
			t.Fatal(err)
		}
		if got := Canonical(given); got != one.canonical {
			t.Errorf("%s: expected %s, got %s", one.given, one.canonical, got)
		}
		if got := Hash(given); got != one.hash {
			t.Errorf("%s: expected the hash %s, got %s", one.given, one.hash, got)
		}
	}
}

func TestWholeNumbersAreWrittenAlike(t *testing.T) {
	if got := Canonical([]any{1, int64(1), float64(1)}); got != "[1,1,1]" {
		t.Errorf("expected [1,1,1], got %s", got)
	}
}
