import { useEffect } from "react";
import { cutText } from "../format/cut-text.ts";

/** Names the browser's tab after what is open. */
export function useDocumentTitle(title: string | undefined): void {
  useEffect(() => {
    document.title = title === undefined ? "mlflow-ts" : `${cutText(title, 60)} · mlflow-ts`;
  }, [title]);
}
