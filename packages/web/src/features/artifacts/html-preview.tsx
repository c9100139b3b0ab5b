import styles from "./artifact-preview.module.css";

interface HtmlPreviewProps {
  readonly html: string;
  readonly name: string;
}

/**
 * A page from outside in a frame of its own: without `allow-same-origin` its scripts, where the
 * server's policy lets them run, reach neither this page nor the API.
 */
export function HtmlPreview({ html, name }: HtmlPreviewProps) {
  return (
    <iframe
      className={styles["frame"]}
      title={name}
      srcDoc={html}
      sandbox="allow-scripts"
      referrerPolicy="no-referrer"
    />
  );
}
