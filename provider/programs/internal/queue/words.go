// Words that are fit to be shown: no long ones, and none of a URL, which may hold more than an address.
package queue

import (
	"encoding/json"
	"errors"
	"net/url"
	"strings"
)

// AtOnce is how many questions a server may be asked at a time.
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

// identity names a server by its kind and all that its entry says of it.
func identity(kind string, settings any) string {
	text, err := json.Marshal(settings)
	if err != nil {
		panic(err) // settings are text, numbers and booleans
	}
	return kind + " " + string(text)
}
