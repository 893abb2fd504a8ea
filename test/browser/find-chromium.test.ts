import { expect, test } from "vitest";
import { findChromium } from "./find-chromium.ts";

test.each([
  ["the one that CHROMIUM names", { CHROMIUM: "/opt/chromium" }, ["/opt/chromium", "/usr/bin/chromium"], "/opt/chromium"],
  ["Debian's", {}, ["/usr/bin/google-chrome", "/usr/bin/chromium"], "/usr/bin/chromium"],
  ["Ubuntu's", {}, ["/usr/bin/chromium-browser"], "/usr/bin/chromium-browser"],
  ["Google's", { CHROMIUM: "" }, ["/usr/bin/google-chrome"], "/usr/bin/google-chrome"],
  ["one on the PATH", { PATH: "/bin:/snap/bin" }, ["/snap/bin/chromium"], "/snap/bin/chromium"],
])("%s is found", (_name, environment, there, path) => {
  expect(findChromium(environment, (each) => there.includes(each))).toEqual({ found: true, path });
});

test.each([
  ["none", { PATH: "/bin" }, [], "apt-get install chromium"],
  ["one that is named and not there", { CHROMIUM: "/opt/chromium" }, ["/usr/bin/chromium"], "names /opt/chromium"],
])("%s is told with what to do", (_name, environment, there: readonly string[], message) => {
  const found = findChromium(environment, (each) => there.includes(each));
  expect(found).toEqual({ found: false, message: expect.stringContaining(message) });
});
