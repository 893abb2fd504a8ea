import { expect, test } from "vitest";
import { asciicast, withoutLongPauses } from "../../scripts/record/asciicast.ts";
import { recordingSvg } from "../../scripts/record/recording-svg.ts";
import { terminalRows } from "../../scripts/record/terminal-rows.ts";

const esc = "\u001b";
const options = { columns: 10, height: 3, title: 'a "title"', perRow: 0.1, stay: 1 };

test("rows carry colours, and the time at which they were complete", () => {
  const outputs = [
    { at: 1, text: `${esc}[32m+ a` },
    { at: 2, text: `${esc}[39m b\r\nc` },
  ];
  expect(terminalRows(outputs, 80)).toEqual([
    {
      at: 2,
      spans: [
        { text: "+ a", style: "green" },
        { text: " b", style: "" },
      ],
    },
    { at: 2, spans: [{ text: "c", style: "" }] },
  ]);
});

test.each([
  [10, ["0123456789"]],
  [11, ["0123456789", "0"]],
  [20, ["0123456789", "0123456789"]],
])("a line of %i characters is broken as a terminal of 10 columns breaks it", (length, expected) => {
  const text = "0123456789".repeat(2).slice(0, length);
  const rows = terminalRows([{ at: 0, text: `${text}\n` }], 10);
  expect(rows.map(({ spans }) => spans.map((span) => span.text).join(""))).toEqual(expected);
});

test("long pauses are shortened, short ones stay", () => {
  const outputs = [0, 0.5, 60.5, 61].map((at) => ({ at, text: "" }));
  expect(withoutLongPauses(outputs, 1.5).map(({ at }) => at)).toEqual([0, 0.5, 2, 2.5]);
});

test("a recording is asciicast of version 2", () => {
  const lines = asciicast({ columns: 10, title: "t", outputs: [{ at: 0.12345, text: "a\n" }] }, 3)
    .trimEnd()
    .split("\n");
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    { version: 2, width: 10, height: 3, title: "t" },
    [0.123, "o", "a\n"],
  ]);
});

test("what is markup in a terminal's text is text in the picture", () => {
  const svg = recordingSvg(terminalRows([{ at: 0, text: "<b> & </b>\n" }], 10), options);
  expect(svg).toContain("&lt;b&gt; &amp; &lt;/b&gt;</text>");
  expect(svg).toContain('aria-label="a &quot;title&quot;"');
});

test("each row appears in its turn, and the last one stays for whoever wants no motion", () => {
  const rows = terminalRows([{ at: 0, text: "a\nb\nc\nd\n" }], 10);
  const svg = recordingSvg(rows, options);
  expect(svg.match(/%\{transform/g)).toHaveLength(rows.length + 2);
  expect(svg).toContain("#rows{transform:translateY(-18px)");
});
