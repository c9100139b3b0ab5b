import { useEffect, useMemo, useState } from "react";
import type { CodePiece } from "./highlight.ts";

/** Colouring a longer text would hold up the page. */
const MAX_COLOURED = 200_000;

interface Coloured {
  readonly text: string;
  readonly lines: CodePiece[][] | undefined;
}

/** A text's lines, in the colours of its language once these are loaded. */
export function useCodeLines(
  text: string,
  language: string | undefined,
): readonly (readonly CodePiece[])[] {
  const [coloured, setColoured] = useState<Coloured>();
  useEffect(() => {
    if (language === undefined || text.length > MAX_COLOURED) return undefined;
    let isCurrent = true;
    const colour = async () => {
      const { highlightLines } = await import("./highlight.ts");
      const lines = await highlightLines(text, language);
      if (isCurrent) setColoured({ text, lines });
    };
    // Without colours the text is as readable as before.
    colour().catch(() => undefined);
    return () => {
      isCurrent = false;
    };
  }, [text, language]);
  const plain = useMemo(() => text.split("\n").map(toPlainLine), [text]);
  return (coloured?.text === text && coloured.lines) || plain;
}

function toPlainLine(text: string): CodePiece[] {
  return text === "" ? [] : [{ text }];
}
