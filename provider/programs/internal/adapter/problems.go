// The mistakes in a configuration, collected so that all of them are reported at once.
package adapter

import (
	"fmt"
	"strings"
)

// Problems are mistakes, each with the path of the value that is wrong.
type Problems struct {
	list []string
}

// Add records a mistake; the text gives the value received, what is allowed and what to change.
func (p *Problems) Add(path, format string, values ...any) {
	p.list = append(p.list, path+": "+fmt.Sprintf(format, values...))
}

// Append records mistakes that were found elsewhere, each with its path.
func (p *Problems) Append(mistakes ...string) { p.list = append(p.list, mistakes...) }

// Any reports whether there is a mistake.
func (p *Problems) Any() bool { return len(p.list) > 0 }

func (p *Problems) String() string { return strings.Join(p.list, "; ") }

// List returns the mistakes in the order in which they were found.
func (p *Problems) List() []string { return p.list }
