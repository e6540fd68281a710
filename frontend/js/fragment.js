/** Takes an enrolment code out of the address before anything else can see or keep it. */
function takeCode() {
  const match = /^#enrol=([0-9A-Za-z -]{12,40})$/.exec(decodeURIComponent(location.hash));
  if (!location.hash.startsWith("#enrol")) return null;
  history.replaceState(null, "", location.pathname);
  return match ? match[1] : "";
}

/** The code that the link brought, "" for a broken one, null when there was none. */
export const codeFromLink = takeCode();
