# One bundled file and a Node to run it: no shell, no package manager, no node_modules.
# Works for amd64 and arm64. The read-only root file system and the user 65532 are meant to be enforced by the Pod too.

# An image of a glibc distribution with Node 24 and npm.
ARG BUILD_IMAGE=node:24-bookworm-slim

# What the program runs on: by default the stage of that name below, which holds the Node of the build image and its shared
# libraries. Any image with Node 22.19 or later on its PATH, or in /nodejs/bin as the distroless ones have it, does as well.
ARG RUNTIME_IMAGE=runtime

FROM ${BUILD_IMAGE} AS build
WORKDIR /outlive
COPY package.json package-lock.json ./
RUN ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
COPY scripts/runtime-root.ts scripts/
RUN ["node", "scripts/runtime-root.ts", "/runtime"]
COPY scripts/build.ts scripts/compile-cache.ts scripts/
COPY scripts/release/build-stamp.ts scripts/release/builtins.ts scripts/release/bundle.ts scripts/release/undici-parts.ts scripts/release/unused.ts scripts/release/
COPY bin bin
COPY src src
# The .git folder is not copied, so --version learns the commit and its day (2026-01-31) from here.
ARG REVISION=unknown
ARG REVISION_DATE=
ENV OUTLIVE_COMMIT=${REVISION} OUTLIVE_COMMIT_DATE=${REVISION_DATE}
RUN ["node", "scripts/build.ts", "--owner=65532"]
# What V8 caches is of use only to the user that wrote it, under the path and with the options that the program had then.
USER 65532:65532
RUN ["node", "--max-semi-space-size=4", "scripts/compile-cache.ts"]

FROM scratch AS runtime
COPY --from=build /runtime /
ENV PATH=/usr/local/bin

FROM ${RUNTIME_IMAGE}
ARG VERSION=0.0.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="outlive" \
      org.opencontainers.image.description="Kubernetes admission webhook that makes roll-outs, scale-ins and node drains behind AWS load balancers lose no request" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
COPY --from=build --chown=65532:65532 /outlive/dist/outlive.js /outlive/dist/outlive-aws.js /outlive/dist/package.json /outlive/dist/
# A layer of its own: V8 writes other bytes at every build, while the layers before it stay the same for the same commit.
COPY --from=build --chown=65532:65532 /outlive/dist/compile-cache /outlive/dist/compile-cache
# One arena: glibc gives each thread its own, and freed buffers stay in all of them. Blocks of 32 KiB and more, which is what V8 compiles in,
# are mapped apart and given back when they are freed; a heap would keep them, as free as they are: 13 MB at start.
ENV NODE_ENV=production \
    MALLOC_ARENA_MAX=1 \
    MALLOC_MMAP_THRESHOLD_=32768 \
    NODE_COMPILE_CACHE=/outlive/dist/compile-cache \
    PATH=/usr/local/bin:/usr/bin:/bin:/nodejs/bin
USER 65532:65532
EXPOSE 8443 9090
# What is read of a cluster survives the collections of the young generation, which V8 would let grow to 64 MB for it and keep:
# docs/decisions/0034-a-cluster-in-little-memory.md has the measurement.
ENTRYPOINT ["node", "--max-semi-space-size=4", "/outlive/dist/outlive.js"]
CMD ["serve"]
