// Redis: a server that writes to disk, publishers to a stream and to a list, and the sources that read from them.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"github.com/redis/go-redis/v9"
)

// A restart stops the server regularly, which writes everything to disk: waiting for the disk with each message would only cost
// time.
var redisServer = serverProgram{
	program: "redis-server",
	configuration: func(n *node, _ []*node) string {
		return fmt.Sprintf("bind 127.0.0.1\nport %d\ndir %s\nappendonly yes\nappendfsync everysec\nsave \"\"\n", n.port, n.directory)
	},
	arguments: func(configuration string) []string { return []string{configuration} },
}

const pipelined = 200

func publishStream(ctx context.Context, p publication) {
	publishRedis(ctx, p, func(pipe redis.Pipeliner, number int) {
		pipe.XAdd(ctx, &redis.XAddArgs{Stream: name, Values: []string{"body", text(number)}})
	})
}

func publishList(ctx context.Context, p publication) {
	publishRedis(ctx, p, func(pipe redis.Pipeliner, number int) { pipe.RPush(ctx, name, text(number)) })
}

func publishRedis(ctx context.Context, p publication, add func(redis.Pipeliner, int)) {
	// A command that the client retries by itself could send a message twice without a record of it.
	client := redis.NewClient(&redis.Options{Addr: p.address, MaxRetries: -1})
	defer client.Close()
	for batch := nextBatch(p.numbers); len(batch) > 0; batch = nextBatch(p.numbers) {
		for len(batch) > 0 && ctx.Err() == nil {
			if batch = send(ctx, client, p.book, batch, add); len(batch) > 0 {
				pause(ctx, tick)
			}
		}
	}
}

// send returns the numbers that the server may not have accepted.
func send(ctx context.Context, client *redis.Client, b *book, batch []int, add func(redis.Pipeliner, int)) (left []int) {
	if client.Ping(ctx).Err() != nil {
		return batch // not sent at all
	}
	pipe := client.Pipeline()
	for _, number := range batch {
		add(pipe, number)
	}
	answers, _ := pipe.Exec(ctx)
	for index, answer := range answers {
		if answer.Err() == nil {
			b.accept(batch[index])
			continue
		}
		b.resend(batch[index])
		left = append(left, batch[index])
	}
	return left
}

// nextBatch waits for a number, and adds those that are already available.
func nextBatch(numbers <-chan int) (batch []int) {
	for number := range numbers {
		if batch = append(batch, number); len(batch) == pipelined || len(numbers) == 0 {
			break
		}
	}
	return batch
}

func ownStream(p place) (invocation, error) {
	return ownInvocation(p, map[string]any{
		"redis":  map[string]any{"addresses": []string{p.server}},
		"stream": map[string]any{"keys": []string{name}, "group": name, "from": "start", "dataField": "body"},
	})
}

func ownList(p place) (invocation, error) {
	return ownInvocation(p, map[string]any{
		"redis": map[string]any{"addresses": []string{p.server}},
		"list":  map[string]any{"key": name},
	})
}

// upstreamStream starts RedisStreamSource's receive adapter like its controller. Each of its consumers reads one entry at a time.
func upstreamStream(p place) (invocation, error) {
	kubeconfig, err := unreachableCluster(p.directory)
	if err != nil {
		return invocation{}, err
	}
	zap, err := json.Marshal(map[string]any{
		"level": "error", "encoding": "json", "outputPaths": []string{"stderr"}, "errorOutputPaths": []string{"stderr"},
	})
	if err != nil {
		return invocation{}, err
	}
	// It is faster without its two log lines per message.
	logging, err := json.Marshal(map[string]string{"zap-logger-config": string(zap)})
	return invocation{environment: []string{
		"ADDRESS=redis://" + p.server, "STREAM=" + name, "GROUP=" + name, "NUM_CONSUMERS=" + strconv.Itoa(p.parallelism),
		"TLS_CERTIFICATE=", "NAMESPACE=default", "NAME=" + name + "-0", "K_SINK=" + p.sink, "K_LOGGING_CONFIG=" + string(logging),
		"KUBECONFIG=" + kubeconfig,
	}}, err
}

// unreachableCluster is for a program that creates a Kubernetes client at its start and never uses it here.
func unreachableCluster(directory string) (string, error) {
	file := filepath.Join(directory, "kubeconfig")
	return file, os.WriteFile(file, []byte(`{"apiVersion":"v1","kind":"Config","current-context":"none",
"clusters":[{"name":"none","cluster":{"server":"http://127.0.0.1:1"}}],
"contexts":[{"name":"none","context":{"cluster":"none","user":""}}]}`), 0o600)
}
