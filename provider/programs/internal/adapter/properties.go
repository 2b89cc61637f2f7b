// The top-level properties of data in JSON, for placeholders such as {json.orderId}.
package adapter

import "encoding/json"

// Properties finds top-level properties of data in JSON; the data is read when the first one is asked for.
type Properties struct {
	data  []byte
	read  bool
	found map[string]json.RawMessage
}

// NewProperties returns the properties of data, which has none when it is not an object in JSON.
func NewProperties(data []byte) *Properties { return &Properties{data: data} }

// Text returns a text as it is and everything else as it is written in JSON; what is missing or null is empty.
func (p *Properties) Text(name string) string {
	if !p.read {
		p.read = true
		if json.Unmarshal(p.data, &p.found) != nil {
			p.found = nil
		}
	}
	value, ok := p.found[name]
	if !ok || string(value) == "null" {
		return ""
	}
	var text string
	if json.Unmarshal(value, &text) == nil {
		return text
	}
	return string(value)
}
