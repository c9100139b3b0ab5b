import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import styles from "./dropdown.module.css";

interface DropdownProps {
  /** What the button shows. */
  readonly label: ReactNode;
  /** The button's name where what it shows is no word. */
  readonly name?: string;
  readonly children: (close: () => void) => ReactNode;
  readonly className?: string | undefined;
  /** Stands out, as something in it is in force. */
  readonly isActive?: boolean;
}

/** A button with a panel below it, which goes with Escape, a click elsewhere, or a choice in it. */
export function Dropdown({ label, name, children, className, isActive = false }: DropdownProps) {
  const panelId = useId();
  const button = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  const close = () => {
    setIsOpen(false);
    button.current?.focus();
  };

  useEffect(() => {
    if (!isOpen || panel.current === null || button.current === null) return undefined;
    const [shown, opener] = [panel.current, button.current];
    // In the top layer, so that no frame cuts it off.
    shown.showPopover();
    placeBelow(shown, opener);
    shown.querySelector<HTMLElement>("input, button, a, select")?.focus();
    const onPointer = (event: PointerEvent) => {
      const { target } = event;
      if (!(target instanceof Node) || shown.contains(target) || opener.contains(target)) return;
      setIsOpen(false);
    };
    document.addEventListener("pointerdown", onPointer);
    return () => document.removeEventListener("pointerdown", onPointer);
  }, [isOpen]);

  const onKeyDown = (event: KeyboardEvent) => {
    // The table behind has keys of its own.
    event.stopPropagation();
    if (event.key === "Escape") close();
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") moveFocus(event);
  };

  return (
    <>
      <button
        ref={button}
        type="button"
        className={className ?? styles["button"]}
        data-active={isActive || undefined}
        aria-label={name}
        title={name}
        aria-expanded={isOpen}
        aria-controls={isOpen ? panelId : undefined}
        onClick={() => setIsOpen(!isOpen)}
      >
        {label}
      </button>
      {isOpen && (
        <div
          ref={panel}
          id={panelId}
          popover="manual"
          role="dialog"
          aria-label={name ?? (typeof label === "string" ? label : undefined)}
          className={styles["panel"]}
          onKeyDown={onKeyDown}
        >
          {children(close)}
        </div>
      )}
    </>
  );
}

const MARGIN = 8;

function placeBelow(panel: HTMLElement, opener: HTMLElement): void {
  const { left, bottom, top } = opener.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = panel;
  const fitsBelow = bottom + height + MARGIN <= window.innerHeight;
  const above = Math.max(MARGIN, top - height - 4);
  panel.style.left = `${Math.max(MARGIN, Math.min(left, window.innerWidth - width - MARGIN))}px`;
  panel.style.top = `${fitsBelow ? bottom + 4 : above}px`;
}

/** The arrows go from one control of the panel to the next. */
function moveFocus(event: KeyboardEvent): void {
  const { currentTarget, target } = event;
  if (target instanceof HTMLInputElement && target.type === "number") return;
  const controls = [...currentTarget.querySelectorAll<HTMLElement>("button, input, a, select")];
  const at = controls.findIndex((control) => control === document.activeElement);
  const next = controls[at + (event.key === "ArrowDown" ? 1 : -1)];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}

interface DropdownItemProps {
  readonly children: ReactNode;
  readonly onChoose: () => void;
  /** Marks the choice in force; leave it out for a deed. */
  readonly isChosen?: boolean;
}

export function DropdownItem({ children, onChoose, isChosen }: DropdownItemProps) {
  return (
    <button type="button" className={styles["item"]} aria-pressed={isChosen} onClick={onChoose}>
      {children}
    </button>
  );
}
