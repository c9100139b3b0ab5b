import { createExperiment, createRun, post, type RunInfo, uploadArtifact } from "./api.ts";

/** Runs as a script wherever a page takes it for markup. */
export const MARKUP = "<img src=x onerror=alert(1)><script>alert(2)</script>";
/** Turns what follows it around, so that an executable looks like a picture. */
export const RTL = "\u202e";
const NAME = `${MARKUP} 👩‍👩‍👧 ${"very long name ".repeat(15)}`.slice(0, 250);
export const LONG = "0123456789".repeat(600);

/** A run of whatever a page could trip over. */
export async function logHostileRun(url: string): Promise<RunInfo> {
  const experimentId = await createExperiment(url, `${MARKUP} "quotes" & 🎉 ${Date.now()}`);
  const run = await createRun(url, experimentId, NAME);
  const at = { timestamp: Date.now(), step: 0 };
  await post(url, "runs/log-batch", {
    run_id: run.run_id,
    params: [
      { key: "markup", value: MARKUP },
      { key: "long", value: LONG },
      { key: "unbroken", value: "x".repeat(180) },
      { key: "emoji and right-to-left", value: "👩‍👩‍👧 عائلة" },
      { key: "turned", value: `picture${RTL}exe.gpj` },
      { key: "lines", value: "first\nsecond\n\tthird" },
      { key: "__proto__", value: "constructor" },
    ],
    tags: [
      { key: "markup", value: MARKUP },
      { key: "long", value: LONG },
      { key: "mlflow.note.content", value: `${MARKUP}\n\n[link](javascript:alert(3))` },
      { key: "mlflow.source.name", value: `${"folder/".repeat(60)}train.py` },
    ],
    metrics: [
      { key: "not a number", value: "NaN", ...at },
      { key: "infinite", value: "Infinity", ...at },
      { key: "minus infinite", value: "-Infinity", ...at },
      { key: "tiny", value: 5e-324, ...at },
      { key: "m/with/slashes and spaces", value: 1.5, ...at },
      ...[0, 1, 2, 3].map((step) => ({
        key: "broken off",
        value: step < 2 ? step : "NaN",
        timestamp: at.timestamp + step,
        step,
      })),
    ],
  });
  await uploadArtifact(url, run, "<b>bold & 日本 🎉.txt", "<script>alert(1)</script> in a file");
  await uploadArtifact(
    url,
    run,
    "drawing.svg",
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" onload="alert(1)"><script>alert(2)</script><rect width="9" height="9"/></svg>',
  );
  return run;
}
