/**
 * Test money of networks that have a faucet: collateral into the subaccount, gas into the wallet.
 */
export async function requestTestFunds(
  faucetUrl: string,
  address: string,
  amountUsdc: number,
): Promise<void> {
  // The wallet first: a deposit to a subaccount alone does not create the account that signs.
  await post(`${faucetUrl}/faucet/native-token`, { address });
  await post(`${faucetUrl}/faucet/tokens`, { address, subaccountNumber: 0, amount: amountUsdc });
}

async function post(url: string, body: unknown): Promise<void> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`the faucet answered ${response.status}`);
}
