/** Taking a document out of force. */
import { el } from "../dom.js";
import { t } from "../texts/index.js";
import { openDialog } from "./dialogs.js";
import { ask } from "./door.js";
import { fieldOf, formOf } from "./forms.js";
import { refuse } from "./number-forms.js";
import { settleRules } from "./rulebook.js";

/** @param {any} pack */
export function startWithdrawing(pack) {
  const reason = fieldOf({ name: "reason", label: t("guidance.reason"), type: "textarea" });
  openDialog({ title: t("guidance.withdraw.title", { pack: pack.title }) }, ({ close }) => [formOf({
    fields: [reason],
    body: [el("p", {}, t(pack.needs_signature ? "guidance.withdraw.explained" : "guidance.withdraw.explained_document")), reason.element],
    submit: t("guidance.withdraw.submit"),
    cancel: close,
    send: async () => {
      if (reason.read() === "") return refuse(reason, t("guidance.withdraw.why"));
      await ask("POST", `/clinic/guidance/${pack.pack}/withdraw`, { body: { reason: reason.read() } });
      await settleRules(close, t("guidance.withdraw.done"));
    },
  })]);
}
