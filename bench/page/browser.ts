/** Chromium as a person has it, and what its developer tools tell of a page. */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { measureMemory } from "../memory.ts";

const CANDIDATES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const OFF = ["gpu", "quic", "background-networking", "component-update", "sync"];
const ARGUMENTS = ["--no-sandbox", "--no-first-run", ...OFF.map((name) => `--disable-${name}`)];

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: findChromium(), args: ARGUMENTS });
}

export interface OwnBrowser {
  /** Where developer tools connect, and may leave again. */
  readonly address: string;
  readonly pid: number;
  close(): Promise<void>;
}

/** Chromium on a profile of its own in `folder`, which goes on while no developer tools are there. */
export async function startBrowser(folder: string): Promise<OwnBrowser> {
  const own = ["--headless", "--remote-debugging-port=0", `--user-data-dir=${folder}`];
  const child = spawn(findChromium(), [...ARGUMENTS, ...own, "--window-size=1440,900"], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  for await (const line of createInterface(child.stderr)) {
    const [, address] = /DevTools listening on (ws:\S+)/.exec(line) ?? [];
    if (address === undefined || child.pid === undefined) continue;
    child.stderr.resume();
    const close = async () => {
      child.kill();
      await ended;
    };
    return { address, pid: child.pid, close };
  }
  throw new Error("Chromium ended before its developer tools could be reached");
}

function findChromium(): string {
  const path = process.env["CHROMIUM"] ?? CANDIDATES.find((candidate) => existsSync(candidate));
  if (path !== undefined) return path;
  throw new Error("No Chromium found: install the package chromium, or name it with CHROMIUM.");
}

/** A context of its own, with nothing in its cache. */
export async function openCold(browser: Browser): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  return { context, page: await context.newPage() };
}

/**
 * Waits in the page for `isThere`, looking once a frame, and answers the milliseconds from the
 * start of the navigation to the frame that showed it; undefined when the time is over.
 */
export async function timeUntil<Argument>(
  page: Page,
  isThere: (argument: Argument) => boolean,
  argument: Argument,
  limitMs: number,
): Promise<number | undefined> {
  // As an expression: a page's policy forbids functions made of text, the tools may run them.
  const look = `(async () => {
    const isThere = ${isThere.toString()};
    while (performance.now() < ${limitMs}) {
      await new Promise((done) => requestAnimationFrame(done));
      if (isThere(${JSON.stringify(argument)})) return performance.now();
    }
    return null;
  })()`;
  // A page that sends a visitor on leaves the first document behind.
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      return (await page.evaluate<number | null>(look)) ?? undefined;
    } catch (error) {
      if (!String(error).includes("context was destroyed")) throw error;
    }
  }
  return undefined;
}

/** Goes to an address as somebody who types it, without waiting for what it loads. */
export async function go(page: Page, address: string): Promise<void> {
  // From a blank page: another address of the same page would not be loaded anew.
  await page.goto("about:blank");
  await page.goto(address, { waitUntil: "commit" });
}

export interface PageMemory {
  readonly heapMb: number;
  readonly rssMb: number;
}

/** What Chromium needs to give freed pages back to the system. */
const SETTLE_MS = 3000;

/** JavaScript's heap, and the resident pages of the process that draws the page, as they are. */
export async function readMemory(page: Page): Promise<PageMemory> {
  const tools = await page.context().newCDPSession(page);
  await tools.send("Performance.enable");
  const { metrics } = await tools.send("Performance.getMetrics");
  await tools.detach();
  const browser = page.context().browser();
  if (browser === null) throw new Error("the page belongs to no browser");
  const whole = await browser.newBrowserCDPSession();
  const { processInfo } = await whole.send("SystemInfo.getProcessInfo");
  await whole.detach();
  const renderers = processInfo.filter(({ type }) => type === "renderer");
  const used = metrics.find(({ name }) => name === "JSHeapUsedSize")?.value ?? 0;
  return {
    heapMb: used / 1024 / 1024,
    // The largest: Chromium keeps another one ready, which draws nothing.
    rssMb: Math.max(0, ...renderers.map(({ id }) => measureMemory(id).rssMb)),
  };
}

/** The same of what is still needed: with little to do and much memory, V8 collects rarely. */
export async function readKeptMemory(page: Page): Promise<PageMemory> {
  const tools = await page.context().newCDPSession(page);
  await tools.send("HeapProfiler.collectGarbage");
  await tools.detach();
  await page.waitForTimeout(SETTLE_MS);
  return readMemory(page);
}
