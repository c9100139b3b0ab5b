import { useQueries } from "@tanstack/react-query";
import { useMemo } from "react";
import { EmptyState } from "../../../components/empty-state.tsx";
import { Placeholder } from "../../../components/placeholder.tsx";
import { cutText } from "../../../format/cut-text.ts";
import { fileUrl } from "../../artifacts/artifact-place.ts";
import { listArtifacts } from "../../artifacts/list-artifacts.ts";
import type { ChartSettings } from "../chart-search.ts";
import type { ChartRun } from "../series-lines.ts";
import { useDelayed } from "../use-delayed.ts";
import { imageAt, type LoggedImage, readImageName } from "./read-image-name.ts";
import styles from "./run-images.module.css";

/** Each asks for its list of images; more could not be looked at side by side. */
const MAX_RUNS = 20;

interface ImagesOfRun {
  readonly run: ChartRun;
  readonly images: readonly LoggedImage[];
}

interface RunImagesProps {
  readonly runs: readonly ChartRun[];
  readonly settings: Pick<ChartSettings, "imageStep">;
  readonly onSettings: (change: Pick<ChartSettings, "imageStep">) => void;
}

/**
 * Images that were logged with a key and a step, runs side by side, with a slider over steps that
 * all of them follow.
 */
export function RunImages({ runs, settings, onSettings }: RunImagesProps) {
  const [step, setStep] = useDelayed(settings.imageStep, (imageStep) => onSettings({ imageStep }));
  const shown = runs.slice(0, MAX_RUNS);
  const lists = useQueries({
    queries: shown.map(({ runId }) => listArtifacts({ source: "run", runId, path: "images" })),
  });
  const byKey = useMemo(() => {
    const keys = new Map<string, ImagesOfRun[]>();
    shown.forEach((run, index) => {
      const images = (lists[index]?.data ?? []).flatMap(
        ({ place }) => readImageName(place.path) ?? [],
      );
      for (const [key, ofKey] of Map.groupBy(images, (image) => image.key)) {
        keys.set(key, [...(keys.get(key) ?? []), { run, images: ofKey }]);
      }
    });
    return [...keys].toSorted(([a], [b]) => a.localeCompare(b, "en", { numeric: true }));
  }, [shown, lists]);
  if (byKey.length === 0) {
    if (lists.some((list) => list.isPending))
      return <Placeholder label="Loading images" lines={6} />;
    return (
      <EmptyState title="No images by step">
        <p>
          <code>mlflow.log_image(image, key=&quot;sample&quot;, step=epoch)</code> logs one.
        </p>
      </EmptyState>
    );
  }
  return (
    <div className={styles["keys"]}>
      {runs.length > MAX_RUNS && <p className={styles["note"]}>Of the first {MAX_RUNS} runs</p>}
      {byKey.map(([key, ofRuns]) => (
        <ImagesByStep key={key} name={key} ofRuns={ofRuns} chosen={step} onChoose={setStep} />
      ))}
    </div>
  );
}

interface ImagesByStepProps {
  readonly name: string;
  readonly ofRuns: readonly ImagesOfRun[];
  /** The last step, as it moves on, without it. */
  readonly chosen: number | undefined;
  readonly onChoose: (step: number | undefined) => void;
}

function ImagesByStep({ name, ofRuns, chosen, onChoose }: ImagesByStepProps) {
  const steps = [...new Set(ofRuns.flatMap(({ images }) => images.map(({ step }) => step)))].sort(
    (a, b) => a - b,
  );
  const last = steps.length - 1;
  // Of the step before, where none was logged at the chosen one.
  const index = Math.max(
    0,
    steps.findLastIndex((step) => step <= (chosen ?? Infinity)),
  );
  const step = steps[index] ?? 0;
  return (
    <section className={styles["section"]} aria-label={cutText(name, 100)}>
      <header className={styles["head"]}>
        <p className={styles["name"]}>
          <bdi>{cutText(name, 80)}</bdi>
        </p>
        <label className={styles["slider"]}>
          Step
          <input
            type="range"
            min={0}
            max={last}
            value={index}
            aria-valuetext={`step ${step}`}
            onChange={(event) => {
              const next = Number(event.currentTarget.value);
              onChoose(next === last ? undefined : steps[next]);
            }}
          />
          <output>{step}</output>
        </label>
      </header>
      <div className={styles["images"]}>
        {ofRuns.map(({ run, images }) => (
          <ImageOfRun key={run.runId} run={run} image={imageAt(images, step)} name={name} />
        ))}
      </div>
    </section>
  );
}

interface ImageOfRunProps {
  readonly run: ChartRun;
  readonly image: LoggedImage | undefined;
  readonly name: string;
}

function ImageOfRun({ run, image, name }: ImageOfRunProps) {
  return (
    <figure className={styles["figure"]}>
      {image === undefined ? (
        <span className={styles["missing"]}>none yet</span>
      ) : (
        <img
          src={fileUrl({ source: "run", runId: run.runId, path: image.path })}
          alt={`${cutText(name, 60)} of ${cutText(run.name, 60)} at step ${image.step}`}
          loading="lazy"
        />
      )}
      <figcaption className={styles["caption"]}>
        <span className={styles["swatch"]} style={{ background: run.color }} />
        <bdi>{cutText(run.name, 40)}</bdi>
        {image !== undefined && ` · step ${image.step}`}
      </figcaption>
    </figure>
  );
}
