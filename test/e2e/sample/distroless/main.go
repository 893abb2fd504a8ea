// A static program for an image that holds nothing else: no shell, no sleep. It ends at SIGTERM at once.
package main

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"sync/atomic"
	"syscall"
	"time"
)

func main() {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM)
	go func() {
		<-signals
		os.Exit(0)
	}()
	var broken atomic.Bool
	mux := http.NewServeMux()
	mux.HandleFunc("/{$}", answer)
	mux.HandleFunc("POST /break", func(w http.ResponseWriter, r *http.Request) {
		broken.Store(true)
		answer(w, r)
	})
	mux.HandleFunc("/livez", func(w http.ResponseWriter, r *http.Request) {
		if broken.Load() {
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		answer(w, r)
	})
	mux.HandleFunc("/slow", func(w http.ResponseWriter, r *http.Request) {
		ms, _ := strconv.Atoi(r.URL.Query().Get("ms"))
		time.Sleep(time.Duration(ms) * time.Millisecond)
		answer(w, r)
	})
	server := &http.Server{Addr: net.JoinHostPort(os.Getenv("HOST"), "8080"), Handler: mux, IdleTimeout: 75 * time.Second}
	fmt.Fprintln(os.Stderr, server.ListenAndServe())
	os.Exit(1)
}

func answer(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "200") }
