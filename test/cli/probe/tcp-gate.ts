import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

/** A way to a server that a test can cut and open again. */
export class TcpGate {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #open = true;

  constructor(url: string) {
    const { hostname, port } = new URL(url);
    this.#server = createServer((socket) => {
      this.#keep(socket);
      if (!this.#open) return void socket.destroy();
      const onward = connect(Number(port), hostname);
      this.#keep(onward);
      socket.pipe(onward).pipe(socket);
      socket.on("close", () => onward.destroy());
      onward.on("close", () => socket.destroy());
    });
  }

  async start(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return (this.#server.address() as AddressInfo).port;
  }

  cut(): void {
    this.#open = false;
    for (const socket of this.#sockets) socket.destroy();
  }

  reopen(): void {
    this.#open = true;
  }

  async stop(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => this.#sockets.delete(socket));
  }
}
