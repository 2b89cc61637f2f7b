// Passes requests on to the sink, for a program that stands between the sink and its callers.
package adapter

import "net/http/httputil"

// Proxy returns a proxy that passes each request on unchanged, at the same path below the sink's address. The sink does not compress
// its responses, as the program reads them.
func (s *Sink) Proxy() *httputil.ReverseProxy {
	to := s.targets[s.address]
	rewrite := func(r *httputil.ProxyRequest) {
		r.Out.Header = r.In.Header.Clone()
		r.Out.Header.Del("Accept-Encoding")
		if to.login != "" {
			r.Out.Header.Set("Authorization", to.login)
		}
		r.SetURL(to.url)
		r.Out.URL.RawQuery = r.In.URL.RawQuery
	}
	return &httputil.ReverseProxy{Transport: s.transport, Rewrite: rewrite}
}
