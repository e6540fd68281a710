/** The words for what a diary holds, put together from every guidance document in force. */
import { ask } from "./door.js";
import { change } from "./state.js";

/** @param {any[]} rows @param {any[]} more */
function joined(rows, more) {
  const known = new Set(rows.map((row) => row.id));
  return [...rows, ...more.filter((row) => !known.has(row.id))];
}

export async function loadGuidance() {
  try {
    const { body } = await ask("GET", "/guidance");
    const inForce = body.items.filter((/** @type {any} */ pack) => !pack.needs_signature);
    const packs = await Promise.all(inForce.map((/** @type {any} */ pack) => ask("GET", `/guidance/${pack.id}?language=en`)));
    const empty = { symptoms: [], measurements: [], rules: [], medicines: [], scales: {} };
    change({
      guidance: packs.reduce((all, { body: pack }) => ({
        symptoms: joined(all.symptoms, pack.symptoms),
        measurements: joined(all.measurements, pack.measurements),
        rules: joined(all.rules, pack.rules),
        medicines: joined(all.medicines, pack.medicines),
        scales: { ...pack.scales, ...all.scales },
      }), empty),
    });
  } catch {
    change({ connection: "lost" });
  }
}
