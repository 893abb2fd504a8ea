import { expect, test } from "vitest";
import { CONTROL_PLANE } from "./binary-table.ts";
import { type Download, locate, pinnedVersion, readDownloadTable } from "./download-table.ts";
import { pinnedDownloads } from "./pin-downloads.ts";

const linux = { goos: "linux", goarch: "amd64" };
const sha256 = "ab".repeat(32);
const file = (fields: Partial<Download> = {}): Download => ({
  name: "kube-apiserver",
  platform: "linux-amd64",
  version: pinnedVersion("kube-apiserver") ?? "",
  path: "v/kube-apiserver",
  sha256,
  ...fields,
});
const at = (address: string | null, ...files: readonly Download[]): ReturnType<typeof locate> =>
  locate("kube-apiserver", linux, { address, files });

test("a file is below the address, or where its whole URL says", () => {
  expect(at("https://mirror.example/k8s/", file())?.url).toBe("https://mirror.example/k8s/v/kube-apiserver");
  expect(at("https://mirror.example", file({ path: "https://other.example/a" }))?.url).toBe("https://other.example/a");
});

test.each([
  ["another platform", [file({ platform: "darwin-arm64" })], "https://mirror.example"],
  ["another version", [file({ version: "v1.0.0" })], "https://mirror.example"],
  ["another program", [file({ name: "kubectl" })], "https://mirror.example"],
  ["no address", [file()], null],
  ["an empty address", [file()], ""],
])("%s: it is built", (_what, files, address) => {
  expect(at(address, ...files)).toBeUndefined();
});

test("the variable goes before the committed address, and empty switches downloads off", () => {
  expect(readDownloadTable({ OUTLIVE_DOWNLOADS: "https://mirror.example" }).address).toBe("https://mirror.example");
  expect(readDownloadTable({ OUTLIVE_DOWNLOADS: "" }).address).toBe("");
});

test("every program of the control plane has a version", () => {
  expect(CONTROL_PLANE.filter((name) => !/^v\d+\.\d+\.\d+$/.test(pinnedVersion(name) ?? ""))).toEqual([]);
});

test("everything in the committed table has a whole sum", () => {
  expect(readDownloadTable({}).files.filter((each) => !/^[0-9a-f]{64}$/.test(each.sha256))).toEqual([]);
});

test("what is pinned from an address is what can be located there, for each platform that it serves", async () => {
  const etcdVersion = pinnedVersion("etcd");
  const read = (url: string): Promise<string | undefined> =>
    Promise.resolve(
      url.endsWith("/SHA256SUMS")
        ? `${sha256}  etcd-${etcdVersion}-linux-amd64.tar.gz\n${sha256}  etcd-${etcdVersion}-darwin-arm64.zip\n`
        : url.includes("/bin/linux/")
          ? `${sha256}\n`
          : undefined,
    );
  const files = await pinnedDownloads("https://mirror.example", "https://etcd.example", read);
  const located = CONTROL_PLANE.map((name) => locate(name, linux, { address: "https://mirror.example", files })?.url);
  expect(located).toHaveLength(5);
  expect(located).not.toContain(undefined);
  expect(files.filter(({ platform }) => platform.startsWith("darwin"))).toEqual([]);
});
