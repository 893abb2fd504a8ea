import { join } from "node:path";
import type { Program } from "./processes.ts";

export function etcdUrl(address: string, port: number): string {
  return `http://${address}:${port}`;
}

export type EtcdSettings = {
  readonly folder: string;
  readonly address: string;
  readonly clientPort: number;
  readonly peerPort: number;
};

export function etcd(path: string, { folder, address, clientPort, peerPort }: EtcdSettings): Program {
  const client = etcdUrl(address, clientPort);
  const peer = etcdUrl(address, peerPort);
  return {
    name: "etcd",
    path,
    args: [
      `--data-dir=${join(folder, "etcd")}`,
      `--listen-client-urls=${client}`,
      `--advertise-client-urls=${client}`,
      `--listen-peer-urls=${peer}`,
      `--initial-advertise-peer-urls=${peer}`,
      `--initial-cluster=default=${peer}`,
      // The data is thrown away at the end, so a power cut may have it.
      "--unsafe-no-fsync",
    ],
  };
}
