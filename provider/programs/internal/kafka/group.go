// Deletes the consumer group of a source that is deleted: the last of its Pods does.
package kafka

import (
	"context"
	"errors"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kerr"

	"knative-faas.dev/programs/internal/adapter"
	"knative-faas.dev/programs/internal/kafkaconn"
	"knative-faas.dev/programs/internal/wait"
)

const (
	deleteAgain = 500 * time.Millisecond
	// othersUntil is how long before the end of the time for everything members of lost Pods are removed: running Pods, which
	// stop at the same time, have finished by then.
	othersUntil = 5 * time.Second
)

// followed returns what ends the group after the source, if the configuration says so.
func (c *Config) followed(p adapter.Process) (end func(context.Context)) {
	if !c.DeleteGroup {
		return func(context.Context) {}
	}
	api, err := inCluster()
	if err != nil {
		p.Log.Error("the API server can't be asked whether the source is deleted: its consumer group will stay", "error", err)
		return func(context.Context) {}
	}
	r := follow(p.Log, api, c.Namespace, c.Name)
	return func(ctx context.Context) {
		if r.isRemoved(ctx) {
			c.endGroup(ctx, p)
		}
	}
}

// ending is a group that its source's Pods leave one after the other.
type ending struct {
	*kadm.Client
	log      *slog.Logger
	group    string
	identity string // of this Pod
	instance string // the beginning of the identities of all Pods of the source
}

func (c *Config) endGroup(ctx context.Context, p adapter.Process) {
	client, err := c.client(p)
	if err == nil {
		defer client.Close()
		instance := p.Identity[:strings.LastIndex(p.Identity, "-")+1]
		err = ending{kadm.NewClient(client), p.Log, c.Group, p.Identity, instance}.run(ctx)
	}
	if err != nil {
		p.Log.Error("the consumer group can't be deleted: it stays", "group", c.Group, "error", kafkaconn.Explain(err))
	}
}

// run removes the member of this Pod, which Kafka would keep until its session ends, and deletes the group if it was the last.
func (e ending) run(ctx context.Context) error {
	if err := e.remove(ctx, e.identity); err != nil {
		return err
	}
	for {
		_, err := e.DeleteGroup(ctx, e.group)
		switch {
		case err == nil:
			e.log.Info("the source is deleted, and so is its consumer group", "group", e.group)
			return nil
		case errors.Is(err, kerr.GroupIDNotFound):
			return nil // another Pod was faster
		case !errors.Is(err, kerr.NonEmptyGroup):
			return err
		}
		own, others, err := e.members(ctx)
		if err != nil {
			return err
		}
		if others > 0 {
			e.log.Info("the consumer group has members of another source: it stays", "group", e.group, "members", others)
			return nil
		}
		if until, ok := ctx.Deadline(); ok && time.Until(until) < othersUntil {
			if err := e.remove(ctx, own...); err != nil {
				return err
			}
		}
		if !wait.For(ctx, deleteAgain) {
			return ctx.Err()
		}
	}
}

// members returns the other members that are Pods of this source, and the number of those that are not.
func (e ending) members(ctx context.Context) (own []string, others int, err error) {
	groups, err := e.DescribeGroups(ctx, e.group)
	if err != nil {
		return nil, 0, err
	}
	for _, member := range groups[e.group].Members {
		if name := member.InstanceID; name != nil && e.isOwn(*name) {
			own = append(own, *name)
		} else {
			others++
		}
	}
	return own, others, groups[e.group].Err
}

func (e ending) isOwn(name string) bool {
	ordinal, found := strings.CutPrefix(name, e.instance)
	_, err := strconv.ParseUint(ordinal, 10, 32)
	return found && err == nil
}

func (e ending) remove(ctx context.Context, names ...string) error {
	if len(names) == 0 {
		return nil
	}
	left, err := e.LeaveGroup(ctx, kadm.LeaveGroup(e.group).InstanceIDs(names...).Reason("the source is deleted"))
	if err == nil {
		err = left.Error()
	}
	// Kafka has forgotten the member, or never knew it.
	if errors.Is(err, kerr.UnknownMemberID) || errors.Is(err, kerr.GroupIDNotFound) {
		return nil
	}
	return err
}
