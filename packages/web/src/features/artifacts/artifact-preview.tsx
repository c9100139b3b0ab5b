import { Button } from "@mantine/core";
import { CopyButton } from "../../components/copy-button.tsx";
import { DownloadIcon } from "../../components/icons.tsx";
import { formatBytes } from "../../format/bytes.ts";
import { cutText } from "../../format/cut-text.ts";
import { archiveUrl, fileUrl, toAddress, type ArtifactPlace } from "./artifact-place.ts";
import styles from "./artifact-preview.module.css";
import { isFolder } from "./artifact-tree.ts";
import { FolderPreview } from "./folder-preview.tsx";
import { FilePreview } from "./previews/file-preview.tsx";
import { useNode } from "./use-node.ts";

/** What the selected artifact holds, and the way to its bytes. */
export function ArtifactPreview({ place }: { readonly place: ArtifactPlace | undefined }) {
  if (place === undefined) {
    return <p className={styles["hint"]}>Choose a file to see it here.</p>;
  }
  // A new key for each place: nothing of the last one's state may show in the next.
  return <PlacePreview key={toAddress(place)} place={place} />;
}

function PlacePreview({ place }: { readonly place: ArtifactPlace }) {
  const node = useNode(place);
  const address = toAddress(place);
  const name = place.path.split("/").at(-1) || address;
  return (
    <section
      className={styles["preview"]}
      data-folder={(node && isFolder(node)) || undefined}
      aria-label={`Preview of ${cutText(name, 200)}`}
    >
      <header className={styles["head"]}>
        <bdi className={styles["path"]} title={cutText(address, 500)}>
          {cutText(address, 200)}
        </bdi>
        <CopyButton text={address} what="path" />
        {node?.sizeBytes !== undefined && (
          <span className={styles["size"]}>{formatBytes(node.sizeBytes)}</span>
        )}
        {node !== undefined && (
          <Button
            component="a"
            href={isFolder(node) ? archiveUrl(place) : fileUrl(place)}
            download={isFolder(node) ? true : name}
            size="compact-xs"
            variant="default"
            leftSection={<DownloadIcon size={12} />}
          >
            {isFolder(node) ? "Download folder" : "Download"}
          </Button>
        )}
      </header>
      {node !== undefined &&
        (isFolder(node) ? (
          <FolderPreview place={place} />
        ) : (
          <FilePreview place={place} name={cutText(name, 200)} sizeBytes={node.sizeBytes} />
        ))}
    </section>
  );
}
