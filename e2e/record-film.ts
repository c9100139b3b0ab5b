import type { Browser } from "playwright-core";
import { uploadArtifact } from "./api.ts";
import type { LoggedFiles } from "./log-files.ts";

/** Films a moving square for a second and a half, and stores that among a run's artifacts. */
export async function recordFilm(
  browser: Browser,
  url: string,
  { experimentId, runId }: LoggedFiles,
  path: string,
): Promise<void> {
  const page = await browser.newPage();
  const film = await page.evaluate(async () => {
    const canvas = document.createElement("canvas");
    const pen = canvas.getContext("2d");
    const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType: "video/webm" });
    const parts: Blob[] = [];
    recorder.ondataavailable = ({ data }) => parts.push(data);
    const ended = new Promise((resolve) => {
      recorder.onstop = resolve;
    });
    recorder.start();
    for (let frame = 0; frame < 38; frame++) {
      pen?.clearRect(0, 0, canvas.width, canvas.height);
      pen?.fillRect(frame * 5, 20, 40, 40);
      await new Promise((resolve) => setTimeout(resolve, 40));
    }
    recorder.stop();
    await ended;
    return [...new Uint8Array(await new Blob(parts).arrayBuffer())];
  });
  await page.close();
  const run = { experiment_id: experimentId, run_id: runId, run_name: "" };
  await uploadArtifact(url, run, path, new Uint8Array(film));
}
