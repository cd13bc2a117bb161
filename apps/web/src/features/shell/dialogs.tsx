"use client";

import dynamic from "next/dynamic";
import { useEffect, useState } from "react";

/** Dialogs that any part of the page may ask for, by name. */
export type DialogName =
  | "createWallet"
  | "unlock"
  | "walletDetails"
  | "faucet"
  | "deposit"
  | "withdraw"
  | "transfer"
  | "shortcuts";

const EVENT = "perpetua:dialog";

export const openDialog = (name: DialogName): void => {
  document.dispatchEvent(new CustomEvent(EVENT, { detail: name }));
};

// Wallet and money dialogs load when first asked for: most visits never open them.
const WalletDialogs = dynamic(
  () => import("../wallet/WalletDialogs").then((m) => m.WalletDialogs),
  {
    ssr: false,
  },
);
const FundsDialogs = dynamic(() => import("../funds/FundsDialogs").then((m) => m.FundsDialogs), {
  ssr: false,
});
const ShortcutsDialog = dynamic(() => import("./Footer").then((m) => m.Shortcuts), { ssr: false });

export function DialogHost() {
  const [name, setName] = useState<DialogName | null>(null);
  useEffect(() => {
    const open = (event: Event): void => setName((event as CustomEvent<DialogName>).detail);
    document.addEventListener(EVENT, open);
    return () => document.removeEventListener(EVENT, open);
  }, []);
  const close = (): void => setName(null);
  switch (name) {
    case null:
      return null;
    case "createWallet":
    case "unlock":
    case "walletDetails":
      return <WalletDialogs name={name} onClose={close} onGo={setName} />;
    case "shortcuts":
      return <ShortcutsDialog onClose={close} />;
    default:
      return <FundsDialogs name={name} onClose={close} onGo={setName} />;
  }
}
