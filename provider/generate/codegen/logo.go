// The logo of the NuGet package. Pulumi's .NET generator downloads one; here it is drawn, so that it needs no network.
package main

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"
	"net/http"
)

const side = 64

type drawn struct{}

func (drawn) RoundTrip(request *http.Request) (*http.Response, error) {
	content, err := logo()
	if err != nil {
		return nil, err
	}
	body := io.NopCloser(bytes.NewReader(content))
	return &http.Response{StatusCode: http.StatusOK, Body: body, Request: request}, nil
}

func serveLogo() {
	http.DefaultTransport = drawn{}
}

// An "f" of three bars on blue.
func logo() ([]byte, error) {
	picture := image.NewPaletted(image.Rect(0, 0, side, side), color.Palette{
		color.RGBA{R: 8, G: 101, B: 173, A: 255},
		color.White,
	})
	for _, bar := range []image.Rectangle{image.Rect(20, 12, 28, 52), image.Rect(20, 12, 46, 20), image.Rect(20, 28, 40, 36)} {
		draw.Draw(picture, bar, image.White, image.Point{}, draw.Src)
	}
	var file bytes.Buffer
	err := png.Encode(&file, picture)
	return file.Bytes(), err
}
