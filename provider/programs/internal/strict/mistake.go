// A mistake at a path: what is allowed, what was given, what to change.
package strict

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// Mistake is what is wrong at a path, e.g. `spec.scale.min`.
type Mistake struct {
	Path   string
	Reason string
}

func (m Mistake) String() string {
	return m.Path + ": " + m.Reason
}

// Wrong returns a mistake; the text says what is allowed, what was received and what to change.
func Wrong(path, format string, values ...any) Mistake {
	return Mistake{path, fmt.Sprintf(format, values...)}
}

// Mistakes are all that were found.
type Mistakes []Mistake

// Add records a mistake.
func (m *Mistakes) Add(path, format string, values ...any) {
	*m = append(*m, Wrong(path, format, values...))
}

// Append records mistakes that were found elsewhere, each with its path.
func (m *Mistakes) Append(lines ...string) {
	for _, line := range lines {
		path, reason, _ := strings.Cut(line, ": ")
		m.Add(path, "%s", reason)
	}
}

// Err has a line for each mistake; it is nil if there are none.
func (m Mistakes) Err() error {
	if len(m) == 0 {
		return nil
	}
	lines := make([]string, len(m))
	for index, mistake := range m {
		lines[index] = mistake.String()
	}
	return errors.New(strings.Join(lines, "\n"))
}

// Text requires a non-empty text.
func (m *Mistakes) Text(path, given string) {
	if given == "" {
		m.Add(path, "expected text that is not empty, got nothing")
	}
}

// Texts requires at least one text, and none that is empty.
func (m *Mistakes) Texts(path string, given []string) {
	if len(given) == 0 {
		m.Add(path, "expected a list with at least one text, got nothing")
	}
	for index, text := range given {
		m.Text(fmt.Sprintf("%s[%d]", path, index), text)
	}
}

// Whole returns a whole number between two bounds, or the default if none is given.
func (m *Mistakes) Whole(path string, given *int64, low, high, absent int64) int64 {
	if given == nil {
		return absent
	}
	if *given < low || *given > high {
		m.Add(path, "expected a whole number from %d to %d, got %d", low, high, *given)
	}
	return *given
}

const longestShown = 80

// Show formats a value as it was given, short enough for one line.
func Show(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		return fmt.Sprintf("a value of the type %T", value)
	}
	letters := []rune(string(text))
	if len(letters) <= longestShown {
		return string(letters)
	}
	return string(letters[:longestShown-3]) + "..."
}
