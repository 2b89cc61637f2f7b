// Kafka for tests: a real broker on loopback, which all tests of the package share, each with its own topics.
package kafka

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kgo"
)

// broker has a listener for each way to log in; ports are by the listener's name.
type broker struct {
	directory string
	ports     map[string]string
	command   *exec.Cmd
	ended     chan struct{}
	log       bytes.Buffer
}

const password = "s3cret-of-the-topics"

var listeners = map[string]string{"PLAIN": "PLAINTEXT", "SASL": "SASL_PLAINTEXT", "TLS": "SSL", "MTLS": "SSL", "CONTROLLER": "PLAINTEXT"}

func (b *broker) configuration() string {
	var addresses, advertised, protocols []string
	for name, protocol := range listeners {
		address := name + "://127.0.0.1:" + b.ports[name]
		addresses, protocols = append(addresses, address), append(protocols, name+":"+protocol)
		if name != "CONTROLLER" {
			advertised = append(advertised, address)
		}
	}
	module := "org.apache.kafka.common.security."
	return strings.Join([]string{
		"process.roles=broker,controller", "node.id=1", "controller.quorum.voters=1@127.0.0.1:" + b.ports["CONTROLLER"],
		"controller.listener.names=CONTROLLER", "inter.broker.listener.name=PLAIN", "log.dirs=" + b.directory + "/data",
		"listeners=" + strings.Join(addresses, ","), "advertised.listeners=" + strings.Join(advertised, ","),
		"listener.security.protocol.map=" + strings.Join(protocols, ","),
		"offsets.topic.replication.factor=1", "offsets.topic.num.partitions=1", "transaction.state.log.replication.factor=1",
		"transaction.state.log.min.isr=1", "transaction.state.log.num.partitions=1", "group.initial.rebalance.delay.ms=0",
		"group.min.session.timeout.ms=1000", "auto.create.topics.enable=false",
		"sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256,SCRAM-SHA-512,OAUTHBEARER",
		"listener.name.sasl.scram-sha-512.connections.max.reauth.ms=2000",
		"listener.name.sasl.plain.sasl.jaas.config=" + module + `plain.PlainLoginModule required user_shop="` + password + `";`,
		"listener.name.sasl.scram-sha-256.sasl.jaas.config=" + module + "scram.ScramLoginModule required;",
		"listener.name.sasl.scram-sha-512.sasl.jaas.config=" + module + "scram.ScramLoginModule required;",
		"listener.name.sasl.oauthbearer.sasl.jaas.config=" + module + `oauthbearer.OAuthBearerLoginModule required unsecuredLoginStringClaim_sub="shop";`,
		"ssl.keystore.type=PEM", "ssl.keystore.location=" + b.directory + "/server.pem",
		"ssl.truststore.type=PEM", "ssl.truststore.location=" + b.directory + "/ca.pem",
		"listener.name.mtls.ssl.client.auth=required", "",
	}, "\n")
}

// kafka starts the shared broker, and tries other ports if another process has taken one meanwhile.
var kafka = sync.OnceValues(func() (*broker, error) {
	for tries := 1; ; tries++ {
		b, err := newBroker()
		shared = b
		if err == nil || tries == 3 {
			return b, err
		}
	}
})

func newBroker() (*broker, error) {
	directory, err := os.MkdirTemp("", "kafka-source")
	if err != nil {
		return nil, err
	}
	directories = append(directories, directory)
	b := &broker{directory: directory, ports: map[string]string{}}
	for name := range listeners {
		b.ports[name] = freePort()
	}
	for name, content := range map[string]string{
		"server.properties": b.configuration(), "server.pem": authority.server.key + authority.server.cert, "ca.pem": authority.ca,
	} {
		if err := os.WriteFile(filepath.Join(directory, name), []byte(content), 0o600); err != nil {
			return nil, err
		}
	}
	return b, b.start()
}

// shared is stopped after all tests.
var shared *broker

func TestMain(m *testing.M) {
	flag.Parse()
	_ = flag.Set("test.parallel", "6") // most of them wait
	code := m.Run()
	if shared != nil {
		shared.end(syscall.SIGKILL)
		if code != 0 {
			fmt.Printf("kafka said:\n%s\n", shared.log.String())
		}
	}
	for _, directory := range directories {
		os.RemoveAll(directory)
	}
	os.Exit(code)
}

