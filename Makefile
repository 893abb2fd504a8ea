# Every target does the set-up that it needs. `make` alone lists them.
.DEFAULT_GOAL := help
# Folders have the names of some targets.
.PHONY: $(shell sed -n "s/^\([a-z-]*\):.*/\1/p" $(firstword $(MAKEFILE_LIST)))

NPX := npx --no-install

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-16s %s\n", $$1, $$2}'

# npm writes this file as the last step of an installation.
node_modules/.package-lock.json: package-lock.json package.json
	@echo "installing the pinned packages"
	@npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

control-plane: node_modules/.package-lock.json ## find or build etcd, kube-apiserver, kube-controller-manager, kube-scheduler and kubectl
	@$(NPX) node test/control-plane/main.ts build

demo: control-plane ## the main job on an embedded real control plane; KEEP=1 leaves it running
	@$(NPX) node test/control-plane/main.ts run --crds -- node bin/outlive.js demo $(if $(KEEP),--keep)

helm: node_modules/.package-lock.json
	@$(NPX) node test/control-plane/main.ts build helm

test: helm ## lint, types, unit tests, and tests against a real API server
	@npm run --silent lint
	@npm test --silent

lint: node_modules/.package-lock.json ## format, lint, import rules, types, dead code
	@npm run --silent lint

build: node_modules/.package-lock.json ## one bundled file in dist/
	@npm run --silent build

package: node_modules/.package-lock.json ## the npm package, in dist/
	@$(NPX) node scripts/release/npm-folder.ts

test-package: node_modules/.package-lock.json ## install that package into an empty folder, with the oldest supported Node, and use it
	@npm ci --ignore-scripts --no-audit --no-fund --loglevel=error --prefix test/package/tools
	@OUTLIVE_PACKAGE=1 $(NPX) vitest run --project package

test-recipes: node_modules/.package-lock.json ## run the servers that the recipes are about, and compare what they do at SIGTERM with the docs
	@OUTLIVE_RECIPES=1 $(NPX) vitest run --project recipes

release-dry-run: node_modules/.package-lock.json ## everything of a release that needs no network, in dist/release; fails where two builds differ
	@$(NPX) node scripts/release/dry-run.ts $(ARGS)

check-release: release-dry-run ## what is shipped, and workflows, hooks and manifests that others read, by the validators of those
	@$(NPX) node scripts/release/check.ts

site: node_modules/.package-lock.json ## the docs and the page that explains pasted manifests, in dist/site; any web server can serve them
	@$(NPX) node site/generator/build.ts

site-dev: node_modules/.package-lock.json ## the same on loopback, built again after each change, until Ctrl-C; PORT=4000
	@$(NPX) node site/generator/dev.ts

bench: node_modules/.package-lock.json ## every speed and size target, measured side by side; prints them in one table
	@npm run --silent bench

fuzz: node_modules/.package-lock.json ## ten minutes of changed manifests against the pure core, guided by coverage; prints the seed, ends with 1 where one fails; MINUTES
	@$(NPX) node bench/fuzz.ts --minutes $(or $(MINUTES),10)

mutation: node_modules/.package-lock.json ## changes of rules, policy, injection and load-balancers that no test notices; FOLDER=rules for one of them
	@npm ci --ignore-scripts --no-audit --no-fund --loglevel=error --prefix test/mutation/tools
	@$(NPX) node test/mutation/main.ts $(FOLDER)

test-shuffled: node_modules/.package-lock.json ## the unit tests in an order of chance, ten times; RUNS=3, SEED=7 to repeat one
	@$(NPX) node scripts/test-shuffled.ts --runs $(or $(RUNS),10) $(if $(SEED),--seed $(SEED))

certs: node_modules/.package-lock.json ## a CA and a leaf for local use in certs/
	@$(NPX) node bin/outlive.js certs --out certs

kind: node_modules/.package-lock.json ## the same installation on kind, for those with Docker
	@$(NPX) node scripts/kind.ts

node: control-plane ## a cluster whose Pods run for real, on this Linux machine as root, until Ctrl-C; NODES=2 for two nodes
	@$(NPX) node test/node/main.ts start $(if $(filter 2,$(NODES)),--two)

test-node: control-plane ## tests on such a cluster; says what is missing where it cannot run
	@$(NPX) node test/node/main.ts test

test-argo: control-plane ## roll-outs by the real controller of Argo Rollouts, which is built the first time, in about four minutes
	@$(NPX) node test/control-plane/main.ts build rollouts-controller >/dev/null
	@OUTLIVE_ARGO=1 $(NPX) vitest run --project argo

test-flagger: control-plane ## releases by the real controller of Flagger, which is built the first time, in about three minutes
	@$(NPX) node test/control-plane/main.ts build flagger >/dev/null
	@OUTLIVE_FLAGGER=1 $(NPX) vitest run --project flagger

test-gitops: control-plane ## releases by the real Helm 3, Helm 4, controllers of Flux and Argo CD, which are built the first time, in about twenty minutes
	@$(NPX) node test/control-plane/main.ts build helm helm3 helm-controller kustomize-controller argo-cd cache-server >/dev/null
	@OUTLIVE_GITOPS=1 $(NPX) vitest run --project gitops

test-upgrade: control-plane helm build ## the previous version and this one side by side, up and down again under load; OUTLIVE_PREVIOUS names a tag or commit
	@OUTLIVE_UPGRADE=1 $(NPX) vitest run --project upgrade

soak: control-plane helm build ## an installation under load while everything that may happen to it happens, for an hour, as a page in dist/soak; MINUTES, SEED
	@$(NPX) node test/soak/main.ts --minutes $(or $(MINUTES),60) $(if $(SEED),--seed $(SEED))

node-clean: node_modules/.package-lock.json ## remove what a killed `make node` left behind
	@$(NPX) node test/node/main.ts clean

image: node_modules/.package-lock.json ## the product's image, built with buildah as root, as an archive in .cache/node/
	@$(NPX) node test/node/main.ts image

matrix: control-plane helm ## the tests that share an API server, on those of five releases of Kubernetes, which are built the first time, in an hour; ARGS="1.30 1.37" for some
	@$(NPX) node test/matrix/main.ts $(ARGS)
	@npm run --silent gen

proof: control-plane helm ## traffic through an emulated load balancer on a real two-node cluster, with and without Outlive; CLUSTER=kind, ARGS for its options
	@$(NPX) node test/e2e/proof/main.ts --cluster $(or $(CLUSTER),node) $(ARGS)
