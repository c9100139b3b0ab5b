import { Component, type ReactNode } from "react";
import { Notice } from "../../../components/notice.tsx";
import { cutText } from "../../../format/cut-text.ts";
import { describeError } from "../../../format/describe-error.ts";

interface PreviewBoundaryProps {
  readonly children: ReactNode;
}

interface PreviewBoundaryState {
  readonly error?: unknown;
}

/** Whatever a file does to its preview, the page around it stays. */
export class PreviewBoundary extends Component<PreviewBoundaryProps, PreviewBoundaryState> {
  override state: PreviewBoundaryState = {};

  static getDerivedStateFromError(error: unknown): PreviewBoundaryState {
    return { error };
  }

  override render() {
    if (this.state.error === undefined) return this.props.children;
    return (
      <Notice tone="bad" title="This file can't be shown">
        {cutText(describeError(this.state.error), 300)} Download it to open it.
      </Notice>
    );
  }
}
