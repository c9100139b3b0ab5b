const WIDTH = 30;
const EVERY_MS = 100;

/** A long work's progress, as a person sees it. */
export interface Progress {
  advance(by?: number): void;
  /** Says what is being worked at. */
  note(what: string): void;
  end(): void;
}

const SILENT: Progress = { advance() {}, note() {}, end() {} };

/**
 * A bar on standard error, where that is a terminal; nothing elsewhere, or without a title.
 *
 * @example
 * const progress = startProgress("Removing", runs.length);
 */
export function startProgress(title: string | undefined, total: number): Progress {
  const { stderr } = process;
  if (title === undefined || !stderr.isTTY || total === 0) return SILENT;
  let done = 0;
  let what = "";
  let drawnAt = 0;
  const draw = (): void => {
    drawnAt = performance.now();
    const full = Math.round((Math.min(done, total) / total) * WIDTH);
    const bar = "█".repeat(full) + "░".repeat(WIDTH - full);
    const line = `${title} ${bar} ${done}/${total} ${what}`;
    stderr.write(`\r\u001B[2K${line.slice(0, stderr.columns - 1)}`);
  };
  const drawSometimes = (): void => {
    if (performance.now() - drawnAt >= EVERY_MS) draw();
  };
  return {
    advance(by = 1) {
      done += by;
      drawSometimes();
    },
    note(text) {
      what = text;
      drawSometimes();
    },
    end() {
      stderr.write("\r\u001B[2K");
    },
  };
}
