// A handler is tested without a server.
package function

import (
	"net/http/httptest"
	"testing"
)

func TestHandle(t *testing.T) {
	answer := httptest.NewRecorder()
	Handle(answer, httptest.NewRequest("GET", "/?name=Knative", nil))
	if got := answer.Body.String(); got != "Hello, Knative!\n" {
		t.Errorf("got %q", got)
	}
}
