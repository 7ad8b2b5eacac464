/** The version of the engine that cases name; the package's own, which a test compares. */
export const version = '0.1.0';
