// Decoding, and all mistakes with their paths; a text that may be secret is never shown.
package strict

import (
	"slices"
	"strings"
	"testing"
)

type inner struct {
	Name string `json:"name"`
}

type whole struct {
	inner
	Port  *int64            `json:"port,omitzero"`
	Share float64           `json:"share"`
	On    bool              `json:"on"`
	Texts []string          `json:"texts"`
	By    map[string]inner  `json:"by"`
	Rows  []inner           `json:"rows"`
	Any   map[string]any    `json:"any"`
	None  *inner            `json:"none"`
	Env   map[string]string `json:"env"`
}

func TestDecode(t *testing.T) {
	var got whole
	found := Decode("x", []byte(`{"name": "a", "port": 0, "share": 1, "on": true, "texts": [], "by": {"k": {"name": "b"}}, "rows": [{}], "any": {"n": null}}`), &got)
	if len(found) > 0 || got.Name != "a" || got.Port == nil || *got.Port != 0 || got.Share != 1 || !got.On || got.Texts == nil ||
		got.By["k"].Name != "b" || len(got.Rows) != 1 || len(got.Any) != 1 || got.None != nil || got.Env != nil {
		t.Errorf("%+v, %v", got, found)
	}
}

func TestEveryMistakeHasItsPath(t *testing.T) {
	for text, want := range map[string][]string{
		``:       {"x: expected an object in JSON, got nothing"},
		`null`:   {"x: expected an object in JSON, got nothing"},
		`[1, 2]`: {"x: expected an object in JSON, got a list of 2"},
		`{"port": 1.5, "share": "secret", "on": 1, "texts": [7, null], "by": {"k": {"nam": 1}}, "rows": {}, "none": null, "env": {"A": ["secret"]}, "Port": 1}`: {
			"x.Port: unknown property; expected one of any, by, env, name, none, on, port, rows, share, texts",
			"x.by.k.nam: unknown property; expected one of name",
			"x.env.A: expected text, got a list of 1",
			"x.none: expected an object, got nothing",
			"x.on: expected true or false, got 1",
			"x.port: expected a whole number, got 1.5",
			"x.rows: expected a list, each of it an object, got an object",
			"x.share: expected a number, got text",
			"x.texts[0]: expected text, got 7",
			"x.texts[1]: expected text, got nothing",
		},
		`{"share": 1e999}`: {"x.share: expected a number, got something else: json: cannot unmarshal number 1e999 into Go value of type float64"},
	} {
		var got whole
		var lines []string
		for _, mistake := range Decode("x", []byte(text), &got) {
			lines = append(lines, mistake.String())
		}
		if !slices.Equal(lines, want) {
			t.Errorf("%s:\n got %s\nwant %s", text, strings.Join(lines, "\n     "), strings.Join(want, "\n     "))
		}
	}
}

func TestErr(t *testing.T) {
	var found Mistakes
	if found.Err() != nil {
		t.Error("expected no error")
	}
	found.Whole("a", new(int64(7)), 0, 5, 1)
	found.Texts("b", []string{""})
	const want = "a: expected a whole number from 0 to 5, got 7\nb[0]: expected text that is not empty, got nothing"
	if err := found.Err(); err == nil || err.Error() != want {
		t.Errorf("got %v", err)
	}
}
