import { useEffect, useId, useRef, useState, type KeyboardEvent, type SubmitEvent } from "react";
import { flushSync } from "react-dom";
import { SearchIcon } from "../../../components/icons.tsx";
import { cutText } from "../../../format/cut-text.ts";
import { completeFilter } from "../filter/complete-filter.ts";
import type { RunsQuery } from "../rows/runs-query.ts";
import type { RunsRequest } from "../rows/run-window.ts";
import styles from "./filter-box.module.css";
import { type FilterKeys, type Suggestion, useSuggestions } from "./use-suggestions.ts";

interface FilterBoxProps {
  /** The filter in force. */
  readonly applied: string;
  readonly fault: RunsQuery["fault"];
  readonly refusal: string | undefined;
  readonly keys: FilterKeys | undefined;
  readonly request: RunsRequest;
  readonly onApply: (filter: string) => void;
}

/**
 * A search for runs, in words or in MLflow's language: completes fields, operators and values, and
 * shows a fault at its place while the rows stay.
 */
export function FilterBox(props: FilterBoxProps) {
  const { applied, fault, refusal, keys, request, onApply } = props;
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [draft, setDraft] = useState(applied);
  const [lastApplied, setLastApplied] = useState(applied);
  const [caret, setCaret] = useState<number>();
  const [active, setActive] = useState(-1);
  if (applied !== lastApplied) {
    // The address changed under the box, by the back button for example.
    setLastApplied(applied);
    setDraft(applied);
  }
  useSlashKey(input);
  const completion = caret === undefined ? undefined : completeFilter(draft, caret);
  const suggestions = useSuggestions(completion, keys, request);
  const isOpen = completion !== undefined && suggestions.length > 0;

  const apply = (text: string) => {
    setCaret(undefined);
    onApply(text.trim());
  };
  const take = ({ text }: Suggestion) => {
    if (completion === undefined) return;
    const rest = draft.slice(completion.end);
    const next = `${draft.slice(0, completion.start)}${text} `;
    // At once, not in the next frame: a quick typist's next character would stand behind the caret.
    flushSync(() => {
      setDraft(next + rest.trimStart());
      setCaret(next.length);
      setActive(-1);
    });
    input.current?.setSelectionRange(next.length, next.length);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      if (isOpen) event.stopPropagation();
      setCaret(undefined);
    } else if (isOpen && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      setActive((active + step + suggestions.length) % suggestions.length);
    } else if (isOpen && (event.key === "Tab" || event.key === "Enter")) {
      const suggestion = suggestions[event.key === "Tab" ? Math.max(0, active) : active];
      if (suggestion === undefined || (event.key === "Tab" && event.shiftKey)) return;
      event.preventDefault();
      take(suggestion);
    }
  };

  return (
    <form
      className={styles["form"]}
      role="search"
      onSubmit={(event: SubmitEvent) => {
        event.preventDefault();
        apply(draft);
      }}
    >
      <div className={styles["box"]} data-faulty={fault !== undefined || undefined}>
        <SearchIcon size={14} />
        <input
          ref={input}
          type="text"
          role="combobox"
          aria-label="Filter runs"
          aria-expanded={isOpen}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={isOpen && active >= 0 ? `${id}-${active}` : undefined}
          aria-invalid={fault !== undefined}
          aria-describedby={fault || refusal ? `${id}-fault` : undefined}
          placeholder={'Words of the name, or metrics.loss < 0.5 and params.optimizer = "adam"'}
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          value={draft}
          onChange={(event) => {
            setDraft(event.currentTarget.value);
            setCaret(event.currentTarget.selectionStart ?? undefined);
            setActive(-1);
          }}
          onClick={(event) => setCaret(event.currentTarget.selectionStart ?? undefined)}
          onBlur={() => setCaret(undefined)}
          onKeyDown={onKeyDown}
        />
        {draft !== "" && (
          <button
            type="button"
            className={styles["clear"]}
            aria-label="Clear filter"
            onClick={() => {
              setDraft("");
              apply("");
            }}
          >
            ×
          </button>
        )}
        <ul id={`${id}-list`} role="listbox" aria-label="Suggestions" hidden={!isOpen}>
          {isOpen &&
            suggestions.map((suggestion, index) => (
              <li
                key={suggestion.text}
                id={`${id}-${index}`}
                role="option"
                aria-selected={index === active}
                // Before the field loses the focus.
                onMouseDown={(event) => {
                  event.preventDefault();
                  take(suggestion);
                }}
              >
                <bdi>{cutText(suggestion.text, 80)}</bdi>
                <span>{suggestion.note}</span>
              </li>
            ))}
        </ul>
      </div>
      <button type="submit" className={styles["submit"]}>
        Search
      </button>
      {fault !== undefined && <Fault id={`${id}-fault`} text={applied} fault={fault} />}
      {refusal !== undefined && (
        <p id={`${id}-fault`} role="alert" className={styles["fault"]}>
          {cutText(refusal, 400)}
        </p>
      )}
    </form>
  );
}

/** Puts the focus into the field when `/` is pressed anywhere but where one types. */
function useSlashKey(input: React.RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      const { target } = event;
      const isTyping =
        target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
      if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      input.current?.focus();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [input]);
}

const SHOWN_BEFORE = 40;

interface FaultProps {
  readonly id: string;
  readonly text: string;
  readonly fault: NonNullable<RunsQuery["fault"]>;
}

/** What is wrong, with the text around it and the place marked. */
function Fault({ id, text, fault }: FaultProps) {
  const { message, start, end } = fault;
  const from = Math.max(0, start - SHOWN_BEFORE);
  const faulty = text.slice(start, Math.max(end, start + 1));
  return (
    <div id={id} role="alert" className={styles["fault"]}>
      <code>
        {from > 0 && "…"}
        {text.slice(from, start)}
        <mark>{cutText(faulty, 80) || "␣"}</mark>
        {cutText(text.slice(start + faulty.length), 40)}
      </code>
      <span>{cutText(message, 300)}</span>
    </div>
  );
}
