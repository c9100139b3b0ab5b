/** As an element's `ref`: moves the focus there when it appears, such as to what opened a form that went. */
export function focusOnMount(element: HTMLElement | null): void {
  element?.focus();
}
