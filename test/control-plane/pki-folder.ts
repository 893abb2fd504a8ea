import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { API_SERVER_NAMES, apiServerAddresses } from "./api-server.ts";
import { type Authority, createAuthority, createSigningKey, type KeyPair } from "./certificates.ts";

export type PkiFolder = {
  readonly authority: Authority;
  readonly path: (name: string) => string;
  readonly admin: KeyPair;
  readonly controllerManager: KeyPair;
  readonly scheduler: KeyPair;
};

/** Everything the API server reads as a file, and the client certificates that go into kubeconfigs. */
export async function writePki(folder: string, address: string): Promise<PkiFolder> {
  const path = (name: string): string => join(folder, name);
  const write = (name: string, content: string): void => writeFileSync(path(name), content, { mode: 0o600 });
  const writePair = (name: string, pair: KeyPair): void => {
    write(`${name}.crt`, pair.certificate);
    write(`${name}.key`, pair.key);
  };
  mkdirSync(folder, { mode: 0o700 });
  const authority = await createAuthority("outlive-test-ca");
  const signing = await createSigningKey();
  write("ca.crt", authority.certificate);
  write("service-account.key", signing.privateKey);
  write("service-account.pub", signing.publicKey);
  writePair(
    "api-server",
    await authority.issueServer({ commonName: "kube-apiserver" }, API_SERVER_NAMES, apiServerAddresses(address)),
  );
  writePair("kubelet-client", await authority.issueClient({ commonName: "kubelet-client", organization: "system:masters" }));
  return {
    authority,
    path,
    admin: await authority.issueClient({ commonName: "outlive-test-admin", organization: "system:masters" }),
    controllerManager: await authority.issueClient({ commonName: "system:kube-controller-manager" }),
    scheduler: await authority.issueClient({ commonName: "system:kube-scheduler" }),
  };
}
