import { Button } from "@mantine/core";
import { CopyButton } from "../../components/copy-button.tsx";
import { DownloadIcon } from "../../components/icons.tsx";
import { cutText } from "../../format/cut-text.ts";
import {
  archiveUrl,
  fileUrl,
  previewUrl,
  toAddress,
  type ArtifactPlace,
} from "./artifact-place.ts";
import styles from "./artifact-preview.module.css";
import { FolderPreview } from "./folder-preview.tsx";
import { HtmlPreview } from "./html-preview.tsx";
import { ImagePreview } from "./image-preview.tsx";
import { MarkdownPreview } from "./markdown-preview.tsx";
import { previewKind } from "./preview-kind.ts";
import { TextPreview } from "./text-preview.tsx";
import { useIsFolder } from "./use-is-folder.ts";

/** What the selected artifact holds, and the way to its bytes. */
export function ArtifactPreview({ place }: { readonly place: ArtifactPlace | undefined }) {
  if (place === undefined) {
    return <p className={styles["hint"]}>Choose a file to see it here.</p>;
  }
  // A new key for each place: nothing of the last one's state may show in the next.
  return <PlacePreview key={toAddress(place)} place={place} />;
}

function PlacePreview({ place }: { readonly place: ArtifactPlace }) {
  const isFolder = useIsFolder(place);
  const address = toAddress(place);
  const name = place.path.split("/").at(-1) || address;
  return (
    <section className={styles["preview"]} aria-label={`Preview of ${cutText(name, 200)}`}>
      <header className={styles["head"]}>
        <bdi className={styles["path"]} title={cutText(address, 500)}>
          {cutText(address, 200)}
        </bdi>
        <CopyButton text={address} what="path" />
        {isFolder !== undefined && (
          <Button
            component="a"
            href={isFolder ? archiveUrl(place) : fileUrl(place)}
            download={isFolder ? true : name}
            size="compact-xs"
            variant="default"
            leftSection={<DownloadIcon size={12} />}
          >
            {isFolder ? "Download folder" : "Download"}
          </Button>
        )}
      </header>
      {isFolder === true && <FolderPreview place={place} />}
      {isFolder === false && <FilePreview place={place} name={name} />}
    </section>
  );
}

interface FilePreviewProps {
  readonly place: ArtifactPlace;
  readonly name: string;
}

function FilePreview({ place, name }: FilePreviewProps) {
  const kind = previewKind(place.path);
  if (kind === "none") {
    return (
      <p className={styles["hint"]}>This kind of file has no preview; download it to see it.</p>
    );
  }
  if (kind === "html") return <HtmlPreview url={previewUrl(place)} name={name} />;
  if (kind === "image") return <ImagePreview url={fileUrl(place)} name={name} />;
  if (kind === "markdown") return <MarkdownPreview place={place} name={name} />;
  return <TextPreview place={place} name={name} />;
}
