import type { Probe } from "../probe.ts";
import { createExperiment, createRun, type Area } from "../scenario.ts";

const SERVED = "/api/2.0/mlflow-artifacts/artifacts";

async function prepare(probe: Probe) {
  const experimentId = await createExperiment(probe);
  const run_id = await createRun(probe, experimentId);
  const root = `${experimentId}/${run_id}/artifacts`;
  return {
    experimentId,
    run_id,
    root,
    put: (path: string, body: string | Buffer, step = `upload ${path}`) =>
      probe.send("PUT", `${SERVED}/${root}/${path}`, { body, step }),
    read: (path: string, step = `download ${path}`) =>
      probe.send("GET", `${SERVED}/${root}/${path}`, { step }),
    getArtifact: (path: string, step = `get-artifact ${path}`) =>
      probe.send("GET", `/get-artifact?run_uuid=${run_id}&path=${path}`, { step }),
  };
}

export const artifacts: Area = {
  "upload, list, download, delete": async (probe) => {
    const { run_id, root, put, read } = await prepare(probe);
    const list = (path?: string) =>
      probe.get(
        "artifacts/list",
        { run_id, ...(path === undefined ? {} : { path }) },
        `list ${path ?? "all"}`,
      );
    await list();
    await put("a.txt", "hello");
    await put("a.txt", "hello again", "replace a.txt");
    await put("plots/loss.png", Buffer.from("89504e470d0a1a0a", "hex"));
    await put("plots/deep/er/x.json", '{"a": 1}');
    await put("empty.txt", "");
    await put("name%20with%20spaces.txt", "spaces");
    await put(
      "%D0%BC%D0%BE%D0%B4%D0%B5%D0%BB%D1%8C%20%F0%9F%A4%96.txt",
      "emoji",
      "upload an emoji",
    );
    await put("plus+sign&amp.txt", "plus");
    await list();
    await list("plots");
    await list("plots/");
    await list("plots/deep");
    await list("a.txt");
    await list("nope");
    await list("");
    await list("name with spaces.txt");
    await read("a.txt");
    await read("empty.txt");
    await read("plots/deep/er/x.json");
    await read("plots");
    await read("nope.txt");
    await read("name%20with%20spaces.txt");
    await read("%D0%BC%D0%BE%D0%B4%D0%B5%D0%BB%D1%8C%20%F0%9F%A4%96.txt", "download an emoji");
    await probe.send("GET", `${SERVED}?path=${root}`, { step: "list what is served" });
    await probe.send("GET", `${SERVED}?path=${root}/plots`, { step: "list a served folder" });
    await probe.send("GET", `${SERVED}?path=${root}/nope`, { step: "list a served nothing" });
    await probe.send("GET", `${SERVED}?path=${root}/a.txt`, { step: "list a served file" });
    await probe.send("PUT", `${SERVED}/${root}/a.txt/b.txt`, {
      body: "x",
      step: "a file below a file",
    });
    await probe.send("PUT", `${SERVED}/${root}/plots`, { body: "x", step: "a file over a folder" });
    await probe.send("DELETE", `${SERVED}/${root}/a.txt`, { step: "delete a.txt" });
    await probe.send("DELETE", `${SERVED}/${root}/a.txt`, { step: "delete a.txt twice" });
    await probe.send("DELETE", `${SERVED}/${root}/plots`, { step: "delete a folder" });
    await list();
  },

  "content types": async (probe) => {
    const { put, read, getArtifact } = await prepare(probe);
    for (const name of [
      "a.txt",
      "a.png",
      "a.jpg",
      "a.svg",
      "a.html",
      "a.json",
      "a.yaml",
      "a.csv",
      "a.md",
      "a.py",
      "a.pdf",
      "a.zip",
      "a.bin",
      "a.gif",
      "a.log",
      "a.parquet",
      "a.ipynb",
      "a.PNG",
      "a.mp4",
      "a.geojson",
      "a.tsv",
      "a.webp",
      "a.pkl",
      "a.pth",
      "MLmodel",
      "noextension",
      "conda.yml",
      "a.tar.gz",
      "a.js",
      "a.css",
      "a.xml",
    ]) {
      await put(name, "content");
      await read(name);
      await getArtifact(name);
    }
    await getArtifact("nope.txt");
    await getArtifact("");
  },

  "get-artifact": async (probe) => {
    const { run_id, put, getArtifact } = await prepare(probe);
    await put("dir/it's%20(1)%20%22q%22.txt", "content", "upload a difficult name");
    await getArtifact("dir%2Fit's%20(1)%20%22q%22.txt", "a difficult name");
    await put(
      "日本語.txt".replaceAll(/[^.a-z]/g, encodeURIComponent),
      "content",
      "upload a foreign name",
    );
    await getArtifact(encodeURIComponent("日本語.txt"), "a foreign name");
    await getArtifact("dir", "a folder");
    await probe.send("GET", `/get-artifact?run_id=${run_id}&path=a.txt`, { step: "by run_id" });
    await probe.send("GET", `/get-artifact?path=a.txt`, { step: "no run" });
    await probe.send("GET", `/get-artifact?run_uuid=${run_id}`, { step: "no path" });
    await probe.send("GET", `/get-artifact?run_uuid=nope&path=a.txt`, { step: "an unknown run" });
    await probe.send("GET", `/get-artifact`, { step: "nothing" });
    await probe.send("POST", `/get-artifact?run_uuid=${run_id}&path=a.txt`, { step: "by POST" });
    await probe.get("artifacts/list", {}, "list without run");
    await probe.get("artifacts/list", { run_id: "nope" }, "list an unknown run");
    await probe.get("artifacts/list", { run_uuid: run_id }, "list by run_uuid");
  },

  "paths that leave the root": async (probe) => {
    const { run_id, root, put, getArtifact } = await prepare(probe);
    await put("a.txt", "hello");
    for (const path of [
      "..%2F..%2Fa.txt",
      "../a.txt",
      "%2e%2e/a.txt",
      "%252e%252e%252fa.txt",
      "%25252e%25252e%25252fa.txt",
      "..%5c..%5ca.txt",
      "%2Fetc%2Fpasswd",
      "a.txt%00.png",
      "a%23b.txt",
      "a%3Fb.txt",
      "C%3A%5Ca.txt",
      ".",
      "./a.txt",
      "a/../a.txt",
      "%2e",
    ]) {
      await probe.send("GET", `${SERVED}/${root}/${path}`, { step: `download ${path}` });
      await probe.send("PUT", `${SERVED}/${root}/${path}`, { body: "x", step: `upload ${path}` });
      await getArtifact(path);
      await probe.send("GET", `/api/2.0/mlflow/artifacts/list?run_id=${run_id}&path=${path}`, {
        step: `list ${path}`,
      });
    }
    await probe.send("DELETE", `${SERVED}/${root}/..%2F..%2F..`, { step: "delete upwards" });
    await probe.send("GET", `${SERVED}?path=..%2F..`, { step: "list upwards" });
    await probe.send("GET", `${SERVED}?path=%2Fetc`, { step: "list an absolute path" });
  },

  "what a local store does not do": async (probe) => {
    const { run_id, root } = await prepare(probe);
    const json = { "content-type": "application/json" };
    for (const action of ["create", "complete", "abort"]) {
      await probe.send("POST", `/api/2.0/mlflow-artifacts/mpu/${action}/${root}`, {
        headers: json,
        body: JSON.stringify({
          path: "a.bin",
          num_parts: 2,
          upload_id: "u",
          parts: [{ part_number: 1, etag: "e" }],
        }),
        step: `multipart ${action}`,
      });
      await probe.send("POST", `/api/2.0/mlflow-artifacts/mpu/${action}/${root}`, {
        headers: json,
        body: "{}",
        step: `multipart ${action} of nothing`,
      });
    }
    await probe.send("GET", `/api/2.0/mlflow-artifacts/presigned/${root}/a.txt`, {
      step: "presigned",
    });
    await probe.post("artifacts/presigned-upload-url", { run_id, path: "a.txt" });
    await probe.post("artifacts/presigned-upload-url", { path: "a.txt" }, "upload without run");
    await probe.post("artifacts/presigned-upload-url", { run_id }, "upload without path");
    await probe.post(
      "artifacts/presigned-upload-url",
      { run_id: "nope", path: "a.txt" },
      "upload to an unknown run",
    );
    await probe.post("artifacts/presigned-download-url", { run_id, path: "a.txt" });
    await probe.post(
      "artifacts/presigned-download-url",
      { run_id, path: "a.txt", expiration: 0 },
      "no time at all",
    );
    await probe.post("artifacts/presigned-download-url", { path: "a.txt" }, "download without run");
  },

  "upload-artifact of the page": async (probe) => {
    const { run_id } = await prepare(probe);
    const upload = (query: string, body: string, step: string, type = "text/plain") =>
      probe.send("POST", `/ajax-api/2.0/mlflow/upload-artifact${query}`, {
        headers: { "content-type": type },
        body,
        step,
      });
    await upload(`?run_uuid=${run_id}&path=notes/a.txt`, "hello", "a file");
    await upload(`?run_uuid=${run_id}&path=a.json`, '{"a":1}', "JSON", "application/json");
    await upload(`?run_uuid=${run_id}`, "hello", "no path");
    await upload(`?path=a.txt`, "hello", "no run");
    await upload(`?run_uuid=${run_id}&path=..%2Fa.txt`, "hello", "dots");
    await upload(`?run_uuid=${run_id}&path=empty.txt`, "", "no content");
    await upload(`?run_uuid=nope&path=a.txt`, "hello", "an unknown run");
    await probe.get("artifacts/list", { run_id });
    await probe.get("artifacts/list", { run_id, path: "notes" }, "list the folder");
  },
};
