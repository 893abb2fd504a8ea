import type { AtSigterm, ServerCommand } from "./at-sigterm.ts";
import type { Installed } from "./installed.ts";

export interface KnownServer {
  readonly name: string;
  /** The setting that is tried, as the docs name it. */
  readonly setting: string;
  readonly command: (installed: Installed) => ServerCommand;
  readonly does: AtSigterm;
}

const drains: AtSigterm = { finishesRequestInFlight: true, stopsListening: true, closesIdleConnections: true, ends: true };
const exits: AtSigterm = { ...drains, finishesRequestInFlight: false };
const ignores: AtSigterm = { finishesRequestInFlight: true, stopsListening: false, closesIdleConnections: false, ends: false };

const node =
  (file: string): KnownServer["command"] =>
  (installed) => ({
    command: process.execPath,
    args: [`${installed.servers}/${file}`],
  });
const asFirst =
  (command: KnownServer["command"]): KnownServer["command"] =>
  (installed) => ({ ...command(installed), first: true });
const python =
  (program: string, ...args: readonly string[]): KnownServer["command"] =>
  (installed) => ({ command: `${installed.python}/${program}`, args });
const spring =
  (...args: readonly string[]): KnownServer["command"] =>
  ({ jar }) => ({ command: "java", args: ["-jar", jar, "--server.port={port}", ...args] });
const nginx =
  (signal: NodeJS.Signals): KnownServer["command"] =>
  ({ nginxConfiguration }) => ({ command: "sh", args: ["-c", `exec nginx -c "$(${nginxConfiguration} {port})"`], signal });

/** What servers do when they are told to end, as it was measured; `make test-recipes` measures it again. */
export const knownServers: readonly KnownServer[] = [
  { name: "Node", setting: "no handler", command: node("node-default.mjs"), does: exits },
  {
    name: "Node",
    setting: "no handler, first process of the container",
    command: asFirst(node("node-default.mjs")),
    does: ignores,
  },
  { name: "Node", setting: "`server.close()` on SIGTERM", command: node("node-closes.mjs"), does: drains },
  { name: "Go", setting: "no handler", command: ({ goDefault }) => ({ command: goDefault, args: [] }), does: exits },
  {
    name: "Go",
    setting: "no handler, first process of the container",
    command: ({ goDefault }) => ({ command: goDefault, args: [], first: true }),
    does: exits,
  },
  {
    name: "Go",
    setting: "`Server.Shutdown` on SIGTERM",
    command: ({ goShutdown }) => ({ command: goShutdown, args: [] }),
    does: drains,
  },
  { name: "Spring Boot", setting: "as it comes", command: spring(), does: drains },
  { name: "Spring Boot", setting: "`server.shutdown=immediate`", command: spring("--server.shutdown=immediate"), does: exits },
  {
    name: "gunicorn",
    setting: "sync workers",
    command: (installed) => python("gunicorn", "--bind=127.0.0.1:{port}", `--chdir=${installed.servers}`, "app:wsgi")(installed),
    does: { ...drains, stopsListening: false },
  },
  {
    name: "gunicorn",
    setting: "`--threads 4 --keep-alive 75`",
    command: (installed) =>
      python(
        "gunicorn",
        "--bind=127.0.0.1:{port}",
        "--threads=4",
        "--keep-alive=75",
        `--chdir=${installed.servers}`,
        "app:wsgi",
      )(installed),
    does: { ...drains, stopsListening: false, closesIdleConnections: false },
  },
  {
    name: "uvicorn",
    setting: "as it comes",
    command: (installed) =>
      python("uvicorn", "--host=127.0.0.1", "--port={port}", `--app-dir=${installed.servers}`, "app:asgi")(installed),
    does: drains,
  },
  {
    name: "Puma",
    setting: "as it comes",
    command: ({ servers }) => ({ command: "puma", args: ["--bind=tcp://127.0.0.1:{port}", `${servers}/config.ru`] }),
    does: drains,
  },
  { name: "nginx", setting: "SIGTERM", command: nginx("SIGTERM"), does: exits },
  { name: "nginx", setting: "SIGQUIT (`STOPSIGNAL` of the official image)", command: nginx("SIGQUIT"), does: drains },
];

const yes = (value: boolean): string => (value ? "yes" : "no");

/** A row of the table in docs/recipes/servers.md. */
export const rowOf = ({ name, setting, does }: KnownServer): string =>
  `| ${[name, setting, yes(does.finishesRequestInFlight), yes(does.stopsListening), yes(does.closesIdleConnections), yes(does.ends)].join(" | ")} |`;
