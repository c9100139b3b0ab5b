/** What is sent before something is to be seen, and how long that takes. */
import type { Browser } from "playwright-core";
import { median } from "../measure.ts";
import { go, openCold, timeUntil } from "./browser.ts";

export interface FirstView {
  /** JavaScript as it came through the wire, and unpacked. */
  readonly scriptKb: number;
  readonly unpackedKb: number;
  /** From the address to a page that names an experiment; undefined when that never came. */
  readonly shownMs: number | undefined;
}

/** Opens an address with an empty cache, `times` times; the medians count. */
export async function measureFirstView(
  browser: Browser,
  address: string,
  text: string,
  { times, limitMs }: { times: number; limitMs: number },
): Promise<FirstView> {
  const views: FirstView[] = [];
  for (let time = 0; time < times; time += 1) {
    views.push(await lookOnce(browser, address, text, limitMs));
  }
  const shown = views.flatMap(({ shownMs }) => (shownMs === undefined ? [] : [shownMs]));
  return {
    scriptKb: median(views.map(({ scriptKb }) => scriptKb)),
    unpackedKb: median(views.map(({ unpackedKb }) => unpackedKb)),
    shownMs: shown.length < times ? undefined : median(shown),
  };
}

async function lookOnce(
  browser: Browser,
  address: string,
  text: string,
  limitMs: number,
): Promise<FirstView> {
  const { context, page } = await openCold(browser);
  const scripts = new Map<string, { sent: number; unpacked: number }>();
  const tools = await context.newCDPSession(page);
  await tools.send("Network.enable");
  tools.on("Network.responseReceived", ({ requestId, type }) => {
    if (type === "Script") scripts.set(requestId, { sent: 0, unpacked: 0 });
  });
  tools.on("Network.dataReceived", ({ requestId, dataLength }) => {
    const script = scripts.get(requestId);
    if (script) script.unpacked += dataLength;
  });
  tools.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const script = scripts.get(requestId);
    if (script) script.sent = encodedDataLength;
  });
  await go(page, address);
  const shownMs = await timeUntil(
    page,
    (wanted) => document.body?.textContent?.includes(wanted) ?? false,
    text,
    limitMs,
  );
  // All that the view asks for by itself belongs to it, also what comes after the first text.
  await page.waitForLoadState("load");
  await page.waitForTimeout(2000);
  const sum = (pick: "sent" | "unpacked") =>
    [...scripts.values()].reduce((total, script) => total + script[pick], 0) / 1000;
  await context.close();
  return { scriptKb: sum("sent"), unpackedKb: sum("unpacked"), shownMs };
}
