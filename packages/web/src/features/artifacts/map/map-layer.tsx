import { memo } from "react";
import styles from "./map-view.module.css";
import type { DrawnMap } from "./project.ts";

interface MapLayerProps {
  readonly drawn: DrawnMap;
  readonly selected: number | undefined;
  readonly onSelect: (feature: number) => void;
}

/** The features themselves; drawn once, however the map is moved. */
export const MapLayer = memo(function MapLayer({ drawn, selected, onSelect }: MapLayerProps) {
  // The selected one last, so that nothing lies over it.
  const order = [...drawn.features.keys()].filter((index) => index !== selected);
  if (selected !== undefined) order.push(selected);
  return order.map((index) => {
    const feature = drawn.features[index];
    if (feature === undefined) return null;
    const shared = {
      "data-selected": index === selected || undefined,
      onClick: () => onSelect(index),
    };
    return (
      <g key={index} aria-hidden="true">
        {feature.areas && <path {...shared} className={styles["area"]} d={feature.areas} />}
        {feature.lines && <path {...shared} className={styles["line"]} d={feature.lines} />}
        {feature.points && <path {...shared} className={styles["point"]} d={feature.points} />}
      </g>
    );
  });
});
