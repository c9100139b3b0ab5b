import { CloseButton, NativeSelect } from "@mantine/core";
import { cutText } from "../../../format/cut-text.ts";
import styles from "./sweep-chart.module.css";
import { type Dimension, formatDimension, readDimension } from "./sweep-runs.ts";

interface DimensionPickerProps {
  readonly all: readonly Dimension[];
  readonly chosen: readonly Dimension[];
  /** A name for each axis of a chart that has so many; others take any number. */
  readonly names: readonly string[] | undefined;
  readonly onChoose: (dimensions: readonly Dimension[]) => void;
}

/** Which params and metrics a chart shows. */
export function DimensionPicker({ all, chosen, names, onChoose }: DimensionPickerProps) {
  if (names !== undefined) {
    return (
      <div className={styles["picker"]}>
        {names.map((name, index) => (
          <DimensionSelect
            key={name}
            label={name}
            all={all}
            value={chosen[index]}
            onChoose={(dimension) => onChoose(chosen.with(index, dimension))}
          />
        ))}
      </div>
    );
  }
  const texts = new Set(chosen.map(formatDimension));
  return (
    <div className={styles["picker"]}>
      <ul className={styles["axes"]} aria-label="Axes">
        {chosen.map((dimension) => (
          <li key={formatDimension(dimension)} className={styles["axis"]}>
            <bdi>{cutText(dimension.key, 30)}</bdi>
            <CloseButton
              size="xs"
              aria-label={`Remove ${cutText(dimension.key, 60)}`}
              disabled={chosen.length <= 2}
              onClick={() => onChoose(chosen.filter((one) => one !== dimension))}
            />
          </li>
        ))}
      </ul>
      <DimensionSelect
        label="Add an axis"
        isLabelHidden
        all={all.filter((one) => !texts.has(formatDimension(one)))}
        value={undefined}
        onChoose={(dimension) => onChoose([...chosen, dimension])}
      />
    </div>
  );
}

interface DimensionSelectProps {
  readonly label: string;
  readonly isLabelHidden?: boolean;
  readonly all: readonly Dimension[];
  readonly value: Dimension | undefined;
  readonly onChoose: (dimension: Dimension) => void;
}

function DimensionSelect(props: DimensionSelectProps) {
  const { label, isLabelHidden = false, all, value, onChoose } = props;
  const group = (kind: Dimension["kind"], name: string) => (
    <optgroup label={name}>
      {all
        .filter((one) => one.kind === kind)
        .map((one) => (
          <option key={one.key} value={formatDimension(one)}>
            {cutText(one.key, 60)}
          </option>
        ))}
    </optgroup>
  );
  return (
    <NativeSelect
      size="xs"
      {...(isLabelHidden ? { "aria-label": label } : { label })}
      value={value === undefined ? "" : formatDimension(value)}
      onChange={(event) => {
        const dimension = readDimension(event.currentTarget.value);
        if (dimension) onChoose(dimension);
      }}
    >
      {value === undefined && <option value="">{label}</option>}
      {group("params", "Params")}
      {group("metrics", "Metrics")}
    </NativeSelect>
  );
}
