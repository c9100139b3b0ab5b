import { ActionIcon } from "@mantine/core";
import { useEffect, useMemo, useRef, useState } from "react";
import { MapLayer } from "./map-layer.tsx";
import styles from "./map-view.module.css";
import { drawMap, zoomExtent, type Extent } from "./project.ts";
import type { MapContent, Position } from "./read-geojson.ts";

interface MapViewProps {
  readonly content: MapContent;
  readonly label: string;
  readonly selected: number | undefined;
  readonly onSelect: (feature: number) => void;
}

const STEP = 1.5;
const PAN = 0.15;
const MAX_ZOOM = 5000;

/** Features as they lie to each other, without a map of anybody else's below them. */
export function MapView({ content, label, selected, onSelect }: MapViewProps) {
  const drawn = useMemo(() => drawMap(content), [content]);
  const [extent, setExtent] = useState(drawn.extent);
  const [pointer, setPointer] = useState<Position>();
  const svg = useRef<SVGSVGElement>(null);
  const drag = useRef<Position | undefined>(undefined);

  const zoom = (factor: number, center?: Position) =>
    setExtent((before) => {
      const after = zoomExtent(before, factor, center);
      const ratio = drawn.extent.width / after.width;
      return ratio > MAX_ZOOM || ratio < 0.2 ? before : after;
    });
  const pan = (x: number, y: number) =>
    setExtent((before) => ({ ...before, x: before.x + x, y: before.y + y }));

  useEffect(() => {
    const element = svg.current;
    // The page scrolls with the wheel alone; React's own listeners could not keep it from zooming.
    const handleWheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      zoom(event.deltaY < 0 ? 1.2 : 1 / 1.2, placeOf(event, element));
    };
    element?.addEventListener("wheel", handleWheel, { passive: false });
    return () => element?.removeEventListener("wheel", handleWheel);
  });

  const handleMove = (event: React.PointerEvent<SVGSVGElement>) => {
    const place = placeOf(event, svg.current);
    if (place === undefined) return;
    setPointer(place);
    const from = drag.current;
    if (from !== undefined && event.buttons > 0) pan(from[0] - place[0], from[1] - place[1]);
  };
  const handleKey = (event: React.KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const keys: Readonly<Record<string, () => void>> = {
      ArrowLeft: () => pan(-extent.width * PAN, 0),
      ArrowRight: () => pan(extent.width * PAN, 0),
      ArrowUp: () => pan(0, -extent.height * PAN),
      ArrowDown: () => pan(0, extent.height * PAN),
      "+": () => zoom(STEP),
      "-": () => zoom(1 / STEP),
      "0": () => setExtent(drawn.extent),
    };
    const act = Object.hasOwn(keys, event.key) ? keys[event.key] : undefined;
    if (act === undefined) return;
    event.preventDefault();
    act();
  };
  return (
    <div className={styles["map"]}>
      <svg
        ref={svg}
        role="application"
        aria-label={`${label}: arrows move it, plus and minus zoom`}
        tabIndex={0}
        className={styles["drawing"]}
        viewBox={viewBoxOf(extent)}
        onKeyDown={handleKey}
        onPointerDown={(event) => {
          drag.current = placeOf(event, svg.current);
        }}
        onPointerMove={handleMove}
        onPointerUp={() => {
          drag.current = undefined;
        }}
        onPointerLeave={() => {
          drag.current = undefined;
          setPointer(undefined);
        }}
      >
        <MapLayer drawn={drawn} selected={selected} onSelect={onSelect} />
      </svg>
      <div className={styles["buttons"]}>
        <MapButton name="Zoom in" sign="+" onClick={() => zoom(STEP)} />
        <MapButton name="Zoom out" sign="−" onClick={() => zoom(1 / STEP)} />
        <MapButton name="Show all" sign="⤢" onClick={() => setExtent(drawn.extent)} />
      </div>
      <p className={styles["place"]} aria-hidden="true">
        {pointer === undefined
          ? "Drag to move, Ctrl and wheel to zoom"
          : showPosition(drawn.positionAt(...pointer))}
      </p>
    </div>
  );
}

interface MapButtonProps {
  readonly name: string;
  readonly sign: string;
  readonly onClick: () => void;
}

function MapButton({ name, sign, onClick }: MapButtonProps) {
  return (
    <ActionIcon variant="default" size="md" aria-label={name} title={name} onClick={onClick}>
      <span aria-hidden="true">{sign}</span>
    </ActionIcon>
  );
}

function viewBoxOf({ x, y, width, height }: Extent): string {
  return `${x} ${y} ${width} ${height}`;
}

/** Where in the drawing a pointer is. */
function placeOf(
  { clientX, clientY }: { readonly clientX: number; readonly clientY: number },
  svg: SVGSVGElement | null,
): Position | undefined {
  const matrix = svg?.getScreenCTM();
  if (!matrix) return undefined;
  const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(matrix.inverse());
  return [x, y];
}

function showPosition([x, y]: Position): string {
  return `${x.toFixed(4)}, ${y.toFixed(4)}`;
}
