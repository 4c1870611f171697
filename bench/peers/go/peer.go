// SPDX-License-Identifier: MIT

// The benchmarks' work by goroutines and channels: an actor is a goroutine that receives from its
// channel, whose room is as a mailbox's. Works and rows are those of bench/, by the same names.
// Usage: peer --json FILE 1|2|memory       1 and 2: as many as GOMAXPROCS says.
package main

import (
	"fmt"
	"os"
	"runtime"
	"sort"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

const (
	runs    = 25
	mailbox = 1000
)

// Four scalars, as in bench.proto.
type sample struct {
	value, at, from uint64
	kind            uint32
}

// ---- rows ----

var jsonFile string

func need(ok bool, what string) {
	if !ok {
		fmt.Fprintln(os.Stderr, "go:", what)
		os.Exit(1)
	}
}

func printRow(work, unit string, values []float64) {
	sort.Float64s(values)
	n := len(values)
	median := (values[(n-1)/2] + values[n/2]) / 2
	fmt.Printf("%-44s %11.1f  %s\n", work, median, unit)
	file, err := os.OpenFile(jsonFile, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	need(err == nil, "open the file for the JSON")
	fmt.Fprintf(file, `{"work":"%s","unit":"%s","better":"less","runs":%d,"min":%.4g,`+
		`"q1":%.4g,"median":%.4g,"q3":%.4g,"max":%.4g}`+"\n",
		work, unit, n, values[0], values[n/4], median, values[n-1-n/4], values[n-1])
	need(file.Close() == nil, "write the JSON")
}

// Runs a work of n operations that returns how many it saw done: once to warm up, and then so many
// times.
func measure(name string, runs, n int, work func(n int) int) {
	values := []float64{}
	for i := -1; i < runs; i++ {
		began := time.Now()
		done := work(n)
		took := time.Since(began)
		need(done == n, fmt.Sprintf("%s: %d of %d arrived", name, done, n))
		if i >= 0 {
			values = append(values, float64(took.Nanoseconds())/float64(n))
		}
	}
	printRow(name, "ns", values)
}

// ---- counting, fan-in ----

// Counts till its channel is closed, and says how far it came.
func counter(inbox <-chan sample, total chan<- int) {
	n := uint64(0)
	for s := range inbox {
		n += s.value
	}
	total <- int(n)
}

// Senders in goroutines of their own; a full channel has them wait.
func sendBy(senders int) func(n int) int {
	return func(n int) int {
		inbox, total := make(chan sample, mailbox), make(chan int)
		var sending sync.WaitGroup
		go counter(inbox, total)
		for i := 0; i < senders; i++ {
			sending.Add(1)
			go func() {
				for at := 1; at <= n/senders; at++ {
					inbox <- sample{value: 1, at: uint64(at), kind: 7}
				}
				sending.Done()
			}()
		}
		sending.Wait()
		close(inbox)
		return <-total
	}
}

// ---- sync call ----

type request struct {
	sample
	reply chan<- sample
}

func echo(inbox <-chan request) {
	for r := range inbox {
		r.reply <- sample{value: r.value}
	}
}

func call(n int) int {
	inbox, result := make(chan request), make(chan int)
	go echo(inbox)
	go func() {
		reply := make(chan sample)
		done := 0
		for at := 1; at <= n; at++ {
			inbox <- request{sample{value: 1, at: uint64(at), kind: 7}, reply}
			done += int((<-reply).value)
		}
		result <- done
	}()
	done := <-result
	close(inbox)
	return done
}

// ---- ping-pong, ring ----

type ball struct{ left, hops int }

func player(inbox <-chan ball, next chan<- ball, end chan<- int) {
	for b := range inbox {
		b = ball{b.left - 1, b.hops + 1}
		if b.left == 0 {
			end <- b.hops
		} else {
			next <- b
		}
	}
}

// Rings of so many players, side by side; a ball in each.
func playIn(size, rings int) func(n int) int {
	return func(n int) int {
		end := make(chan int)
		boxes := make([]chan ball, size*rings)
		for i := range boxes {
			boxes[i] = make(chan ball, 1)
		}
		for i := range boxes {
			go player(boxes[i], boxes[(i+rings)%len(boxes)], end)
		}
		for i := 0; i < rings; i++ {
			boxes[i] <- ball{left: n / rings}
		}
		hops := 0
		for i := 0; i < rings; i++ {
			hops += <-end
		}
		for i := range boxes {
			close(boxes[i])
		}
		return hops
	}
}

// ---- spawn, skynet ----

func mayfly(inbox <-chan sample, lived *uint64, living *sync.WaitGroup) {
	s := <-inbox
	atomic.AddUint64(lived, s.value)
	living.Done()
}

func spawn(n int) int {
	lived := uint64(0)
	var living sync.WaitGroup
	for at := 1; at <= n; at++ {
		inbox := make(chan sample, 1)
		living.Add(1)
		go mayfly(inbox, &lived, &living)
		inbox <- sample{value: 1, at: uint64(at), kind: 7}
		if at%mailbox == 0 {
			living.Wait()
		}
	}
	living.Wait()
	return int(lived)
}

// What a node of the tree is told: the numbers below it, and whom to tell their sum.
type branch struct {
	parent      chan<- int
	first, size int
}

func grow(inbox <-chan branch) {
	b := <-inbox
	if b.size == 1 {
		b.parent <- b.first
		return
	}
	sums, sum := make(chan int, 10), 0
	for i := 0; i < 10; i++ {
		child := make(chan branch, 1)
		go grow(child)
		child <- branch{sums, b.first + i*b.size/10, b.size / 10}
	}
	for i := 0; i < 10; i++ {
		sum += <-sums
	}
	b.parent <- sum
}

func skynet(n int) int {
	trunk, sum := make(chan branch, 1), make(chan int, 1)
	go grow(trunk)
	trunk <- branch{sum, 0, n}
	if <-sum != n*(n-1)/2 {
		return 0
	}
	return n
}

// ---- memory ----

func residentBytes() float64 {
	var size, resident, shared int
	text, err := os.ReadFile("/proc/self/statm")
	need(err == nil, "read /proc/self/statm")
	fmt.Sscan(string(text), &size, &resident, &shared)
	return float64((resident - shared) * os.Getpagesize())
}

// Each has handled a call, and waits for the next.
func idle() {
	const n = 100000
	inboxes := make([]chan request, n)
	reply := make(chan sample)
	runtime.GC()
	before := residentBytes()
	for i := range inboxes {
		inboxes[i] = make(chan request)
		go echo(inboxes[i])
		inboxes[i] <- request{sample{value: 1}, reply}
		need((<-reply).value == 1, "an actor did not answer")
	}
	printRow("memory, idle actor", "bytes", []float64{(residentBytes() - before) / n})
	for i := range inboxes {
		close(inboxes[i])
	}
}

func main() {
	need(len(os.Args) == 4 && os.Args[1] == "--json" && strings.Contains("1 2 memory", os.Args[3]),
		"usage: peer --json FILE 1|2|memory")
	jsonFile = os.Args[2]
	switch os.Args[3] {
	case "memory":
		idle()
	case "1":
		measure("counting", runs, 80000, sendBy(1))
		measure("fan-in of 8", runs, 80000, sendBy(8))
		measure("sync call", runs, 20000, call)
		measure("ping-pong, a hop", runs, 50000, playIn(2, 1))
		measure("ring of 100, a hop", runs, 50000, playIn(100, 1))
		measure("spawn, message, stop", runs, 20000, spawn)
		measure("skynet of 1,000,000, a leaf", 2, 1000000, skynet)
	case "2":
		measure("counting, 2 workers", runs, 80000, sendBy(1))
		measure("fan-in of 8, 2 workers", runs, 80000, sendBy(8))
		measure("sync call, to the other worker", runs, 20000, call)
		measure("ping-pong, 2 workers, a pair on each", runs, 100000, playIn(2, 2))
		measure("ping-pong to the other worker, a hop", runs, 50000, playIn(2, 1))
		measure("ring of 100, 2 workers in turns, a hop", runs, 50000, playIn(100, 1))
		measure("skynet of 1,000,000, 2 workers, a leaf", 2, 1000000, skynet)
	}
}
