"use client";

import { useState } from "react";
import { CopyLine } from "../../components/CopyLine";
import { cx } from "../../components/cx";
import { useT } from "../../lib/app/context";

const WORDS = 24;

/** The words behind a veil until asked for: screens are shared more often than people think. */
export function PhraseGrid({ phrase }: { phrase: string }) {
  const t = useT();
  const [shown, setShown] = useState(false);
  const words = phrase === "" ? Array.from({ length: WORDS }, () => "") : phrase.split(" ");
  return (
    <div className="phrase">
      <ol className={cx("phrase-grid", !shown && "veiled")} aria-hidden={!shown}>
        {words.map((word, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: words repeat, their places do not.
          <li key={index}>{word}</li>
        ))}
      </ol>
      {shown ? (
        <CopyLine text={phrase} label={t("wallet.copyPhrase")} />
      ) : (
        <button type="button" className="button phrase-show" onClick={() => setShown(true)}>
          {t("wallet.showPhrase")}
        </button>
      )}
    </div>
  );
}
