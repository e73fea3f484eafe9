// The page's own words: the study's, in its language.

let strings = {};

export function useWords(studyStrings) {
  strings = studyStrings;
}

/** The words for a key, with `{name}` and the like filled in. */
export function words(key, values = {}) {
  return (strings[key] ?? '').replace(/\{([a-z]+)\}/g, (place, name) => values[name] ?? place);
}
