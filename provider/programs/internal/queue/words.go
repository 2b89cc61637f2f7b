// Texts that may be shown: short ones, and without URLs, which may contain more than an address.
package queue

import (
	"encoding/json"
	"errors"
	"net/url"
	"strings"
)

// AtOnce is how many requests a server may receive at a time.
const AtOnce = 8

const longestQuote = 300

func quoted(text string) string {
	text = strings.ToValidUTF8(text[:min(len(text), longestQuote)], "")
	if text == "" {
		return "no reason given"
	}
	return text
}

func withoutURL(err error) error {
	if wrapped, ok := errors.AsType[*url.Error](err); ok {
		return wrapped.Err
	}
	return err
}

// identity identifies a server by its kind and all settings of its entry.
func identity(kind string, settings any) string {
	text, err := json.Marshal(settings)
	if err != nil {
		panic(err) // settings are strings, numbers and booleans
	}
	return kind + " " + string(text)
}
