import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { CommandError, exitCodes } from "./exit-codes.ts";
import { localCertificates } from "./local-certificates.ts";

interface CertsOptions {
  readonly out: string;
  readonly dns: readonly string[];
  readonly ip: readonly string[];
  readonly days: number;
}

export const certsCommand = (): Command =>
  new Command("certs")
    .description("create a certificate authority and a serving certificate for local use")
    .option("--out <folder>", "output folder for ca.crt, ca.key, tls.crt and tls.key", "certs")
    .option("--dns <name...>", "DNS names of the server", ["localhost"])
    .option("--ip <address...>", "IP addresses of the server", ["127.0.0.1"])
    .option("--days <number>", "lifetime of both certificates in days", wholeDays, 30)
    .action((options: CertsOptions) => writeCertificates(options));

async function writeCertificates({ out, dns, ip, days }: CertsOptions): Promise<void> {
  const { authority, leaf } = await localCertificates({ dns, ip }, days, new Date());
  const files = { "ca.crt": authority.certificate, "ca.key": authority.key, "tls.crt": leaf.certificate, "tls.key": leaf.key };
  try {
    mkdirSync(out, { recursive: true });
    for (const [name, pem] of Object.entries(files))
      writeFileSync(join(out, name), pem, { mode: name.endsWith(".key") ? 0o600 : 0o644 });
  } catch (error) {
    throw new CommandError(`${out}: the certificates cannot be written: ${(error as Error).message}`, exitCodes.unreadable);
  }
  process.stdout.write(
    `${Object.keys(files)
      .map((name) => join(out, name))
      .join(
        "\n",
      )}\nvalid for ${days} days; use them with: outlive serve --certificate ${join(out, "tls.crt")} --key ${join(out, "tls.key")}\n`,
  );
}

function wholeDays(text: string): number {
  const days = Number(text);
  if (!/^\d+$/.test(text) || days < 1 || days > 3650)
    throw new InvalidArgumentError("expected a whole number of days from 1 to 3650");
  return days;
}
