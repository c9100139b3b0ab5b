import { Button, NativeSelect, TextInput } from "@mantine/core";
import { SearchIcon } from "../../components/icons.tsx";
import { cutText } from "../../format/cut-text.ts";
import { type ChartSettings, formatXAxis, readXAxis } from "./chart-search.ts";
import styles from "./chart-toolbar.module.css";
import { useDelayed } from "./use-delayed.ts";

interface ChartToolbarProps {
  readonly settings: ChartSettings;
  readonly onSettings: (change: Partial<ChartSettings>) => void;
  /** What may stand at the horizontal axis beside steps and times. */
  readonly keys: readonly string[];
  /** Params by which runs can be drawn as their mean. */
  readonly groupKeys: readonly string[];
  /** What the table beside is grouped by, which the charts then follow. */
  readonly tableGroup: string | undefined;
  readonly isGrouped: boolean;
}

/** A list of more names than a person would look through. */
const MAX_AXIS_KEYS = 500;

/** How all charts below are drawn. */
export function ChartToolbar(props: ChartToolbarProps) {
  const { settings, onSettings, keys, groupKeys, tableGroup, isGrouped } = props;
  const { x, isLogX, isLogY, isPaired, zoom } = settings;
  const [filter, setFilter] = useDelayed(settings.filter, (text) => onSettings({ filter: text }));
  const [smoothing, setSmoothing] = useDelayed(settings.smoothing, (value) =>
    onSettings({ smoothing: value }),
  );
  return (
    <div className={styles["toolbar"]} role="toolbar" aria-label="Charts">
      <TextInput
        className={styles["search"]}
        size="xs"
        type="search"
        aria-label="Search charts"
        placeholder="Search charts"
        value={filter}
        onChange={(event) => setFilter(event.currentTarget.value)}
        leftSection={<SearchIcon size={14} />}
      />
      <NativeSelect
        size="xs"
        aria-label="Horizontal axis"
        value={formatXAxis(x)}
        // A range of steps means nothing in seconds.
        onChange={(event) =>
          onSettings({ x: readXAxis(event.currentTarget.value), zoom: undefined })
        }
      >
        <option value="step">Step</option>
        <option value="time">Time</option>
        <option value="relative">Time since start</option>
        <optgroup label="Another metric">
          {keys.slice(0, MAX_AXIS_KEYS).map((key) => (
            <option key={key} value={formatXAxis({ kind: "metric", key })}>
              {cutText(key, 60)}
            </option>
          ))}
        </optgroup>
      </NativeSelect>
      {groupKeys.length > 0 && (
        <NativeSelect
          size="xs"
          aria-label="Group runs"
          value={settings.group ?? ""}
          onChange={(event) => onSettings({ group: event.currentTarget.value || undefined })}
        >
          <option value="">
            {tableGroup === undefined ? "Each run" : `As the table: by ${cutText(tableGroup, 40)}`}
          </option>
          <optgroup label="Mean of runs with the same">
            {groupKeys.slice(0, MAX_AXIS_KEYS).map((key) => (
              <option key={key} value={key}>
                {cutText(key, 60)}
              </option>
            ))}
          </optgroup>
        </NativeSelect>
      )}
      {isGrouped && (
        <NativeSelect
          size="xs"
          aria-label="Band around a mean"
          value={settings.band}
          onChange={(event) =>
            onSettings({
              band: event.currentTarget.value === "extremes" ? "extremes" : "deviation",
            })
          }
        >
          <option value="deviation">± standard deviation</option>
          <option value="extremes">Smallest to largest</option>
        </NativeSelect>
      )}
      <label className={styles["smoothing"]}>
        Smoothing
        <input
          type="range"
          min={0}
          max={0.99}
          step={0.01}
          value={smoothing}
          onChange={(event) => setSmoothing(Number(event.currentTarget.value))}
        />
        <output>{smoothing === 0 ? "off" : smoothing.toFixed(2)}</output>
      </label>
      <Toggle label="Log x" isOn={isLogX} onChange={(isOn) => onSettings({ isLogX: isOn })} />
      <Toggle label="Log y" isOn={isLogY} onChange={(isOn) => onSettings({ isLogY: isOn })} />
      <Toggle
        label="Train with validation"
        isOn={isPaired}
        onChange={(isOn) => onSettings({ isPaired: isOn })}
      />
      {zoom !== undefined && (
        <Button
          size="compact-xs"
          variant="light"
          title="Dragging over a chart zooms all of them, with Shift it moves what is shown"
          onClick={() => onSettings({ zoom: undefined })}
        >
          Reset zoom
        </Button>
      )}
    </div>
  );
}

interface ToggleProps {
  readonly label: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}

function Toggle({ label, isOn, onChange }: ToggleProps) {
  return (
    <label className={styles["toggle"]}>
      <input
        type="checkbox"
        checked={isOn}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      {label}
    </label>
  );
}
