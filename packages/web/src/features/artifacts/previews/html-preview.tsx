import styles from "../artifact-preview.module.css";

interface HtmlPreviewProps {
  /** Of the address whose answer keeps the page from the server and from this page. */
  readonly url: string;
  readonly name: string;
}

/**
 * A page from outside in a frame of its own: without `allow-same-origin` its scripts reach neither
 * this page nor the API.
 */
export function HtmlPreview({ url, name }: HtmlPreviewProps) {
  return (
    <iframe
      className={styles["frame"]}
      title={name}
      src={url}
      sandbox="allow-scripts"
      referrerPolicy="no-referrer"
    />
  );
}
