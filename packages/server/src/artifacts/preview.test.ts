import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRun, textAt } from "../testing/requests.ts";
import { post, send } from "../testing/send.ts";
import { startTestServer, type TestServer } from "../testing/test-server.ts";

const PAGE = "<script>document.title = parent.document.cookie</script>";

let server: TestServer;
let runId: string;

beforeAll(async () => {
  server = await startTestServer();
  runId = await createRun(server);
  await upload(server, `0/${runId}/artifacts/plots/page.html`, PAGE);
});

afterAll(() => server.remove());

function upload(target: TestServer, path: string, body: string) {
  const served = `/api/2.0/mlflow-artifacts/artifacts/${path}`;
  return send(target, { method: "PUT", path: served, body });
}

const preview = (query: string, headers: Record<string, string> = {}) =>
  send(server, { path: `/preview-artifact?${query}`, headers });

/** A policy's directives by their names. */
function readPolicy(header: unknown): Map<string, string> {
  const directives = String(header).split("; ");
  return new Map(directives.map((text) => [text.split(" ")[0] ?? "", text]));
}

describe("an HTML file's preview", () => {
  it("is a page with an origin of its own that reaches nothing of the server's", async () => {
    const answer = await preview(`run_id=${runId}&path=plots/page.html`);
    expect(answer).toMatchObject({ status: 200, text: PAGE });
    expect(answer.headers).toMatchObject({
      "content-type": "text/html; charset=utf-8",
      "content-disposition": "inline",
      "x-content-type-options": "nosniff",
      "x-frame-options": "SAMEORIGIN",
    });
    const policy = readPolicy(answer.headers["content-security-policy"]);
    expect(policy.get("sandbox")).toBe("sandbox allow-scripts");
    expect(policy.get("default-src")).toBe("default-src 'none'");
    expect(policy.get("connect-src")).toBe("connect-src data: blob:");
    expect(policy.get("form-action")).toBe("form-action 'none'");
    expect([...policy.values()].join()).not.toMatch(/'self'|https?:\/\/(?!cdn)|\*/);
  });

  it("keeps the policy when the browser asks whether its copy is still good", async () => {
    const query = `run_id=${runId}&path=plots/page.html`;
    const { headers } = await preview(query);
    const answer = await preview(query, { "if-none-match": String(headers.etag) });
    expect(answer).toMatchObject({ status: 304, text: "" });
    expect(answer.headers["x-frame-options"]).toBe("SAMEORIGIN");
  });

  it("is framed by the server's own page also where nobody else may frame it", async () => {
    const strict = await startTestServer({ xFrameOptions: "DENY" });
    try {
      const id = await createRun(strict);
      await upload(strict, `0/${id}/artifacts/a.htm`, PAGE);
      const path = `/preview-artifact?run_id=${id}&path=a.htm`;
      expect(await send(strict, { path })).toMatchObject({
        status: 200,
        headers: { "x-frame-options": "SAMEORIGIN" },
      });
    } finally {
      await strict.remove();
    }
  });

  it("exists for a logged model's files", async () => {
    const { json } = await post(server, "logged-models", { experiment_id: "0", name: "m" });
    const modelId = textAt(json, "model", "info", "model_id");
    await upload(server, `0/models/${modelId}/artifacts/card.html`, PAGE);
    expect(await preview(`model_id=${modelId}&path=card.html`)).toMatchObject({ text: PAGE });
  });
});

it("shows a PDF without giving it anything to load", async () => {
  await upload(server, `0/${runId}/artifacts/paper.PDF`, "%PDF-1.4");
  const { headers } = await preview(`run_id=${runId}&path=paper.PDF`);
  expect(headers["content-type"]).toBe("application/pdf");
  expect(headers["content-security-policy"]).toMatch(/^default-src 'none'; /);
});

describe("a preview is refused", () => {
  it.each(["run.js", "image.svg", "notes.txt", "html", "data.html.gz"])(
    "for %s, which is not shown in a frame",
    async (name) => {
      await upload(server, `0/${runId}/artifacts/${name}`, PAGE);
      expect(await preview(`run_id=${runId}&path=${name}`)).toMatchObject({
        status: 400,
        json: { error_code: "INVALID_PARAMETER_VALUE" },
      });
    },
  );

  it("for neither a run nor a model, for both, and for what is missing", async () => {
    expect(await preview("path=a.html")).toMatchObject({ status: 400 });
    expect(await preview(`run_id=${runId}&model_id=m&path=a.html`)).toMatchObject({ status: 400 });
    expect(await preview(`run_id=${runId}`)).toMatchObject({ status: 400 });
    expect(await preview(`run_id=${runId}&path=none.html`)).toMatchObject({ status: 404 });
    expect(await preview("run_id=nope&path=a.html")).toMatchObject({ status: 404 });
  });
});
