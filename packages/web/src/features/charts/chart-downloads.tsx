import { Button } from "@mantine/core";
import { useState } from "react";
import { saveFile } from "../../components/save-file.ts";
import { svgToPng } from "../../components/svg-to-png.ts";
import { cutText } from "../../format/cut-text.ts";
import { describeError } from "../../format/describe-error.ts";
import styles from "./chart-downloads.module.css";

interface ChartDownloadsProps {
  /** Of the files, without an ending. */
  readonly name: string;
  readonly drawSvg: () => string;
  readonly makeCsv: () => readonly string[];
  /** What fills the screen. */
  readonly frame: React.RefObject<HTMLElement | null>;
}

/** A chart as a picture, as a table, and in full screen. */
export function ChartDownloads({ name, drawSvg, makeCsv, frame }: ChartDownloadsProps) {
  const [error, setError] = useState<string | undefined>();
  const attempt = async (work: () => Promise<void> | void) => {
    setError(undefined);
    try {
      await work();
    } catch (failure) {
      setError(describeError(failure));
    }
  };
  const button = (label: string, what: string, work: () => Promise<void> | void) => (
    <Button
      size="compact-xs"
      variant="default"
      aria-label={`${what}: ${cutText(name, 60)}`}
      onClick={() => attempt(work)}
    >
      {label}
    </Button>
  );
  return (
    <span className={styles["downloads"]}>
      {error !== undefined && <span role="alert">{cutText(error, 100)}</span>}
      {button("PNG", "PNG", async () =>
        saveFile([await svgToPng(drawSvg())], "image/png", `${name}.png`),
      )}
      {button("SVG", "SVG", () => saveFile([drawSvg()], "image/svg+xml", `${name}.svg`))}
      {button("CSV", "CSV", () => saveFile(makeCsv(), "text/csv", `${name}.csv`))}
      {button("Full screen", "Full screen", () => frame.current?.requestFullscreen())}
    </span>
  );
}
