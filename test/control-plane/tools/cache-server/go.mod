module outlive.dev/test/control-plane/tools/cache-server

go 1.26.0

tool outlive.dev/test/control-plane/tools/cache-server

require github.com/alicebob/miniredis/v2 v2.35.0

require github.com/yuin/gopher-lua v1.1.1 // indirect
