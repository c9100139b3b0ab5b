import type { Browser, FrameLocator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { createExperiment, createRun, runAddress, type RunInfo, uploadArtifact } from "./api.ts";
import { launchBrowser, openPage } from "./browser.ts";

const url = inject("serverUrl");

/** Does what a hostile page would, and writes down what came of it; turns a figure, as Plotly's do. */
const PAGE = `<button>Turn</button><p id="turned">not turned</p><ul></ul><script>
  const tell = (text) => {
    const line = document.createElement("li");
    line.textContent = text;
    document.querySelector("ul").append(line);
  };
  const attempt = async (name, act) => {
    try { await act(); tell(name + ": allowed"); } catch { tell(name + ": refused"); }
  };
  const server = ${JSON.stringify(url)};
  document.querySelector("button").onclick = () => {
    document.querySelector("#turned").textContent = "turned";
  };
  (async () => {
    await attempt("read", () => fetch(server + "/api/2.0/mlflow/experiments/get?experiment_id=0"));
    await attempt("write", () => fetch(server + "/api/2.0/mlflow/experiments/create", {
      method: "POST",
      mode: "no-cors",
      headers: { "content-type": "text/plain" },
      body: JSON.stringify({ name: "made by an artifact" }),
    }));
    await attempt("cookies", () => document.cookie);
    await attempt("storage", () => localStorage.length);
    await attempt("page", () => parent === window ? Promise.reject() : parent.document.title);
    await attempt("window", () => open(server) ?? Promise.reject());
    await attempt("image", () => new Promise((done, fail) => {
      const image = new Image();
      image.onload = done;
      image.onerror = fail;
      image.src = server + "/assets/none.png";
    }));
    tell("all tried");
  })();
</script>`;

const REFUSED = ["read", "write", "cookies", "storage", "page", "window", "image"];

let browser: Browser;
let run: RunInfo;

beforeAll(async () => {
  browser = await launchBrowser();
  run = await createRun(url, await createExperiment(url, "html artifacts"), "with a page");
  await uploadArtifact(url, run, "report.html", PAGE);
});
afterAll(() => browser.close());

async function expectHarmless(page: Page | FrameLocator): Promise<void> {
  await page.getByText("all tried").waitFor();
  const lines = await page.getByRole("listitem").allInnerTexts();
  expect(lines).toEqual([...REFUSED.map((name) => `${name}: refused`), "all tried"]);
  await page.getByRole("button", { name: "Turn" }).click();
  await page.getByText("turned", { exact: true }).waitFor();
  const list = await fetch(`${url}/api/2.0/mlflow/experiments/search?max_results=1000`);
  expect(await list.text()).not.toContain("made by an artifact");
}

it("runs the scripts of an HTML artifact, which reach neither the API nor the page", async () => {
  const { page, context, close } = await openPage(browser);
  await context.addCookies([{ name: "session", value: "secret", url }]);
  await page.goto(`${runAddress(url, run)}?artifact=report.html`);
  await expectHarmless(page.frameLocator('iframe[title="report.html"]'));
  await close();
});

it("keeps them from all of that also when the artifact's address is opened as a page", async () => {
  const { page, context, close } = await openPage(browser);
  await context.addCookies([{ name: "session", value: "secret", url }]);
  await page.goto(`${url}/preview-artifact?run_id=${run.run_id}&path=report.html`);
  await expectHarmless(page);
  await close();
});

it("saves what get-artifact answers instead of showing it", async () => {
  const { page, close } = await openPage(browser);
  await page.goto(`${runAddress(url, run)}?artifact=report.html`);
  const saved = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download" }).click();
  expect((await saved).suggestedFilename()).toBe("report.html");
  await close();
});