func (b *broker) start() error {
	path, err := exec.LookPath("kafka-server")
	if err != nil {
		return fmt.Errorf("these tests need the Kafka that the specs of tests/servers bring: %w", err)
	}
	b.command = exec.Command(path, filepath.Join(b.directory, "server.properties"))
	b.command.Stdout, b.command.Stderr = &b.log, &b.log
	b.command.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := b.command.Start(); err != nil {
		return err
	}
	b.ended = make(chan struct{})
	go func() { defer close(b.ended); _ = b.command.Wait() }()
	return b.up()
}

// up waits until the broker itself responds.
func (b *broker) up() error {
	client, err := kgo.NewClient(kgo.SeedBrokers(b.address("PLAIN")))
	if err != nil {
		return err
	}
	defer client.Close()
	for end := time.Now().Add(3 * time.Minute); time.Now().Before(end); {
		select {
		case <-b.ended:
			return fmt.Errorf("kafka ended: %s", b.log.String())
		case <-time.After(50 * time.Millisecond):
		}
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		brokers, err := kadm.NewClient(client).ListBrokers(ctx)
		cancel()
		if err == nil && len(brokers) == 1 {
			return nil
		}
	}
	return fmt.Errorf("kafka does not answer after three minutes: %s", b.log.String())
}

func (b *broker) end(signal syscall.Signal) {
	if b.ended != nil {
		_ = b.command.Process.Signal(signal)
		<-b.ended
	}
}

func (b *broker) address(listener string) string { return "127.0.0.1:" + b.ports[listener] }

func freePort() string {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	defer listener.Close()
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	return port
}

// topics is one test's view of the broker: its names of topics and groups begin with that of the test.
type topics struct {
	*broker
	t      testing.TB
	client *kgo.Client
	admin  *kadm.Client
}

func serve(t testing.TB) *topics {
	t.Helper()
	b, err := kafka()
	if err != nil {
		t.Fatal(err)
	}
	return b.seenBy(t)
}

func (b *broker) seenBy(t testing.TB) *topics {
	t.Helper()
	client, err := kgo.NewClient(kgo.SeedBrokers(b.address("PLAIN")), kgo.RecordPartitioner(kgo.ManualPartitioner()),
		kgo.MetadataMinAge(100*time.Millisecond))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	return &topics{b, t, client, kadm.NewClient(client)}
}

// make creates a topic.
func (k *topics) make(topic string, partitions int32) {
	k.t.Helper()
	if _, err := k.admin.CreateTopic(context.Background(), partitions, 1, nil, topic); err != nil {
		k.t.Fatal(err)
	}
}

func (k *topics) put(records ...*kgo.Record) {
	k.t.Helper()
	if err := k.client.ProduceSync(context.Background(), records...).FirstErr(); err != nil {
		k.t.Fatal(err)
	}
}

// puts writes the numbers from first to last to a topic, cycling through keys and partitions.
func (k *topics) puts(topic string, partitions, keys, first, last int) {
	k.t.Helper()
	var all []*kgo.Record
	for number := first; number <= last; number++ {
		key := number % keys
		all = append(all, &kgo.Record{
			Topic: topic, Partition: int32(key % partitions), Key: fmt.Appendf(nil, "k%d", key), Value: fmt.Append(nil, number),
		})
	}
	k.put(all...)
}

// committed returns the sum of the offsets that a group has committed in a topic.
func (k *topics) committed(group, topic string) (sum int64) {
	k.t.Helper()
	offsets, err := k.admin.FetchOffsets(context.Background(), group)
	if err != nil {
		return -1
	}
	offsets.Each(func(one kadm.OffsetResponse) {
		if one.Topic == topic {
			sum += one.At
		}
	})
	return sum
}

// read returns a topic's entries as a reader of committed transactions sees them. It waits for the expected number, and then a
// moment longer, to find any excess.
func (k *topics) read(topic string, count int) (all []*kgo.Record) {
	k.t.Helper()
	client, err := kgo.NewClient(kgo.SeedBrokers(k.address("PLAIN")), kgo.ConsumeTopics(topic),
		kgo.FetchIsolationLevel(kgo.ReadCommitted()), kgo.FetchMaxWait(100*time.Millisecond))
	if err != nil {
		k.t.Fatal(err)
	}
	defer client.Close()
	for limit, quiet := time.Now().Add(30*time.Second), time.Now(); time.Now().Before(limit); {
		ctx, cancel := context.WithTimeout(context.Background(), 500*time.Millisecond)
		found := client.PollFetches(ctx).Records()
		cancel()
		if len(found) > 0 {
			quiet = time.Now()
		}
		if all = append(all, found...); len(all) >= count && time.Since(quiet) > time.Second {
			return all
		}
	}
	return all
}
