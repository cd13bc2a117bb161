"use client";

import { useEffect, useState } from "react";
import { useT } from "../lib/app/context";
import { Icon } from "./Icon";

const SAID_MS = 1600;

/**
 * Copies `text`; shows the text itself unless a label says what is copied. What became of it is
 * said
 * in place: a toast would lie behind the dialog that this stands in.
 */
export function CopyLine({ text, label }: { text: string; label?: string }) {
  const t = useT();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SAID_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <button
      type="button"
      className="copy-line"
      title={t("action.copy")}
      onClick={() => void copy(text).then(setCopied)}
    >
      <span>{label ?? text}</span>
      <span className="copy-done" role="status">
        {copied && t("toast.copied")}
      </span>
      <Icon name={copied ? "check" : "copy"} size={13} />
    </button>
  );
}

/** False where the browser gives no clipboard, as on a page without TLS. */
async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyTheOldWay(text);
  }
}

function copyTheOldWay(text: string): boolean {
  const field = document.createElement("textarea");
  field.value = text;
  const host = document.querySelector("dialog[open]") ?? document.body;
  host.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
}
