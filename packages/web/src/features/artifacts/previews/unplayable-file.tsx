import { BrokenFile } from "./broken-file.tsx";
import type { FileProps } from "./file-props.ts";

const WHAT = { audio: "sound", video: "a film", image: "an image" } as const;

interface UnplayableFileProps extends FileProps {
  readonly kind: keyof typeof WHAT;
}

/** A file that the browser refused to show. */
export function UnplayableFile({ kind, ...file }: UnplayableFileProps) {
  const reason =
    "It is damaged, of another kind than its name says, or of a kind that this browser does not know.";
  return <BrokenFile {...file} what={WHAT[kind]} reason={reason} />;
}
