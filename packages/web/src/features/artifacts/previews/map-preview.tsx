import { Button } from "@mantine/core";
import { useMemo, useState } from "react";
import { PairTable } from "../../../components/pair-table.tsx";
import { ViewChoice } from "../../../components/view-choice.tsx";
import { describeError } from "../../../format/describe-error.ts";
import styles from "../artifact-preview.module.css";
import { parseJson } from "../json/parse-json.ts";
import { MapView } from "../map/map-view.tsx";
import { readGeojson, type MapContent } from "../map/read-geojson.ts";
import { toCell } from "../tables/table-source.ts";
import { BrokenFile } from "./broken-file.tsx";
import type { FileProps } from "./file-props.ts";
import TextPreview from "./text-preview.tsx";
import { WithText } from "./with-text.tsx";

const MAX_BYTES = 32_000_000;

/** GeoJSON as a map, with the properties of what is chosen on it. */
export default function MapPreview(file: FileProps) {
  return (
    <WithText file={file} what="a map" maxBytes={MAX_BYTES}>
      {(text) => <ParsedMap text={text} {...file} />}
    </WithText>
  );
}

type Parsed = { readonly content: MapContent } | { readonly error: string };

function parse(text: string): Parsed {
  try {
    return { content: readGeojson(parseJson(text)) };
  } catch (error) {
    return { error: describeError(error) };
  }
}

function ParsedMap({ text, ...file }: FileProps & { readonly text: string }) {
  const parsed = useMemo(() => parse(text), [text]);
  const [view, setView] = useState<"map" | "text">("map");
  const [selected, setSelected] = useState<number>();
  if ("error" in parsed) return <BrokenFile {...file} what="GeoJSON" reason={parsed.error} />;
  const { features, total } = parsed.content;
  const go = (step: number) => {
    const from = selected ?? (step > 0 ? -1 : 0);
    setSelected((from + step + features.length) % features.length);
  };
  return (
    <>
      <div className={styles["bar"]}>
        <ViewChoice
          label="Show as"
          views={{ map: "Map", text: "Text" }}
          view={view}
          onChoose={setView}
        />
        <span className={styles["count"]} role="status">
          {selected === undefined
            ? `${total.toLocaleString("en")} ${total === 1 ? "feature" : "features"}`
            : `Feature ${selected + 1} of ${features.length}`}
        </span>
        {view === "map" && (
          <>
            <Button size="compact-xs" variant="default" onClick={() => go(-1)}>
              Previous
            </Button>
            <Button size="compact-xs" variant="default" onClick={() => go(1)}>
              Next
            </Button>
          </>
        )}
      </div>
      {features.length < total && (
        <p className={styles["note"]}>
          The first {features.length.toLocaleString("en")} are drawn.
        </p>
      )}
      {view === "text" ? (
        <TextPreview {...file} />
      ) : (
        <>
          <MapView
            content={parsed.content}
            label={`Map of ${file.name}`}
            selected={selected}
            onSelect={setSelected}
          />
          <Properties content={parsed.content} selected={selected} />
        </>
      )}
    </>
  );
}

interface PropertiesProps {
  readonly content: MapContent;
  readonly selected: number | undefined;
}

function Properties({ content, selected }: PropertiesProps) {
  const feature = selected === undefined ? undefined : content.features[selected];
  if (feature === undefined) {
    return <p className={styles["hint"]}>Choose a feature to see its properties.</p>;
  }
  if (feature.properties.length === 0) {
    return <p className={styles["hint"]}>This feature has no properties.</p>;
  }
  const pairs = feature.properties.map(([key, value]) => ({ key, value: toCell(value).text }));
  return (
    <div className={styles["canvas"]}>
      <PairTable pairs={pairs} name={`Properties of feature ${(selected ?? 0) + 1}`} />
    </div>
  );
}
