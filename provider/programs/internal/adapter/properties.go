// Top-level properties of JSON data, for placeholders such as {json.orderId}.
package adapter

import "encoding/json"

// Properties looks up top-level properties of JSON data; the data is parsed on first use.
type Properties struct {
	data  []byte
	read  bool
	found map[string]json.RawMessage
}

// NewProperties returns the properties of data: none if it is not a JSON object.
func NewProperties(data []byte) *Properties { return &Properties{data: data} }

// Text returns strings unchanged and all other values as JSON; missing or null is empty.
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
