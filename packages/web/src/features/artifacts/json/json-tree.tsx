import { useMemo, useState } from "react";
import { ChevronIcon } from "../../../components/icons.tsx";
import { handleTreeKey } from "../../../components/tree-keys.ts";
import { cutText } from "../../../format/cut-text.ts";
import { childrenOf, entriesOf, type JsonRange } from "./json-children.ts";
import styles from "./json-tree.module.css";
import { JsonNumber, type JsonValue } from "./parse-json.ts";

interface JsonTreeProps {
  readonly value: JsonValue;
  readonly label: string;
}

/** The value itself, by its path. */
const ROOT = "$";
/** What is small enough opens unasked. */
const OPEN_LEVELS = 2;
const OPEN_CHILDREN = 20;
const SHOWN_TEXT = 200;

/** A value of JSON as a tree of lines that open; what is not open is not drawn. */
export function JsonTree({ value, label }: JsonTreeProps) {
  const [current, setCurrent] = useState(ROOT);
  return (
    <ul className={styles["tree"]} role="tree" aria-label={label}>
      <JsonItem
        name={undefined}
        path={ROOT}
        value={value}
        isRange={false}
        level={1}
        current={current}
        onFocus={setCurrent}
      />
    </ul>
  );
}

interface JsonItemProps {
  readonly name: string | undefined;
  readonly path: string;
  readonly value: JsonValue | JsonRange;
  readonly isRange: boolean;
  readonly level: number;
  /** The path of the item in the tab order. */
  readonly current: string;
  readonly onFocus: (path: string) => void;
}

function JsonItem({ name, path, value, isRange, level, current, onFocus }: JsonItemProps) {
  const range = useMemo(
    // Whether it is a range is said beside it.
    () => (isRange ? (value as JsonRange) : { entries: entriesOf(value as JsonValue), first: 0 }),
    [isRange, value],
  );
  const count = range.entries.length;
  const text = isRange || count > 0 ? undefined : showLeaf(value as JsonValue);
  const isLong = text !== undefined && text.length > SHOWN_TEXT;
  const [isOpen, setIsOpen] = useState(
    count > 0 && (level === 1 || (level <= OPEN_LEVELS && count <= OPEN_CHILDREN)),
  );
  const canOpen = count > 0 || isLong;
  const choose = () => canOpen && setIsOpen(!isOpen);
  return (
    <li role="none">
      <div
        role="treeitem"
        aria-level={level}
        aria-selected={false}
        aria-expanded={canOpen ? isOpen : undefined}
        tabIndex={current === path ? 0 : -1}
        className={styles["item"]}
        style={{ paddingLeft: 8 + Math.min(level - 1, 30) * 16 }}
        onClick={choose}
        onFocus={() => onFocus(path)}
        onKeyDown={(event) => handleTreeKey(event, { canOpen, isOpen, toggle: setIsOpen, choose })}
      >
        <span className={styles["chevron"]} data-open={isOpen || undefined}>
          {canOpen && <ChevronIcon size={11} />}
        </span>
        {name !== undefined && (
          <span className={isRange ? styles["soft"] : styles["key"]}>
            <bdi>{cutText(name, SHOWN_TEXT)}</bdi>
            {isRange ? "" : ": "}
          </span>
        )}
        {text === undefined ? (
          !isRange && <span className={styles["soft"]}>{countOf(value as JsonValue, count)}</span>
        ) : (
          <bdi className={styles["value"]} data-kind={kindOf(value as JsonValue)}>
            {cutText(text, isOpen ? 100_000 : SHOWN_TEXT)}
          </bdi>
        )}
      </div>
      {isOpen && count > 0 && (
        <ul role="group">
          {childrenOf(range).map((child) => (
            <JsonItem
              key={child.key}
              name={child.key}
              path={`${path}\0${child.key}`}
              value={child.value}
              isRange={child.isRange}
              level={level + 1}
              current={current}
              onFocus={onFocus}
            />
          ))}
        </ul>
      )}
    </li>
  );
}

function countOf(value: JsonValue, count: number): string {
  if (Array.isArray(value)) return count === 1 ? "[1 item]" : `[${count} items]`;
  return count === 1 ? "{1 key}" : `{${count} keys}`;
}

function showLeaf(value: JsonValue): string {
  if (value instanceof JsonNumber) return value.written;
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "object" && value !== null) return Array.isArray(value) ? "[]" : "{}";
  return String(value);
}

function kindOf(value: JsonValue): string {
  if (value instanceof JsonNumber) return "number";
  return value === null ? "null" : typeof value;
}
