import { join } from "node:path";
import { LOOPBACK } from "./ports.ts";
import type { Program } from "./processes.ts";

export function etcdUrl(port: number): string {
  return `http://${LOOPBACK}:${port}`;
}

export function etcd(path: string, folder: string, clientPort: number, peerPort: number): Program {
  return {
    name: "etcd",
    path,
    args: [
      `--data-dir=${join(folder, "etcd")}`,
      `--listen-client-urls=${etcdUrl(clientPort)}`,
      `--advertise-client-urls=${etcdUrl(clientPort)}`,
      `--listen-peer-urls=${etcdUrl(peerPort)}`,
      `--initial-advertise-peer-urls=${etcdUrl(peerPort)}`,
      `--initial-cluster=default=${etcdUrl(peerPort)}`,
      // The data is thrown away at the end, so a power cut may have it.
      "--unsafe-no-fsync",
    ],
  };
}
