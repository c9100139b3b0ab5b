/** `y = x · [[0, 1], [2, 3], [4, 5]]` in the ONNX format, with inputs of any number of rows. */
export const LINEAR = Buffer.from(
  "CAg6YQoRCgF4CgF3EgF5IgZNYXRNdWwSAWcqIwgDCAIQAUIBd0oYAAAAAAAAgD8AAABAAABAQAAAgEAAAKBAWhEKAXgSDAoKCAESBgoACgIIA2IRCgF5EgwKCggBEgYKAAoCCAJCBAoAEBE=",
  "base64",
);

/** The same with its weights in the file `linear.weights`. */
export const LINEAR_OUTSIDE = Buffer.from(
  "CAg6gAEKEQoBeAoBdxIBeSIGTWF0TXVsEgFnKkIIAwgCEAFCAXdqGgoIbG9jYXRpb24SDmxpbmVhci53ZWlnaHRzagsKBm9mZnNldBIBMGoMCgZsZW5ndGgSAjI0cAFaEQoBeBIMCgoIARIGCgAKAggDYhEKAXkSDAoKCAESBgoACgIIAkIECgAQEQ==",
  "base64",
);
