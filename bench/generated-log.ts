/** A log of any length that leaves nothing behind on the disk or in the memory: one buffer, in which only digits change. */
const perChunk = 1000;
const day = 86_400_000;
/** Lines a second; a roll-out of sixty targets comes every 50,000 lines, which is every four minutes. */
const msPerLine = 5;
const [targets, linesPerRollOut] = [60, 50_000];

const stamp = "2026-11-00T00:00:00.000000Z";
const target = "10.100.100.100:8080";

const lineOf = (failed: boolean): string =>
  [
    `https ${stamp} app/k8s-shop-web-0a1b2c/50dc6c495c0c9188 203.0.113.7:51234 ${target}`,
    failed ? "-1 -1 -1 504 -" : "0.001 0.342 0.000 200 200",
    '412 8831 "GET https://shop.example.com:443/orders/1?q=\\x22x\\x22 HTTP/2.0"',
    '"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36"',
    "TLS_AES_128_GCM_SHA256 TLSv1.3",
    "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/k8s-shop-web-d1/73e2d6bc24d8a067",
    '"Root=1-67458a18-000000000000000000000000" "shop.example.com" "arn:aws:acm:eu-west-1:111122223333:certificate/0a1b2c3d"',
    `10 ${stamp} "waf,forward" "-" "-" "${target}" "200" "-" "-" TID_0f00000000000001 "-" "-" "-" 10.0.1.7 "-" "-"`,
  ].join(" ");

interface Places {
  readonly done: number;
  readonly created: number;
  readonly target: number;
  readonly trace: number;
}

function placesOf(line: string): Places {
  const done = line.indexOf(stamp);
  return {
    done,
    created: line.indexOf(stamp, done + 1),
    target: line.indexOf(target),
    trace: line.indexOf("Root=1-67458a18-") + "Root=1-67458a18-".length,
  };
}

/** The first line of each thousand is a failure. */
export async function* generatedLog(lines: number): AsyncGenerator<Uint8Array> {
  const [failed, good] = [lineOf(true), lineOf(false)];
  const places = [placesOf(failed), placesOf(good)] as const;
  const buffer = Buffer.from(`${failed}\n${`${good}\n`.repeat(perChunk - 1)}`, "latin1");
  const lengths = [failed.length + 1, good.length + 1] as const;
  for (let from = 0; from < lines; from += perChunk) {
    for (let at = 0; at < perChunk; at += 1) {
      const start = at === 0 ? 0 : lengths[0] + (at - 1) * lengths[1];
      patch(buffer, start, at === 0 ? places[0] : places[1], from + at, at === 0 ? 10_001 : 344);
    }
    yield buffer;
  }
}

function patch(buffer: Buffer, start: number, places: Places, index: number, took: number): void {
  const ms = index * msPerLine;
  writeStamp(buffer, start + places.done, ms + took);
  writeStamp(buffer, start + places.created, ms);
  digits(buffer, start + places.trace, index, 24);
  const rollOut = Math.floor(index / linesPerRollOut);
  digits(buffer, start + places.target + 3, 100 + (Math.floor(rollOut / 150) % 150), 3);
  digits(buffer, start + places.target + 7, 100 + (rollOut % 150), 3);
  digits(buffer, start + places.target + 11, 100 + (index % targets), 3);
}

function writeStamp(buffer: Buffer, at: number, ms: number): void {
  const within = ms % day;
  digits(buffer, at + 8, 1 + Math.floor(ms / day), 2);
  digits(buffer, at + 11, Math.floor(within / 3_600_000), 2);
  digits(buffer, at + 14, Math.floor(within / 60_000) % 60, 2);
  digits(buffer, at + 17, Math.floor(within / 1000) % 60, 2);
  digits(buffer, at + 20, within % 1000, 3);
}

function digits(buffer: Buffer, at: number, value: number, width: number): void {
  let rest = value;
  for (let place = at + width - 1; place >= at; place -= 1) {
    buffer[place] = 0x30 + (rest % 10);
    rest = Math.floor(rest / 10);
  }
}
