// Package relay answers the requests of a function in place of its revisions while `knative-faas dev` is attached: with the program on
// the developer's machine, and with the deployed revisions whenever that can't be reached.
//
// The developer's side opens both connections, through a port-forward of the API server, so no port of the Pod or of the machine has
// to be reachable. Both are HTTP/2, in which each CONNECT request is one TCP connection:
//
//   - At InwardPort the relay is the client: it opens a connection to the local program for each request.
//   - At OutwardPort it is the server: the local program reaches addresses of the cluster, and the session's state.
//
// The relay runs as the only revision of a Configuration that the Knative Service owns. The session's end restores the traffic of the
// Service and deletes this Configuration, with everything that belongs to it; it comes by request, or when the developer has been gone
// for Config.GraceSeconds.
package relay
