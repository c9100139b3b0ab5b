/** `y = x · [[0, 1], [2, 3], [4, 5]]` in the ONNX format, with inputs of any number of rows. */
export const LINEAR = Buffer.from(
  "CAg6YQoRCgF4CgF3EgF5IgZNYXRNdWwSAWcqIwgDCAIQAUIBd0oYAAAAAAAAgD8AAABAAABAQAAAgEAAAKBAWhEKAXgSDAoKCAESBgoACgIIA2IRCgF5EgwKCggBEgYKAAoCCAJCBAoAEBE=",
  "base64",
);
