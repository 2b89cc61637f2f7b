// Sends an event every second to the address in K_SINK, with the extensions in K_CE_OVERRIDES.
package main

import (
	"encoding/json"
	"log"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"
)

func main() {
	var overrides struct{ Extensions map[string]string }
	if err := json.Unmarshal([]byte(os.Getenv("K_CE_OVERRIDES")), &overrides); err != nil {
		log.Print("no extensions: ", err)
	}
	for number := 0; ; number++ {
		if err := send(os.Getenv("K_SINK"), number, overrides.Extensions); err != nil {
			log.Print(err)
		}
		time.Sleep(time.Second)
	}
}

func send(sink string, number int, extensions map[string]string) error {
	request, err := http.NewRequest(http.MethodPost, sink, strings.NewReader("tick"))
	if err != nil {
		return err
	}
	attributes := map[string]string{"specversion": "1.0", "id": strconv.Itoa(number), "source": "/ticker", "type": "tick"}
	for _, all := range []map[string]string{attributes, extensions} {
		for name, value := range all {
			request.Header.Set("ce-"+name, value)
		}
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	return response.Body.Close()
}
