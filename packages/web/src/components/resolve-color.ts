/** A CSS colour as a canvas knows it: that understands neither variables nor `light-dark()`. */
export function resolveColor(element: HTMLElement, color: string): string {
  const probe = document.createElement("span");
  probe.style.color = color;
  element.append(probe);
  const { color: resolved } = getComputedStyle(probe);
  probe.remove();
  return resolved;
}
