"""What lies in the database of a phone's own, read and changed behind the page's back."""

from typing import Any

from playwright.sync_api import Page

PATIENCE_MILLISECONDS = 20_000
ROWS = """(store) => new Promise((resolve) => {
  const asked = indexedDB.open("diary");
  asked.onsuccess = () => {
    const all = asked.result.transaction(store).objectStore(store).getAll();
    all.onsuccess = () => { asked.result.close(); resolve(all.result); };
  };
})"""
# The page's own wait takes any promise for a yes.
ALL_SENT = f"""async ([former, patience]) => {{
  const giveUpAt = performance.now() + patience;
  while (performance.now() < giveUpAt) {{
    const received = await ({ROWS})("acknowledged");
    const isSent = received.length > 0 && received.every((row) => row.epoch !== former);
    if (isSent && (await ({ROWS})("outbox")).length === 0) return true;
    await new Promise(requestAnimationFrame);
  }}
  return false;
}}"""
KEPT = f"""async ([store, patience]) => {{
  const giveUpAt = performance.now() + patience;
  while (performance.now() < giveUpAt) {{
    if ((await ({ROWS})(store)).length > 0) return true;
    await new Promise(requestAnimationFrame);
  }}
  return false;
}}"""
CHANGE = """([change, order]) => new Promise((resolve) => {
  const asked = indexedDB.open("diary");
  asked.onsuccess = () => {
    const transaction = asked.result.transaction("acknowledged", "readwrite");
    const store = transaction.objectStore("acknowledged");
    store.openCursor().onsuccess = ({ target }) => {
      const row = { ...target.result.value, ...change };
      store.put(order === null ? row : { ...row, order });
    };
    transaction.oncomplete = () => { asked.result.close(); resolve(); };
  };
})"""
FIRST_VERSION = """async (entry) => {
  await new Promise((resolve) => { indexedDB.deleteDatabase("diary").onsuccess = resolve; });
  await new Promise((resolve) => {
    const asked = indexedDB.open("diary", 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("outbox", { keyPath: "order", autoIncrement: true });
      asked.result.createObjectStore("drafts", { keyPath: ["patient", "day"] });
    };
    asked.onsuccess = () => {
      const transaction = asked.result.transaction("outbox", "readwrite");
      transaction.objectStore("outbox").add(entry);
      transaction.oncomplete = () => { asked.result.close(); resolve(); };
    };
  });
}"""


def rows(page: Page, store: str) -> list[dict[str, Any]]:
    """What lies in the phone's own database."""
    found: list[dict[str, Any]] = page.evaluate(ROWS, store)
    return found


def wait_until_sent(page: Page, former: object = None) -> None:
    """Until nothing waits on the phone and what it keeps was received by another life than the former."""
    assert page.evaluate(ALL_SENT, [former, PATIENCE_MILLISECONDS])


def wait_until_kept(page: Page, store: str) -> None:
    """Until something lies in this part of the phone's own database."""
    assert page.evaluate(KEPT, [store, PATIENCE_MILLISECONDS])


def change_received(page: Page, change: dict[str, Any], *, as_order: int | None = None) -> None:
    """Changes the first of what was received, or adds it changed under another place in the order."""
    page.evaluate(CHANGE, [change, as_order])


def leave_as_the_first_version(page: Page, entry: dict[str, Any]) -> None:
    """Only this entry, unsent, as the page's first version kept it."""
    page.evaluate(FIRST_VERSION, entry)
