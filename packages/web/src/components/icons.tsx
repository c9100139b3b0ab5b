import type { ReactNode } from "react";

interface IconProps {
  readonly size?: number;
}

/** Drawn beside a word that says the same, so assistive technology skips it. */
function Icon({ size = 16, children }: IconProps & { readonly children: ReactNode }) {
  return (
    <svg
      aria-hidden="true"
      focusable="false"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      {children}
    </svg>
  );
}

export const CheckIcon = (props: IconProps) => (
  <Icon {...props}>
    <circle cx="8" cy="8" r="7" fill="currentColor" stroke="none" />
    <path d="M4.9 8.3 7.1 10.5 11.2 6" stroke="var(--surface)" />
  </Icon>
);

export const CrossIcon = (props: IconProps) => (
  <Icon {...props}>
    <circle cx="8" cy="8" r="7" fill="currentColor" stroke="none" />
    <path d="M5.6 5.6 10.4 10.4 M10.4 5.6 5.6 10.4" stroke="var(--surface)" />
  </Icon>
);

export const StopIcon = (props: IconProps) => (
  <Icon {...props}>
    <circle cx="8" cy="8" r="6.2" />
    <path d="M3.8 12.2 12.2 3.8" />
  </Icon>
);

export const ClockIcon = (props: IconProps) => (
  <Icon {...props}>
    <circle cx="8" cy="8" r="6.2" />
    <path d="M8 4.6 V8 L10.3 9.6" />
  </Icon>
);

export const FolderIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M1.8 4.2 a1 1 0 0 1 1-1 h3.4 l1.5 1.7 h5.5 a1 1 0 0 1 1 1 v6 a1 1 0 0 1-1 1 H2.8 a1 1 0 0 1-1-1 z" />
  </Icon>
);

export const FileIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M3.5 1.8 h5.6 l3.4 3.4 v9 h-9 z M9 1.8 v3.5 h3.5" />
  </Icon>
);

export const ModelIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M8 1.6 13.8 4.8 V11.2 L8 14.4 2.2 11.2 V4.8 Z M2.4 4.9 8 8 13.6 4.9 M8 8 V14.2" />
  </Icon>
);

export const ChevronIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M6 3.5 10.5 8 6 12.5" />
  </Icon>
);

export const CopyIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M5.5 5.5 h8 v8 h-8 z M10.5 5.3 V2.5 h-8 v8 h2.8" />
  </Icon>
);

export const DoneIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M3 8.6 6.4 12 13 4.6" />
  </Icon>
);

export const SearchIcon = (props: IconProps) => (
  <Icon {...props}>
    <circle cx="7" cy="7" r="4.6" />
    <path d="M10.6 10.6 14 14" />
  </Icon>
);

export const MenuIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M2 4 H14 M2 8 H14 M2 12 H14" />
  </Icon>
);

export const DownloadIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M8 2 V10 M4.6 7 8 10.4 11.4 7 M2.5 13.5 H13.5" />
  </Icon>
);

export const SunIcon = (props: IconProps) => (
  <Icon {...props}>
    <circle cx="8" cy="8" r="3" />
    <path d="M8 1 V2.6 M8 13.4 V15 M1 8 H2.6 M13.4 8 H15 M3 3 4.2 4.2 M11.8 11.8 13 13 M3 13 4.2 11.8 M11.8 4.2 13 3" />
  </Icon>
);

export const MoonIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M13.4 9.6 A6 6 0 1 1 6.4 2.6 A4.8 4.8 0 0 0 13.4 9.6 Z" />
  </Icon>
);

export const ExpandIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M9.5 2.5 H13.5 V6.5 M13.2 2.8 9.4 6.6 M6.5 13.5 H2.5 V9.5 M2.8 13.2 6.6 9.4" />
  </Icon>
);

export const SortIcon = ({
  descending,
  ...props
}: IconProps & { readonly descending: boolean }) => (
  <Icon {...props}>
    <path d={descending ? "M8 3 V13 M4 9 8 13 12 9" : "M8 13 V3 M4 7 8 3 12 7"} />
  </Icon>
);

export const EyeIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M1.4 8 C3.2 4.9 5.4 3.4 8 3.4 S12.8 4.9 14.6 8 C12.8 11.1 10.6 12.6 8 12.6 S3.2 11.1 1.4 8 Z" />
    <circle cx="8" cy="8" r="2" />
  </Icon>
);

export const EyeOffIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M1.4 8 C3.2 11.1 5.4 12.6 8 12.6 S12.8 11.1 14.6 8 M3 13.4 13 2.6" />
  </Icon>
);

export const WarningIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M8 1.8 15 14 H1 Z M8 6.4 V9.6 M8 11.8 V12" />
  </Icon>
);

export const MoreIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M8 3 V3.1 M8 8 V8.1 M8 13 V13.1" strokeWidth="2.2" />
  </Icon>
);

export const PencilIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M3 13 L3.6 10.2 L10.8 3 L13 5.2 L5.8 12.4 Z M9.2 4.6 L11.4 6.8" />
  </Icon>
);

export const TrashIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M2.8 4.4 H13.2 M6 4.2 V2.6 H10 V4.2 M4.2 4.6 L4.9 13.4 H11.1 L11.8 4.6" />
  </Icon>
);

export const CloseIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M3.5 3.5 12.5 12.5 M12.5 3.5 3.5 12.5" />
  </Icon>
);

export const PlusIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M8 3 V13 M3 8 H13" />
  </Icon>
);
